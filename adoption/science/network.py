"""Transversality (adoption.md 4.1): do people's ties cross the organisation chart, given who is active?

E-I index of Krackhardt and Stern (1988), Social Psychology Quarterly 51, 123-140: (E - I) / (E + I) over dyads, and its expectation
under random mixing of headcounts. Relative transversality T is the observed share of external dyads over the share expected when each
person keeps their number of ties and chooses blindly (the null model of Newman and Girvan 2004 without self-ties); 1 = as if the
organisation chart did not exist. The permutation of units within activity deciles says how far blind mixing strays from 1 by chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from adoption.science.dyads import NO_TIES, NO_UNIT, Dyads, share_of_dyads, sums, within_units
from adoption.science.figures import Figure, Floats, Ints
from adoption.science.intervals import node_figure

ONE_UNIT = "one_unit"
DRAWS = 1000
DECILES = 10
FEWEST_IN_STRATUM = 10
NARROW = 2**15


@dataclass(frozen=True)
class Transversality:
    """T with its jackknife interval, its headcount version, and what blind mixing gives: an interval and a two-sided p-value.

    `maximum` is the T of a network without any internal tie, units and activity unchanged. Null and p-value are None where T is.
    """

    relative: Figure
    headcount: Figure
    maximum: float | None = None
    null_low: float | None = None
    null_high: float | None = None
    p_value: float | None = None

    @property
    def below_chance(self) -> bool | None:
        """Whether T lies under its own permutation interval; None where it is unknown."""
        if self.relative.value is None or self.null_low is None:
            return None
        return self.relative.value < self.null_low


def ei_index(dyads: Dyads, unit: Ints) -> Figure:
    """E-I in [-1, 1], 1 = external ties only; n counts the dyads. `unit` of shape (people,), NO_UNIT where there is none."""
    known = within_units(dyads, unit)
    share = share_of_dyads(known, unit[known.a] != unit[known.b])
    if share.value is None:
        return share
    low, high = (None if end is None else 2 * end - 1 for end in (share.low, share.high))
    return replace(share, value=2 * share.value - 1, low=low, high=high)


def ei_expected(unit: Ints) -> float | None:
    """E-I of random mixing, 1 - 2 sum n_u (n_u - 1) / (n (n - 1)) over people who have a unit; None under two people."""
    size = np.bincount(unit[unit != NO_UNIT]).astype(np.float64)
    n = float(size.sum())
    return 1 - 2 * float((size * (size - 1)).sum()) / (n * (n - 1)) if n > 1 else None


def ei_permuted(dyads: Dyads, unit: Ints, draws: int, seed: int) -> Floats:
    """E-I after shuffling all units among the people who have one; its mean is `ei_expected`. Shape (draws,)."""
    known, rng = within_units(dyads, unit), np.random.default_rng(seed)
    housed = np.flatnonzero(unit != NO_UNIT)
    shuffled, drawn = unit.copy(), np.empty(draws)
    for i in range(draws):
        shuffled[housed] = unit[rng.permutation(housed)]
        drawn[i] = 2 * (shuffled[known.a] != shuffled[known.b]).mean() - 1
    return drawn


def transversality(dyads: Dyads, unit: Ints, seed: int, draws: int = DRAWS) -> Transversality:
    """T and all that goes with it; null without a tie, and where everybody active is of one unit."""
    known = within_units(dyads, unit)
    headcount = _headcount(known, unit)
    if not len(known):
        return Transversality(Figure.none(NO_TIES), headcount)
    degree = known.per_person()
    expected = _expected(degree, unit)
    if expected <= 0:
        return Transversality(Figure.none(ONE_UNIT, n=len(known)), headcount)
    value = _external(known, unit) / expected
    maximum = _most_external(degree, unit) / expected
    null = _permuted(known, unit, degree, np.random.default_rng(seed), draws)
    low, high = np.percentile(null, [2.5, 97.5])
    return Transversality(
        relative=node_figure(value, _without_each(known, unit, degree), (0.0, maximum), n=len(known)),
        headcount=headcount,
        maximum=maximum,
        null_low=float(low),
        null_high=float(high),
        p_value=_two_sided(value, null),
    )


def _headcount(known: Dyads, unit: Ints) -> Figure:
    """(1 + EI) / (1 + EI0): units that mix blindly but differ in activity read as silos with it."""
    index, expected = ei_index(known, unit), ei_expected(unit)
    if index.value is None:
        return index
    if expected is None or expected <= -1:
        return Figure.none(ONE_UNIT, n=len(known))
    low, high = (None if end is None else (1 + end) / (1 + expected) for end in (index.low, index.high))
    return replace(index, value=(1 + index.value) / (1 + expected), low=low, high=high)


def _external(known: Dyads, unit: Ints) -> float:
    return float((unit[known.a] != unit[known.b]).mean())


def _totals(degree: Floats, unit: Ints) -> Floats:
    """D_u: ties' ends in each unit; people without a unit have no dyad left, hence no end."""
    return sums(np.maximum(unit, 0), degree)


def _expected(degree: Floats, unit: Ints) -> float:
    """1 - (sum D_u^2 - sum d_i^2) / (D^2 - sum d_i^2), the external share of blind mixing given everybody's degree."""
    alone = float((degree**2).sum())
    return 1 - (float((_totals(degree, unit) ** 2).sum()) - alone) / (float(degree.sum()) ** 2 - alone)


def _most_external(degree: Floats, unit: Ints) -> float:
    """Largest external share that the degrees allow: below 1 where one unit holds more than half of all ends."""
    return min(1.0, 2 * (1 - float(_totals(degree, unit).max() / degree.sum())))


def _permuted(known: Dyads, unit: Ints, degree: Floats, rng: np.random.Generator, draws: int) -> Floats:
    """T after shuffling units among people of the same activity decile. Shape (draws,)."""
    active = np.flatnonzero(degree > 0)
    groups = max(1, min(DECILES, len(active) // FEWEST_IN_STRATUM))
    ranked = active[np.argsort(degree[active], kind="stable")]
    stratum = np.arange(len(ranked)) * groups // len(ranked)
    shuffled: Ints = unit.astype(np.int16 if unit.max() < NARROW else np.int64)  # a quarter of the memory to walk, a third of the time
    drawn = np.empty(draws)
    for i in range(draws):
        shuffled[ranked] = unit[ranked[np.argsort(stratum + rng.random(len(ranked)))]]
        drawn[i] = _external(known, shuffled) / _expected(degree, shuffled)
    return drawn


def _two_sided(value: float, null: Floats) -> float:
    """Twice the smaller tail, the observed network counted among the draws, so that it is never 0."""
    tail = min(int((null <= value + 1e-12).sum()), int((null >= value - 1e-12).sum()))
    return min(1.0, 2 * (1 + tail) / (1 + len(null)))


def _without_each(known: Dyads, unit: Ints, degree: Floats) -> Floats:
    """T without each person who has a tie, in closed form: every sum of the formula changes by a sum over that person's neighbours."""
    tied, totals = degree > 0, _totals(degree, unit)
    own, external = totals[np.maximum(unit, 0)], known.per_person(unit[known.a] != unit[known.b])
    alone = (degree**2).sum() - degree**2 - 2 * _over_neighbours(known, degree) + degree
    towards = _squared_ties_by_unit(known, unit)
    units = (totals**2).sum() - 2 * (_over_neighbours(known, own) + degree * own) + towards + 2 * degree * (degree - external) + degree**2
    ends, outward = degree.sum() - 2 * degree, external.sum() / 2 - external
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 1 - (units - alone) / (ends**2 - alone)
        without: Floats = (outward / (ends / 2) / expected)[tied]
    return without


def _over_neighbours(known: Dyads, values: Floats) -> Floats:
    """Sum of `values`, of shape (people,), over each person's neighbours. Shape (people,)."""
    return sums(known.a, values[known.b], known.people) + sums(known.b, values[known.a], known.people)


def _squared_ties_by_unit(known: Dyads, unit: Ints) -> Floats:
    """Sum over units of the squared number of each person's ties to it. Shape (people,)."""
    units = int(unit.max()) + 1
    key = np.concatenate([known.a * units + unit[known.b], known.b * units + unit[known.a]])
    cells, count = np.unique(key, return_counts=True)
    return sums(cells // units, count.astype(np.float64) ** 2, known.people)
