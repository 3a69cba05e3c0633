"""What one figure must respect by itself: nothing on fewer than k people, shares of small groups rounded, nothing on a few at the top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from adoption.science.figures import NOT_ENOUGH_PEOPLE, Figure, Floats, Ints
from adoption.science.health import wilson

K = 5
K_UNITS = 10
SMALL = 50
GRAIN = 0.05
AT_MOST, AT_LEAST = "at_most", "at_least"


def masked(figure: Figure, people: int, k: int = K) -> Figure:
    """The figure, or its place without value where it rests on fewer than k people; an empty group keeps its own reason."""
    if figure.value is None or people >= k:
        return figure
    return figure.because(NOT_ENOUGH_PEOPLE)


def coarse_share(figure: Figure, n: int) -> Figure:
    """A proportion of fewer than 50 people rounded to 5 points, at most 95 % and at least 5 %.

    Its interval is replaced by Wilson's around all counts that round to the same share, outward to 5 points: the exact one, even rounded,
    would tell nobody from one. Of fewer than 20 people "at most 5 %" can only be nobody: such counts are for `suppress` and k to protect.
    """
    if figure.value is None or n >= SMALL:
        return figure
    value = min(max(round(figure.value / GRAIN) * GRAIN, GRAIN), 1 - GRAIN)
    if figure.low is None or figure.high is None:
        return replace(figure, value=value)
    fewest = 0 if value <= GRAIN + 1e-9 else math.floor((value - GRAIN / 2) * n)
    most = n if value >= 1 - GRAIN - 1e-9 else math.ceil((value + GRAIN / 2) * n)
    low, high = wilson(fewest, n).low or 0.0, wilson(most, n).high or 1.0
    return replace(figure, value=value, low=math.floor(low / GRAIN) * GRAIN, high=min(1.0, math.ceil(high / GRAIN) * GRAIN))


def share_end(figure: Figure, n: int) -> str:
    """How a coarse share of n people is to be read: AT_MOST (5 %), AT_LEAST (95 %), or as it is ("")."""
    if figure.value is None or n >= SMALL:
        return ""
    return AT_MOST if figure.value <= GRAIN + 1e-9 else AT_LEAST if figure.value >= 1 - GRAIN - 1e-9 else ""


def minimum(figures: Sequence[Figure], people: Ints, k: int = K) -> Figure:
    """The lowest figure of the groups of at least k people, `people` (groups,) being their sizes; masked where no such group has one."""
    known = [figure for figure, size in zip(figures, people.tolist(), strict=True) if figure.value is not None and size >= k]
    return min(known, key=lambda figure: figure.value or 0.0, default=Figure.none(NOT_ENOUGH_PEOPLE))


def carried_by(k50: Figure, contributors: int, k: int = K) -> Figure:
    """k50, the fewest people who make half of the contributions: masked under k of them, or under k contributors in all."""
    return masked(k50, min(contributors, k50.n if k50.value is None else int(k50.value)), k)


def of_the_few(figure: Figure, few: int, among: int, k: int = K) -> Figure:
    """A figure about the `few` most active of `among` people (share made by the top 3, loss without them): masked where the few, or all
    others, are 1 to k - 1."""
    return masked(figure, min(few, among - few or few), k)


def top_cells(values: Floats, people: Ints, most: int = 3, k: int = K) -> Ints:
    """Positions of the `most` highest values, highest first, among groups of at least k people; both arrays (groups,)."""
    seen = np.flatnonzero((people >= k) & ~np.isnan(values))
    return seen[np.argsort(-values[seen], kind="stable")][:most]


def publishable(first_total: int, second_total: int, k: int = K) -> bool:
    """Whether a second published total may stand beside a first: equal, or at least k people apart."""
    return first_total == second_total or abs(first_total - second_total) >= k
