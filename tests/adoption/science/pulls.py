"""Pioneers and others who turn to people who have not begun (adoption.md 5.17), with a known pull of each touch, or none.

Units differ in how keen they are and in how many pioneers they have, and the two go together: comparing across units misleads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.pull import NEVER, People, Touches

DAYS = 7


@dataclass(frozen=True)
class World:
    """`pull` is what one touch of the last two weeks adds to the log hazard, whoever makes it; `pioneers` what a pioneer's adds more."""

    pull: float = 0.0
    pioneers: float = 0.0
    people: int = 3000
    units: int = 30
    weeks: int = 30
    touches: int = 350  # a week, the organisation over
    start: float = 0.01  # hazard a week


def simulate(world: World, seed: int) -> tuple[People, Touches]:
    """Instants are days. Actors 0 to 199 are pioneers, the next 600 are not; touched people may have begun, as in life."""
    rng = np.random.default_rng(seed)
    unit = rng.integers(0, world.units, world.people)
    keen = rng.normal(0, 0.6, world.units)
    often = rng.gamma(1.0, 1.0, world.people)  # some are touched much more than others
    part = 1 / (1 + np.exp(-(1.5 * keen - 0.5)))[unit]  # pioneers' part of the touches of the unit
    begun, at = np.full(world.people, NEVER), np.full(world.people, NEVER)
    rows, recent, earlier = [], np.zeros((2, world.people)), np.zeros((2, world.people))
    for week in range(world.weeks):
        felt = recent + earlier
        log = keen[unit] + rng.normal(0, 0.3) + world.pull * felt.sum(axis=0) + world.pioneers * felt[0]
        starts = (begun == NEVER) & (rng.random(world.people) < -np.expm1(-world.start * np.exp(np.minimum(log, 6))))
        begun[starts], at[starts] = week, week * DAYS + rng.integers(0, DAYS, int(starts.sum()))
        who = rng.choice(world.people, rng.poisson(world.touches), p=often / often.sum())
        pioneer = rng.random(len(who)) < part[who]
        actor = np.where(pioneer, rng.integers(0, 200, len(who)), rng.integers(200, 800, len(who)))
        rows.append(np.column_stack([who, actor, week * DAYS + rng.integers(0, DAYS, len(who)), pioneer]))
        earlier, recent = recent, np.stack([np.bincount(who[side], minlength=world.people) for side in (pioneer, ~pioneer)]).astype(float)
    table = np.concatenate(rows)
    people = People(unit, np.zeros(world.people, dtype=np.int64), begun, at)
    return people, Touches(table[:, 0], table[:, 1], table[:, 2], table[:, 3] == 1)
