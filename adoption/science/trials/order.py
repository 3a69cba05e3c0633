"""The drawn order of a campaign (stepped wedge; Hussey and Hughes 2007): every cluster is reached in the end, chance says when.

A cluster is a wave, a unit or a community: neighbours contaminate each other, so people are never drawn one by one. Period 0 is before
anybody is reached; clusters of step s are reached from period s on; at period `steps` nobody is left to compare with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from adoption.science.figures import Bools, Floats, Ints
from adoption.science.trials.early import LEVEL, bounds

FEWEST = 8  # clusters on each side of a comparison


@dataclass(frozen=True)
class Plan:
    """What is fixed beforehand: `step` of each cluster, 1 to `steps`, shape (clusters,), drawn in `block` of like sizes; periods read.

    `looks`: the periods after whose end the effect is read, the last one being the planned date; at any other time it stays hidden.
    `alpha`: two-sided chance of a false claim over all looks.
    """

    step: Ints
    block: Ints
    steps: int
    looks: tuple[int, ...]
    alpha: float = LEVEL

    @property
    def last(self) -> int:
        """The last period in which some clusters are still to be reached."""
        return self.steps - 1

    def comparable(self, period: int, kept: Bools | None = None) -> Ints:
        """Periods up to `period` with at least 8 clusters reached and 8 not yet, among those `kept` of shape (clusters,)."""
        step = self.step if kept is None else self.step[kept]
        reached = np.array([(step <= t).sum() for t in range(1, min(period, self.last) + 1)], dtype=np.int64)
        return np.flatnonzero(np.minimum(reached, len(step) - reached) >= FEWEST) + 1

    @cached_property
    def levels(self) -> Floats:
        """Level of a two-sided p-value at each look (O'Brien-Fleming spending), 0 where nothing can be compared. Shape (looks,)."""
        information = np.array([self.information(look) for look in self.looks])
        return bounds(information / max(information[-1], 1e-12), self.alpha) if information[-1] > 0 else np.zeros(len(self.looks))

    def information(self, look: int) -> float:
        """Sum over the periods compared of n1 n0 / n: known beforehand, whatever the outcome."""
        reached = [int((self.step <= t).sum()) for t in self.comparable(look)]
        return float(sum(n * (len(self.step) - n) / len(self.step) for n in reached))


def draw_plan(size: Ints, steps: int, seed: int, looks: tuple[int, ...] = (), alpha: float = LEVEL) -> Plan:
    """A random order of the clusters of `size` people, shape (clusters,), balanced by size; by default read once, at the end.

    Clusters are ranked by size and cut into blocks of `steps`; in each block every step is drawn once. ValueError for fewer than two
    steps, more steps than clusters, or looks that are no increasing periods from 1 to steps - 1 ending there.
    """
    if not 2 <= steps <= len(size):
        raise ValueError("a plan has at least two steps, and no more than clusters")
    looks = looks or (steps - 1,)
    if list(looks) != sorted({look for look in looks if 1 <= look < steps}) or looks[-1] != steps - 1:
        raise ValueError("looks are increasing periods, the last one being the last that leaves somebody to compare with")
    ranked = np.argsort(-size, kind="stable")
    block = np.empty(len(size), dtype=np.int64)
    block[ranked] = np.arange(len(size)) // steps
    return Plan(draw_orders(block, steps, 1, np.random.default_rng(seed))[0], block, steps, looks, alpha)


def draw_orders(block: Ints, steps: int, draws: int, rng: np.random.Generator) -> Ints:
    """Orders as the plan's own was drawn: in each block, distinct steps from 1 to `steps`. Shape (draws, clusters)."""
    ranked = np.argsort(block, kind="stable")
    drawn = rng.random((draws, int(block.max()) + 1, steps)).argsort(axis=2) + 1
    orders = np.empty((draws, len(block)), dtype=np.int64)
    orders[:, ranked] = drawn.reshape(draws, -1)[:, : len(block)]
    return orders
