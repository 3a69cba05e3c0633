"""The graph an organisation has (adoption.md 5.25): reporting lines, nominations, units, sites, communities and imported counts of ties.

Each layer says who may pass something on to whom, and with which weight; weights of a pair add up over layers. Nobody is close to all
2,000 people of a site, and two million ties would say so: in a group of more than `near` + 1 people each person is tied to about `near`
others drawn by chance (a union of random cycles), in a smaller one to everybody. The bound is ours. Seeds are names, for the project lead
alone: layers are made of what the organisation says and people consent to, never of activity (3.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adoption.science.dyads import NO_UNIT, sums
from adoption.science.figures import Floats, Ints
from adoption.science.seeding.graph import Graph

NEAR = 20


@dataclass(frozen=True)
class Layer:
    """Pairs of people with their weights, shape (pairs,); a pair may come twice, and a person with themselves counts for nothing."""

    a: Ints
    b: Ints
    weight: Floats


def pairs(a: Ints, b: Ints, weight: float) -> Layer:
    """Reporting lines (person, manager) or nominations (who names, who is named): every pair with the same weight."""
    return Layer(a.astype(np.int64), b.astype(np.int64), np.full(len(a), float(weight)))


def groups(person: Ints, group: Ints, weight: float, seed: int, near: int = NEAR) -> Layer:
    """Units, sites or communities: `person[i]` belongs to `group[i]`, each membership once; NO_UNIT belongs to none."""
    here = group != NO_UNIT
    order = np.argsort(group[here], kind="stable")
    member = person[here][order].astype(np.int64)
    _, start, size = np.unique(group[here][order], return_index=True, return_counts=True)
    if not len(member):
        return pairs(member, member, weight)
    rounds, rng = max(1, near // 2), np.random.default_rng(seed)
    small = np.repeat(size <= 2 * rounds + 1, size)
    first, size_of = np.repeat(start, size).astype(np.int64), np.repeat(size, size).astype(np.int64)
    ends = [_everybody(first[small], size_of[small], np.flatnonzero(small), rounds)]
    ends += [_cycle(first, size_of, np.flatnonzero(~small), rng) for _ in range(rounds)]
    a, b = np.concatenate([one[0] for one in ends]), np.concatenate([one[1] for one in ends])
    key = np.unique(np.minimum(a, b) * len(member) + np.maximum(a, b))  # rows, not people: two groups shared are two ties
    return pairs(member[key // len(member)], member[key % len(member)], weight)


def _everybody(first: Ints, size: Ints, row: Ints, rounds: int) -> tuple[Ints, Ints]:
    """All pairs of rows of the same group, for groups of at most 2 x `rounds` + 1 rows."""
    step = np.arange(1, rounds + 1)
    tied = 2 * step[None, :] <= size[:, None]
    at, by = np.nonzero(tied)
    return row[at], first[at] + (row[at] - first[at] + step[by]) % size[at]


def _cycle(first: Ints, size: Ints, row: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Each row of the large groups with the next one on a random round of its group."""
    shuffled = row[np.lexsort((rng.random(len(row)), first[row]))]
    place = row - first[row]
    after = np.where(place + 1 < size[row], np.arange(len(row)) + 1, np.arange(len(row)) + 1 - size[row])
    return shuffled, shuffled[after]


def between_units(unit: Ints, first: Ints, second: Ints, ties: Ints, weight: float, seed: int) -> Layer:
    """Ties imported as counts only: `ties[i]` pairs drawn by chance between the people of units `first[i]` and `second[i]`.

    `unit` of shape (people,). No tie of anybody is ever imported: the draw keeps how much two units are tied, not who is. A unit without
    people gives none.
    """
    units = int(max(unit.max(initial=0), first.max(initial=0), second.max(initial=0))) + 1
    order = np.argsort(np.where(unit == NO_UNIT, units, unit), kind="stable").astype(np.int64)
    size = np.bincount(unit[unit != NO_UNIT], minlength=units).astype(np.int64)
    start = np.cumsum(size) - size
    some = (size[first] > 0) & (size[second] > 0)
    one, two = (np.repeat(side[some], ties[some]) for side in (first, second))
    rng = np.random.default_rng(seed)
    a, b = (order[start[side] + rng.integers(0, size[side])] for side in (one, two))
    return pairs(a, b, weight)


def combine(people: int, layers: Sequence[Layer]) -> Graph:
    """The undirected graph of all layers, the weights of a pair added up."""
    none = np.zeros(0, dtype=np.int64)
    every = [pairs(none, none, 0.0), *layers]
    a, b, weight = (np.concatenate([getattr(layer, end) for layer in every]) for end in ("a", "b", "weight"))
    apart = (a != b) & (weight > 0)
    key, place = np.unique(np.minimum(a, b)[apart] * people + np.maximum(a, b)[apart], return_inverse=True)
    return Graph(people, key // people, key % people, sums(place, weight[apart], len(key))[: len(key)])
