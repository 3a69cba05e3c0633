"""Critical share a* (adoption.md 5.24): the share of engaged people under which a network without push or spontaneous use goes out. Ours.

a* is the interior unstable point of (1 - a)(1 - exp(-q.a)) - a.d(a), with d(a) the exits without push: below it the share falls,
above it it rises.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Figure, Floats
from adoption.science.switchoff.fitting import Draws
from adoption.science.switchoff.history import History
from adoption.science.switchoff.regression import hazard, logistic

GRID = np.linspace(0.0, 1.0, 801)[1:-1]
ENOUGH = 0.95

NO_CRITICAL_SHARE = "no_critical_share"
NOT_OBSERVED_AROUND = "not_observed_around"


@dataclass(frozen=True)
class Critical:
    """a* with the interval of its draws, or why it is not estimable; `distance` is the share now over a*."""

    share: Figure
    distance: float | None


def critical_share(history: History, draws: Draws) -> Critical:
    """Shown only if 95 % of the draws have an interior unstable point, and the fitted weeks saw the share below and above it."""
    points = unstable_points(draws)
    found = points[np.isfinite(points)]
    if len(found) < ENOUGH * len(points):
        return Critical(Figure.none(NO_CRITICAL_SHARE, n=len(found)), None)
    seen, middle = history.share[history.fitted], float(np.median(found))
    if not seen.min() < middle < seen.max():
        return Critical(Figure.none(NOT_OBSERVED_AROUND, n=len(found)), None)
    low, high = np.percentile(found, [2.5, 97.5])
    return Critical(Figure(middle, float(low), float(high), n=len(found)), float(history.share[-1]) / middle)


def unstable_points(draws: Draws) -> Floats:
    """The lowest interior point of each draw where the balance turns from negative to positive; NaN where there is none. Shape (D,)."""
    balance = drift(draws, GRID)
    turns = (balance[:, :-1] < 0) & (balance[:, 1:] >= 0)
    first = turns.argmax(axis=1)
    rows = np.arange(len(draws))
    under, over = balance[rows, first], balance[rows, first + 1]
    point = GRID[first] + (GRID[1] - GRID[0]) * under / np.where(turns.any(axis=1), under - over, 1.0)
    return np.where(turns.any(axis=1), point, np.nan)


def drift(draws: Draws, shares: Floats) -> Floats:
    """Weekly change of the share at each of `shares` without push and without spontaneous arrivals; shape (D, len(shares))."""
    coming = hazard(draws.entries[:, 2:] * shares)[0]
    leaving = logistic(draws.exits[:, :1] - draws.exits[:, 1:2] * shares)[0]
    return np.asarray((1 - shares) * coming - shares * leaving)
