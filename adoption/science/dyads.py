"""Pairs of people who interacted (adoption.md 4 and 5.11): what every figure on ties is counted from.

A directed interaction is a reply, a comment, a mention or a reaction of one person towards another; a dyad is an unordered pair with
at least one of them, and is two-way when each has turned to the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Bools, Figure, Floats, Ints
from adoption.science.intervals import node_figure

NO_TIES = "no_ties"
NO_UNIT = -1


@dataclass(frozen=True)
class Dyads:
    """Arrays of shape (dyads,); `a < b` are positions of people in 0..people - 1, `weight` counts the interactions both ways."""

    people: int
    a: Ints
    b: Ints
    mutual: Bools
    weight: Ints

    def __len__(self) -> int:
        return len(self.a)

    def keep(self, which: Bools) -> Dyads:
        return Dyads(self.people, self.a[which], self.b[which], self.mutual[which], self.weight[which])

    def per_person(self, values: Floats | Bools | None = None) -> Floats:
        """Sum over each person's dyads of `values` of shape (dyads,); without them the degree. Shape (people,)."""
        given = np.ones(len(self)) if values is None else values.astype(np.float64)
        return sums(self.a, given, self.people) + sums(self.b, given, self.people)


def sums(place: Ints, values: Floats, size: int = 0) -> Floats:
    """Sum of `values` falling in each place, shape (size,) at least."""
    return np.asarray(np.bincount(place, values, size), dtype=np.float64)


def dyads_of(source: Ints, target: Ints, people: int, weight: Ints | None = None) -> Dyads:
    """The dyads of directed interactions `source[i] -> target[i]`, repeated or not; those of a person with themselves are dropped."""
    apart = source != target
    source, target = source[apart].astype(np.int64), target[apart].astype(np.int64)
    count = np.ones(len(source)) if weight is None else weight[apart].astype(np.float64)
    key = np.minimum(source, target) * people + np.maximum(source, target)
    pairs, place = np.unique(key, return_inverse=True)
    forward, backward = np.zeros(len(pairs), dtype=np.bool_), np.zeros(len(pairs), dtype=np.bool_)
    forward[place[source < target]] = True
    backward[place[source > target]] = True
    total = sums(place, count, len(pairs)).astype(np.int64)
    return Dyads(people, pairs // people, pairs % people, forward & backward, total)


def within_units(dyads: Dyads, unit: Ints) -> Dyads:
    """The dyads whose two people both have a unit; `unit` of shape (people,), NO_UNIT where there is none."""
    return dyads.keep((unit[dyads.a] != NO_UNIT) & (unit[dyads.b] != NO_UNIT))


def large_units(unit: Ints, eligible: Bools, k: int) -> Ints:
    """`unit` with NO_UNIT for people who are not eligible or whose unit has fewer than k eligible people. Shape (people,)."""
    here = eligible & (unit != NO_UNIT)
    size = np.bincount(unit[here], minlength=int(unit.max(initial=0)) + 1)
    return np.where(here & (size[np.maximum(unit, 0)] >= k), unit, NO_UNIT)


def share_of_dyads(dyads: Dyads, which: Bools) -> Figure:
    """Share of the dyads that are `which`, of shape (dyads,), with its jackknife interval over people; null without a dyad."""
    if not len(dyads):
        return Figure.none(NO_TIES)
    degree, chosen = dyads.per_person(), dyads.per_person(which)
    tied = degree > 0
    left = len(dyads) - degree[tied]
    without = np.divide(which.sum() - chosen[tied], left, out=np.full(len(left), np.nan), where=left > 0)
    return node_figure(float(which.mean()), without, (0.0, 1.0), n=len(dyads))
