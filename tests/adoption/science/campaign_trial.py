"""Campaigns on trial (adoption.md 5.25): how often a drawn order claims an effect that is not there, holds the true one, and finds it.

Organisations are made of people who contribute or not: clusters of unlike sizes and habits, shocks of a period common to all, shocks of a
cluster that last, and an effect that may differ from cluster to cluster.

`trial(300, seed)` for seeds 11 to 14, 1,161 organisations answered: claims without effect 5.3 % read once and 5.3 % read at every period,
true effect in the interval 94.7 % (95.4 % where it differs by cluster), the detectable one found 78.9 % (77.9 % read at every period).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Floats, Ints
from adoption.science.trials import Plan, detectable, draw_plan, effect

PAST = 6


@dataclass(frozen=True)
class Organisation:
    """Sd of habits between clusters, of a period's shock, of a cluster's own lasting shocks (all on the logit), and the effect's own sd."""

    clusters: int
    steps: int
    between: float
    common: float
    own: float
    lasting: float
    uneven: float


@dataclass(frozen=True)
class Tried:
    """Of `runs` organisations those `answered`, the others having too few clusters a side, and shares of these.

    A claim without any effect, when read once and when read at every period; the interval (read once) holding the mean effect, the same in
    all clusters or `uneven`; that effect, the detectable one, being found.
    """

    runs: int
    answered: int
    false_once: float
    false_early: float
    held: float
    held_uneven: float
    found: float
    found_early: float


def any_organisation(rng: np.random.Generator) -> Organisation:
    steps = int(rng.integers(2, 6))
    clusters = int(rng.integers(8 * steps if steps > 3 else 16, 60))
    between, common, own = rng.uniform(0.1, 0.9), rng.uniform(0.0, 0.6), rng.uniform(0.0, 0.5)
    return Organisation(clusters, steps, between, common, own, rng.uniform(0.0, 0.9), rng.uniform(0.3, 1.0))


def shares(world: Organisation, periods: int, rng: np.random.Generator) -> Floats:
    """Chance to contribute of the people of each cluster, without any campaign; shape (clusters, periods)."""
    habit = rng.normal(-1.0, 0.3) + rng.normal(0, world.between, world.clusters)
    shock = np.zeros((world.clusters, periods))
    last = rng.normal(0, world.own, world.clusters)
    for period in range(periods):
        last = world.lasting * last + np.sqrt(1 - world.lasting**2) * rng.normal(0, world.own, world.clusters)
        shock[:, period] = last
    return np.asarray(1 / (1 + np.exp(-(habit[:, None] + rng.normal(0, world.common, periods)[None, :] + shock))))


def observed(chance: Floats, size: Ints, rng: np.random.Generator) -> Floats:
    """Means of the people's contributions; shape of `chance`."""
    return np.asarray(rng.binomial(size[:, None], np.clip(chance, 0, 1)) / size[:, None])


def trial(runs: int, seed: int, draws: int = 999) -> Tried:
    """`runs` organisations of 16 to 60 clusters and 2 to 5 steps, each with its own sizes, shocks and order."""
    rows = [row for run in range(runs) if (row := _one(np.random.default_rng([seed, run]), draws)) is not None]
    return Tried(runs, len(rows), *(float(share) for share in np.array(rows, dtype=np.float64).mean(axis=0)))


def _one(rng: np.random.Generator, draws: int) -> tuple[bool, ...] | None:
    """The six shares of `Tried`, for one organisation; None where its plan compares too few clusters."""
    world = any_organisation(rng)
    size = np.maximum(8, rng.lognormal(3.4, 0.8, world.clusters)).astype(np.int64)
    whole = shares(world, PAST + world.steps, rng)
    past, ahead = whole[:, :PAST], whole[:, PAST:]
    once = draw_plan(size, world.steps, int(rng.integers(2**31)))
    early = Plan(once.step, once.block, once.steps, tuple(range(1, world.steps)))
    shift = detectable(once, observed(past, size, rng), int(rng.integers(2**31)), draws=300).value
    if shift is None:
        return None
    touched = (once.step[:, None] <= np.arange(world.steps)).astype(np.float64)
    uneven = shift * (1 + world.uneven * rng.choice([-1.0, 1.0], world.clusters))
    null, same, unlike = (observed(ahead + touched * d, size, rng) for d in (0.0, shift, uneven[:, None]))
    truth = [(np.clip(ahead + d, 0, 1) - ahead)[:, 1:].mean() for d in (shift, uneven[:, None])]
    seed = int(rng.integers(2**31))
    first, second, third = (effect(once, outcome, seed, draws) for outcome in (null, same, unlike))
    return (
        first.claimed,
        _ever(early, null, seed, draws),
        _holds(second.difference.low, second.difference.high, float(truth[0])),
        _holds(third.difference.low, third.difference.high, float(truth[1])),
        second.claimed,
        _ever(early, same, seed, draws),
    )


def _ever(plan: Plan, outcome: Floats, seed: int, draws: int) -> bool:
    """A claim at any of the looks."""
    return any(effect(plan, outcome[:, : look + 1], seed, draws).claimed for look in plan.looks)


def _holds(low: float | None, high: float | None, truth: float) -> bool:
    return low is not None and high is not None and low <= truth <= high
