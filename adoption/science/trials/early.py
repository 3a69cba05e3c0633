"""Early looks and several campaigns: how small a p-value must be.

Each look may spend a part of alpha, 4 - 4 Phi(z / sqrt(t)) with z that of alpha / 4, by the share t of the information (Lan and DeMets
1983, after O'Brien and Fleming 1979), almost none of it early. The bounds are found by integrating the path of the statistic that has not
crossed yet (Armitage, McPherson and Rowe 1969). Across campaigns: Holm 1979.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from adoption.science.figures import Floats

LEVEL = 0.05
GRID = 301
FARTHEST = 9.0  # standard deviations: beyond, nothing is left to spend
LEAST = 1e-7


def spent(fraction: Floats, alpha: float) -> Floats:
    """Alpha spent once `fraction` of the information, in (0, 1], is there."""
    return np.asarray(4 * ndtr(ndtri(alpha / 4) / np.sqrt(fraction)))


def bounds(fractions: Floats, alpha: float = LEVEL) -> Floats:
    """Level of the two-sided p-value at each look, from the share of the information then, never falling, the last 1; shape (looks,).

    A look that adds no information to the one before, or comes before any, has level 0: nothing is read there.
    """
    level, before = np.zeros(len(fractions)), 0.0
    path, weight = np.zeros(1), np.ones(1)
    for look, now in enumerate(fractions.tolist()):
        if now <= before:
            continue
        target = float(spent(np.array(now), alpha)) - (float(spent(np.array(before), alpha)) if before else 0.0)
        spread, root = np.sqrt(now - before), np.sqrt(now)
        z = _crossing(path, weight, float(spread), float(root), target)
        level[look] = 2 * ndtr(-z)
        grid = np.linspace(-z * root, z * root, GRID)
        density = np.exp(-(((grid[:, None] - path[None, :]) / spread) ** 2) / 2) @ weight / (spread * np.sqrt(2 * np.pi))
        path, weight, before = grid, density * _simpson(grid), now
    return level


def _crossing(path: Floats, weight: Floats, spread: float, root: float, target: float) -> float:
    """z such that the paths still inside cross +-z at this look with probability `target`."""

    def excess(z: float) -> float:
        out = ndtr((path - z * root) / spread) + ndtr((-path - z * root) / spread)
        return float((weight * out).sum()) - target

    return FARTHEST if excess(FARTHEST) >= 0 else float(brentq(excess, 0.0, FARTHEST, xtol=1e-10))


def _simpson(grid: Floats) -> Floats:
    weight = np.where(np.arange(len(grid)) % 2 == 1, 4.0, 2.0)
    weight[[0, -1]] = 1.0
    return np.asarray(weight * (grid[1] - grid[0]) / 3)


def sequential_p(p: Floats, fractions: Floats) -> float:
    """One p-value for all the looks so far: the smallest alpha at which one of them would have been a claim. Shapes (looks,).

    `fractions` as planned, later looks included; `p` may be shorter. This is what Holm takes from a campaign read early.
    """

    def claimed(alpha: float) -> bool:
        return bool((p <= bounds(fractions, alpha)[: len(p)]).any())

    low, high = LEAST, 1.0 - LEAST
    if claimed(low) or not claimed(high):
        return low if claimed(low) else 1.0
    while high / low > 1.001:
        middle = float(np.sqrt(low * high))
        low, high = (low, middle) if claimed(middle) else (middle, high)
    return high


def holm(p: Floats) -> Floats:
    """p-values of several campaigns adjusted, so that alpha bounds the chance of any false claim; NaN (no estimate) stays out."""
    known = np.flatnonzero(np.isfinite(p))
    ranked = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full(len(p), np.nan)
    adjusted[ranked] = np.minimum(np.maximum.accumulate(p[ranked] * (len(ranked) - np.arange(len(ranked)))), 1.0)
    return adjusted
