"""Breadth (adoption.md 4.2 to 4.5): how many units contribute, who bridges them, which one is left out, who ties with whom.

Entropy of Shannon with the bias correction of Miller (1955) and Madow; exp(H) is the effective number of units of Hill (1973), Ecology
54, 427-432; Blau (1977) is 1 - sum s^2. Coverage of the weakest units follows Markus (1987): a network is as universal as its least
present unit. Persons never leave these functions, only numbers of them; the caller masks what rests on fewer than k.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from adoption.science.dyads import NO_TIES, NO_UNIT, Dyads, share_of_dyads, within_units
from adoption.science.figures import NO_PEOPLE, NOT_ENOUGH_PEOPLE, Bools, Figure, Ints
from adoption.science.health import wilson
from adoption.science.network import ONE_UNIT, Transversality

FEWEST_CONTRIBUTORS = 10
STRONG_TIES = 2
BROKERED_UNITS = 3
TOP_BROKERS = 3
LARGE = 50
BROAD = 3.0


@dataclass(frozen=True)
class Diversity:
    """Units of the contributors: entropy in nats, effective units, evenness and Blau in [0, 1]; `n` counts contributors."""

    entropy: Figure
    effective_units: Figure
    evenness: Figure
    blau: Figure


@dataclass(frozen=True)
class Coverage:
    """Share of active people in the weakest unit (n: its eligible people) and the 10th percentile of units (n: units)."""

    weakest: Figure
    tenth_percentile: Figure


@dataclass(frozen=True)
class Brokers:
    """How many people hold units together, and the share of cross-unit ties lost without the top three of them."""

    number: Figure
    lost_without_top: Figure


@dataclass(frozen=True)
class UnitMatrix:
    """Dyads between units, shape (units, units), symmetric, internal ones on the diagonal; `people[u, v]`: distinct people of u tied to v.

    A cell may be shown where both `people[u, v]` and `people[v, u]` reach k.
    """

    dyads: Ints
    people: Ints

    def thin(self, k: int) -> Bools:
        """Cells that rest on 1 to k - 1 people on either side; shape (units, units)."""
        fewest = np.minimum(self.people, self.people.T)
        return (fewest > 0) & (fewest < k)


def diversity(unit_of_contributors: Ints, units: int) -> Diversity:
    """Of each distinct contributor's unit, among `units` eligible organisation-wide; null under 10 contributors who have one."""
    housed = unit_of_contributors[unit_of_contributors != NO_UNIT]
    n = len(housed)
    if n < FEWEST_CONTRIBUTORS:
        none = Figure.none(NOT_ENOUGH_PEOPLE, n=n)
        return Diversity(none, none, none, none)
    count = np.bincount(housed)
    share = count[count > 0] / n
    entropy = -float((share * np.log(share)).sum()) + (len(share) - 1) / (2 * n)
    even = Figure(min(1.0, entropy / math.log(units)), n=n) if units > 1 else Figure.none(ONE_UNIT, n=n)
    return Diversity(Figure(entropy, n=n), Figure(math.exp(entropy), n=n), even, Figure(1 - float((share**2).sum()), n=n))


def cross_two_way(dyads: Dyads, unit: Ints) -> Figure:
    """Share of the two-way dyads that cross units; null without a two-way dyad."""
    mutual = within_units(dyads, unit)
    mutual = mutual.keep(mutual.mutual)
    return share_of_dyads(mutual, unit[mutual.a] != unit[mutual.b])


def brokers(dyads: Dyads, unit: Ints) -> Brokers:
    """People with at least 2 two-way ties in each of at least 3 units, their own included; the top is by number of cross-unit ties."""
    known = within_units(dyads, unit)
    crossing = unit[known.a] != unit[known.b]
    bridging = np.flatnonzero(_strong_units(known.keep(known.mutual), unit) >= BROKERED_UNITS)
    number = Figure.count(len(bridging))
    if not crossing.any():
        return Brokers(number, Figure.none(NO_TIES, n=len(known)))
    reach = known.per_person(crossing)[bridging]
    top = bridging[np.argsort(-reach, kind="stable")[:TOP_BROKERS]]
    lost = crossing & (np.isin(known.a, top) | np.isin(known.b, top))
    return Brokers(number, Figure(float(lost.sum() / crossing.sum()), n=int(crossing.sum())))


def _strong_units(mutual: Dyads, unit: Ints) -> Ints:
    """In how many units each person has at least 2 two-way ties. Shape (people,)."""
    units = int(unit.max(initial=0)) + 1
    key = np.concatenate([mutual.a * units + unit[mutual.b], mutual.b * units + unit[mutual.a]])
    cells, count = np.unique(key, return_counts=True)
    return np.bincount(cells[count >= STRONG_TIES] // units, minlength=mutual.people)


def coverage(active: Bools, unit: Ints) -> Coverage:
    """Active over eligible people of each unit, both arrays of the eligible people; units already of k people or more, or NO_UNIT."""
    housed = unit != NO_UNIT
    size = np.bincount(unit[housed])
    present = np.flatnonzero(size)
    if not len(present):
        return Coverage(Figure.none(NO_PEOPLE), Figure.none(NO_PEOPLE))
    there = np.bincount(unit[housed & active], minlength=len(size))[present]
    share = there / size[present]
    weakest = int(np.lexsort((-size[present], share))[0])
    return Coverage(
        weakest=wilson(int(there[weakest]), int(size[present][weakest])),
        tenth_percentile=Figure(float(np.percentile(share, 10)), n=len(present)),
    )


def unit_matrix(dyads: Dyads, unit: Ints, units: int) -> UnitMatrix:
    """The heat map: dyads of every two units, and how many distinct people they rest on."""
    known = within_units(dyads, unit)
    first, second = unit[known.a], unit[known.b]
    counts = np.bincount(first * units + second, minlength=units * units).reshape(units, units)
    met = np.zeros(known.people * units, dtype=np.bool_)
    met[known.a * units + second] = met[known.b * units + first] = True
    person, towards = np.divmod(np.flatnonzero(met), units)
    people = np.bincount(unit[person] * units + towards, minlength=units * units).reshape(units, units)
    return UnitMatrix(counts + counts.T - np.diag(np.diag(counts)), people)


def large_and_transversal(members: int, effective_units: Figure, found: Transversality) -> bool | None:
    """A community of 50 members, 3 effective units and a T not under blind mixing (our proposal); None where a part is unknown."""
    if members < LARGE:
        return False
    if effective_units.value is None or found.below_chance is None:
        return None
    return effective_units.value >= BROAD and not found.below_chance
