"""The choice of seeds by lazy greedy (CELF, Leskovec et al. 2007): each time the person who adds most, given those already chosen.

What a person adds only shrinks as others are chosen, so an old figure is a bound, and few need to be counted again. Without rules by unit
the set reaches at least 1 - 1/e = 63 % of the best of its size on the same draws (Nemhauser, Wolsey and Fisher 1978), with them half of
the best that obeys (Fisher, Nemhauser and Wolsey 1978: sets that can still be completed within the rules are a matroid).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Bools, Floats, Ints
from adoption.science.seeding.cascades import Cover


@dataclass(frozen=True)
class Rules:
    """Who may be chosen, and how seeds are spread over units; `eligible` and `unit` (NO_UNIT for none) of shape (people,).

    Each unit of at least `smallest` people that has somebody eligible gets a seed (None: no such rule), the largest units first where
    there are fewer seeds than units; no unit gets more than `most_share` of the seeds, rounded up. Who has opted out is not eligible.
    """

    eligible: Bools
    unit: Ints
    smallest: int | None = 5
    most_share: float = 1.0


@dataclass(frozen=True)
class Chosen:
    """Seeds in the order of choice with the value each adds, shape (seeds,); units of the rule left without one; sums counted."""

    seeds: Ints
    gains: Floats
    uncovered: Ints
    evaluations: int


class Places:
    """How many seeds are left, and for which units they are kept."""

    def __init__(self, count: int, rules: Rules) -> None:
        size, able = (_by_unit(rules, who) for who in (np.ones(len(rules.unit), dtype=np.bool_), rules.eligible))
        wanting = np.flatnonzero(size >= rules.smallest) if rules.smallest is not None else np.zeros(0, dtype=np.int64)
        wanting = wanting[size[wanting] > 0]
        largest = wanting[np.argsort(-size[wanting], kind="stable")]
        self.wanting = set(wanting.tolist())
        self.kept = set(largest[able[largest] > 0][:count].tolist())
        self.left = count
        self.most = max(1, int(np.ceil(rules.most_share * count - 1e-9)))
        self.taken = np.zeros(len(size), dtype=np.int64)

    def has(self, unit: int) -> bool:
        """Whether somebody of `unit` may be chosen now; once not, never again."""
        if unit in self.kept:
            return self.left > 0
        return self.left > len(self.kept) and (unit == NO_UNIT or self.taken[unit] < self.most)

    def take(self, unit: int) -> None:
        self.left -= 1
        self.kept.discard(unit)
        self.wanting.discard(unit)
        if unit != NO_UNIT:
            self.taken[unit] += 1


def choose(found: Cover, count: int, rules: Rules) -> Chosen:
    """At most `count` seeds; fewer only where the rules leave nobody. Equal gains: the person listed first."""
    places, worth = Places(count, rules), found.worth.copy()
    candidates = np.flatnonzero(rules.eligible)
    first = found.alone()[candidates]
    heap = [(-gain, person, 0) for gain, person in zip(first.tolist(), candidates.tolist(), strict=True)]
    heapq.heapify(heap)
    seeds: list[int] = []
    gains: list[float] = []
    counted = len(heap)
    while heap and places.left:
        bound, person, then = heapq.heappop(heap)
        if not places.has(unit := int(rules.unit[person])):
            continue
        if then < len(seeds):
            heapq.heappush(heap, (-float(worth[found.of(person)].sum() + found.own[person]), person, len(seeds)))
            counted += 1
            continue
        seeds.append(person)
        gains.append(-bound)
        worth[found.of(person)] = 0
        places.take(unit)
    uncovered = np.array(sorted(places.wanting), dtype=np.int64)
    return Chosen(np.array(seeds, dtype=np.int64), np.array(gains), uncovered, counted)


def _by_unit(rules: Rules, who: Bools) -> Ints:
    units = int(rules.unit.max(initial=0)) + 1
    return np.bincount(rules.unit[who & (rules.unit != NO_UNIT)], minlength=units).astype(np.int64)
