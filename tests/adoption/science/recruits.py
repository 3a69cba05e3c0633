"""A branching organisation whose R is known (adoption.md 5.8): everybody active brings in so many a week, and stays or goes.

Some people stay long and some hardly: whoever is met in a given week is of the first kind more often than a newcomer is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Floats, Ints
from adoption.science.recruitment import AHEAD, AUTHORED, Starts, Triggers


@dataclass(frozen=True)
class World:
    rate: float = 0.08  # newcomers whom an active person brings in a week
    alone: float = 6.0  # newcomers of a week whom nobody brings in
    long: float = 0.3  # share of those who stay long
    stays: tuple[float, float] = (0.6, 0.95)  # chance to stay one week more
    people: int = 150
    weeks: int = 80


@dataclass(frozen=True)
class Truth:
    """What was recorded, who was active in each week, and each one's chance to stay."""

    starts: Starts
    triggers: Triggers
    active: tuple[Ints, ...]
    stay: Floats

    def r(self, world: World, week: int) -> float:
        """Expected recruits of those active in `week` over the 8 weeks after it."""
        kept = self.stay[self.active[week]]
        return world.rate * float(np.mean(sum(kept**ahead for ahead in range(1, AHEAD + 1))))


def own_prospects(world: World, horizon: int) -> float:
    """Expected recruits of a newcomer in the weeks 1 to `horizon` - 1 after their own start."""
    short, long = (world.rate * sum(stay**age for age in range(1, horizon)) for stay in world.stays)
    return (1 - world.long) * short + world.long * long


def simulate(world: World, seed: int) -> Truth:
    rng = np.random.default_rng(seed)
    stay = np.where(rng.random(world.people) < world.long, world.stays[1], world.stays[0])
    here, active, rows, started = np.arange(world.people), [], [], []
    for week in range(world.weeks):
        active.append(here)
        bring = np.repeat(here, rng.poisson(world.rate, len(here)))
        new = len(stay) + np.arange(len(bring) + rng.poisson(world.alone))
        rows.append(np.column_stack([new[: len(bring)], bring]))
        started.append(np.column_stack([new, np.full(len(new), week)]))
        stay = np.concatenate([stay, np.where(rng.random(len(new)) < world.long, world.stays[1], world.stays[0])])
        both = np.concatenate([here, new])
        here = both[rng.random(len(both)) < stay[both]]
    pairs, starts = np.concatenate(rows), np.concatenate(started)
    kind = rng.integers(0, AUTHORED, len(pairs))
    return Truth(Starts(starts[:, 0], starts[:, 1]), Triggers(pairs[:, 0], pairs[:, 1], kind), tuple(active), stay)
