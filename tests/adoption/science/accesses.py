"""Synthetic organisations of open and closed communities whose truth is known (adoption.md 8, point 9).

Members contribute one by one, with chances made of their unit, their community, its kind and size; the estimator's formula is nowhere
used. In the confounded world closed communities are born of small existing teams, which talk more, and access itself moves nothing. In
the hidden one, the team that was there before is recorded nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Bools, Floats, Ints
from adoption.science.opening import NEVER, Courses
from adoption.science.openness import Communities, Outcomes

TEAM, PROJECT, PRACTICE = range(3)


@dataclass(frozen=True)
class World:
    """`effect`: log-odds of contributing that an open community adds; `from_teams`: closed ones are born of small teams."""

    effect: float = 0.0
    from_teams: bool = False
    hidden: bool = False
    number: int = 160
    units: int = 25


@dataclass(frozen=True)
class Truth:
    """The organisation, and its true mean gap in the chance to contribute were all open rather than closed."""

    communities: Communities
    outcomes: Outcomes
    gap: float


def simulate(world: World, seed: int) -> Truth:
    rng = np.random.default_rng(seed)
    unit = rng.integers(0, world.units, world.number)
    size = rng.lognormal(4.5, 0.7, world.units).astype(np.int64) + 20
    kind = rng.choice([TEAM, PROJECT, PRACTICE], world.number, p=[0.45, 0.25, 0.3])
    team = kind == TEAM
    members = np.where(team, rng.integers(10, 26, world.number), 10 + rng.lognormal(3.3, 0.8, world.number).astype(np.int64))
    age = rng.integers(12, 160, world.number)
    closed = rng.random(world.number) < (np.where(team, 0.85, 0.2) if world.from_teams else 0.5)
    keen = rng.normal(0, 0.35, world.units)[unit] + rng.normal(0, 0.5, world.number) - 0.3 * (age > 80)
    keen = keen + 0.7 * team + 9.0 / members - 1.1
    low, high = keen, keen + world.effect
    outcomes = Outcomes(
        _share(np.where(closed, low, high), members, rng),
        _share(keen + 0.5, rng.poisson(12, world.number), rng),
        np.clip(0.7 - 0.15 * team + rng.normal(0, 0.15, world.number) + rng.normal(0, 0.05, world.units)[unit], 0, 1.4),
        _share(keen + rng.normal(0, 0.5, world.number), members * 2, rng),
        (rng.random(world.number) < _chance(keen + 1)).astype(np.float64),
    )
    shown = np.full(world.number, PROJECT) if world.hidden else kind
    told = rng.permutation(members) if world.hidden else members  # the size of the team it was born of, not that of today
    return Truth(Communities(~closed, told, age, shown, unit, size[unit]), outcomes, float((_chance(high) - _chance(low)).mean()))


def changing(effect: float, seed: int, slipping: float = 0.0, changed: int = 24, still: int = 60, weeks: int = 80) -> Courses:
    """Weekly shares of closed communities, with a common season and a wandering of each; some open and gain `effect`.

    Those that open had been `slipping` so much a week for the 12 weeks before, and came back after.
    """
    rng = np.random.default_rng(seed)
    number = changed + still
    at = np.full(number, NEVER)
    at[:changed] = rng.integers(15, weeks - 15, changed)
    wander = np.zeros((weeks, number))
    for week in range(1, weeks):
        wander[week] = 0.7 * wander[week - 1] + rng.normal(0, 0.03, number)
    since = np.arange(weeks)[:, None] - at[None, :]
    opened: Bools = (since >= 0) & (at >= 0)[None, :]
    dip = np.where((since >= -12) & (since < 0) & (at >= 0), -slipping * (since + 12), 0.0)
    season = 0.05 * np.sin(np.arange(weeks) / 8)[:, None]
    y = 0.3 + rng.normal(0, 0.1, number)[None, :] + season + wander + dip + effect * opened
    return Courses(y, at, np.zeros(number, dtype=np.bool_), rng.integers(0, 20, number))


def _chance(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)))


def _share(odds: Floats, trials: Ints, rng: np.random.Generator) -> Floats:
    made = rng.binomial(trials, _chance(odds)).astype(np.float64)
    return np.asarray(np.divide(made, trials, out=np.full(len(odds), np.nan), where=trials > 0))
