"""Campaigns on simulated organisations of known truth, read as the page reads them (adoption.md 5.25).

An organisation: communities of 12 to 200 people whose weekly shares of contributors differ, drift together, persist from week to week and
are counted person by person; the campaign adds its effect from a community's step on. Shares no code with what reads it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.metrics.campaigning import adjusted, period_means, plan_of, reading
from adoption.science.figures import Floats, Ints

STEPS, STEP_WEEKS = 4, 3
LEVEL = 0.05


@dataclass(frozen=True)
class World:
    """How many communities, and by how many points of share the campaign lifts them once they are reached."""

    communities: int = 24
    effect: float = 0.0


@dataclass(frozen=True)
class Found:
    """Of how many organisations, in how many the interval of the planned date held the truth, and something was claimed at any look."""

    runs: int
    read: int
    covers: int
    claimed: int
    mean: float


def shares(world: World, size: Ints, step: Ints, rng: np.random.Generator) -> Floats:
    """Weekly shares of each community, the weeks before the first step included; shape (communities, weeks)."""
    n, weeks = world.communities, STEP_WEEKS * (STEPS + 1)
    common = np.cumsum(rng.normal(0, 0.01, weeks)) - 0.06 * (np.arange(weeks) == rng.integers(0, weeks))
    drift = np.zeros((n, weeks))
    drift[:, 0] = rng.normal(0, 0.04, n)
    for week in range(1, weeks):
        drift[:, week] = 0.8 * drift[:, week - 1] + rng.normal(0, 0.024, n)
    period = np.arange(weeks) // STEP_WEEKS
    truth = rng.beta(4, 10, n)[:, None] + drift + common + world.effect * (step[:, None] <= period)
    return np.asarray(rng.binomial(size[:, None], truth.clip(0.01, 0.95)) / size[:, None])


def sizes(world: World, rng: np.random.Generator) -> Ints:
    return np.asarray(np.exp(rng.uniform(np.log(12), np.log(200), world.communities)).astype(np.int64))


def read(world: World, runs: int, seed: int, *, early: bool) -> Found:
    """Campaigns one by one, each alone in its year."""
    covers = claimed = known = 0
    values = []
    for run in range(runs):
        rng = np.random.default_rng([seed, run])
        size = sizes(world, rng)
        plan = plan_of(size, STEPS, int(rng.integers(2**31)), early=early)
        means = period_means(shares(world, size, plan.step, rng), STEP_WEEKS)
        looks = [reading(plan, means, look, run) for look in plan.looks]
        last = looks[-1].effect.difference
        if last.value is None or last.low is None or last.high is None:
            continue
        known += 1
        values.append(last.value)
        covers += last.low <= world.effect <= last.high
        claimed += any(one.effect.claimed and adjusted([one.sequential_p])[0] <= LEVEL for one in looks)
    return Found(runs, known, covers, claimed, float(np.mean(values)) if values else float("nan"))


def families(together: int, runs: int, seed: int) -> int:
    """Of years in which so many campaigns without any effect are read early and late, those in which one at least is claimed."""
    wrong = 0
    for run in range(runs):
        found = []
        for number in range(together):
            rng = np.random.default_rng([seed, run, number])
            size = sizes(World(), rng)
            plan = plan_of(size, STEPS, int(rng.integers(2**31)), early=True)
            means = period_means(shares(World(), size, plan.step, rng), STEP_WEEKS)
            found.append([reading(plan, means, look, number) for look in plan.looks])
        p = adjusted([looks[-1].sequential_p for looks in found])
        alone = [any(one.effect.claimed for one in looks) for looks in found]
        wrong += any(one <= LEVEL and told for one, told in zip(p, alone, strict=True))
    return wrong
