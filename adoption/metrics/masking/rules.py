"""The rules of masking that several figures share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from adoption.science.figures import NOT_ENOUGH_PEOPLE, Bools, Figure, Ints
from adoption.science.privacy import GRAIN, SMALL, K, coarse_share

HIDDEN = -1  # stands for a count that is not shown
FEWEST = 20  # people under whom a measure of inequality would sketch persons; ours


def nothing() -> Figure:
    return Figure.none(NOT_ENOUGH_PEOPLE)


def few(count: int, k: int = K) -> bool:
    return 0 < count < k


def cover(counts: Ints, already: Sequence[bool] | Bools | None = None, k: int = K) -> Bools:
    """Cells to hide in groups that share nobody, beside a published total: those of 1 to k - 1, what is hidden `already`, and mates.

    Mates are the smallest open cells, empty ones last, until two cells or more are hidden, each of which could take k + 1 values: whoever
    knows that a hidden cell holds somebody knows it to lie between 1 and their sum less one for each other. Shape of `counts`.
    """
    hidden: Bools = (counts > 0) & (counts < k)
    if already is not None:
        hidden = hidden | np.asarray(already, dtype=np.bool_)
    for cell in np.lexsort((counts, counts == 0)):
        if not hidden.any() or (hidden.sum() >= 2 and counts[hidden].sum() - (counts[hidden] > 0).sum() >= k):
            break
        hidden[cell] = True
    return hidden


def one_sided(counts: Ints) -> Bools:
    """The cell that holds more than 95 % of fewer than 50 people: telling it would tell of each of them. Shape of `counts`."""
    total = int(counts.sum())
    told: Bools = (counts > (1 - GRAIN) * total) & (total < SMALL)
    return told


def veil(counts: Ints, hidden: Bools) -> Ints:
    return np.where(hidden, HIDDEN, counts)


def numerator(share: Figure) -> int:
    """How many of the `n` of a share it counts; 0 without a value."""
    return 0 if share.value is None else round(share.value * share.n)


def empty(figure: Figure) -> Figure:
    """A figure without value keeps its reason, and its `n` unless that is 1 to k - 1."""
    return replace(figure, n=0) if few(figure.n) else figure


def share(figure: Figure) -> Figure:
    """A share of people."""
    if figure.value is None:
        return empty(figure)
    count = numerator(figure)
    if figure.n < K or few(count) or few(figure.n - count):
        return nothing()
    return coarse_share(figure, figure.n)


def shares(parts: Sequence[Figure]) -> tuple[Figure, ...]:
    """Shares of the same people, adding up to 1."""
    hidden = cover(np.array([numerator(part) for part in parts], dtype=np.int64))
    return tuple(nothing() if gone else coarse_share(empty(part), part.n) for part, gone in zip(parts, hidden, strict=True))


def rate(figure: Figure, people: int) -> Figure:
    """A share of things, threads or replies, that so many distinct people stand behind."""
    if figure.value is None:
        return empty(figure)
    if people < K or figure.n < K:
        return nothing()
    count = numerator(figure)
    return coarse_share(figure, 0) if few(count) or few(figure.n - count) else coarse_share(figure, figure.n)


def resting(figure: Figure, people: int, k: int = K) -> Figure:
    """Any other figure on so many distinct people."""
    if figure.value is None:
        return empty(figure)
    return nothing() if people < k or few(figure.n) else figure


def number(figure: Figure) -> Figure:
    """A count of people."""
    return nothing() if figure.value is not None and few(int(figure.value)) else figure


def rounded(figure: Figure, grain: float) -> Figure:
    """To the nearest multiple of `grain`, the interval outward."""
    if figure.value is None:
        return figure
    low = None if figure.low is None else math.floor(figure.low / grain + 1e-9) * grain
    high = None if figure.high is None else math.ceil(figure.high / grain - 1e-9) * grain
    return replace(figure, value=round(figure.value / grain) * grain, low=low, high=high)
