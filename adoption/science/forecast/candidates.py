"""The models that may forecast the share of contributors (adoption.md 5.18): damped growth, logistic, adoption with churn.

All work on many series at once: `share` of shape (b, n), of which row i has `count[i]` valid points, then anything. Time is counted in
clean weeks: the network is held to stand still through a low season. Each model makes its residuals comparable in size, so that they
can be drawn again anywhere on its path.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from scipy.special import expit, logit

from adoption.science.figures import Floats, Ints
from adoption.science.forecast import logistic

LEAST = 0.002  # shares are kept this far from 0 and 1 before a logarithm
DAMPING = 0.9
RECENT = 4
SLOPE = (np.arange(RECENT) - (RECENT - 1) / 2) / ((np.arange(RECENT) - (RECENT - 1) / 2) ** 2).sum()


class Candidate(Protocol):
    """One model."""

    name: str

    def fit(self, share: Floats, count: Ints) -> Floats:
        """Parameters of each row; shape (b, k)."""

    def ahead(self, found: Floats, share: Floats, count: Ints, shocks: Floats) -> Floats:
        """The share in the weeks after the last valid one; `shocks` (b, steps), zeros for the central path, gives the shape."""

    def residuals(self, found: Floats, share: Floats) -> Floats:
        """What the model with parameters `found` (k,) leaves unexplained in one series (n,); mean zero."""

    def redrawn(self, found: Floats, share: Floats, shocks: Floats) -> Floats:
        """Series that the model could as well have seen; `shocks` (b, n) are residuals drawn again."""


class Damped:
    """Naive growth on log-odds: the slope of the last 4 clean weeks, damped by .9 a week."""

    name = "damped"

    def fit(self, share: Floats, count: Ints) -> Floats:
        last = count[:, None] - RECENT + np.arange(RECENT)
        z = odds(np.take_along_axis(share, last, axis=1))
        return np.column_stack([z[:, -1], z @ SLOPE])

    def ahead(self, found: Floats, share: Floats, count: Ints, shocks: Floats) -> Floats:
        growth = np.cumsum(DAMPING ** np.arange(1, shocks.shape[1] + 1))
        path: Floats = expit(found[:, :1] + found[:, 1:] * growth + np.cumsum(shocks, axis=1))
        return path

    def residuals(self, found: Floats, share: Floats) -> Floats:
        z = odds(share)
        slopes = np.lib.stride_tricks.sliding_window_view(z, RECENT) @ SLOPE
        wrong = z[RECENT:] - z[RECENT - 1 : -1] - DAMPING * slopes[:-1]
        return np.asarray(wrong - wrong.mean())

    def redrawn(self, found: Floats, share: Floats, shocks: Floats) -> Floats:
        """Only the last 4 points matter; the last itself was seen and stays."""
        noise = np.cumsum(shocks, axis=1)
        moved: Floats = expit(odds(share) + noise - noise[:, -1:])
        return moved


class Logistic:
    """A logistic curve with its own ceiling, fitted to the whole history."""

    name = "logistic"

    def fit(self, share: Floats, count: Ints) -> Floats:
        return logistic.fit(share, count)

    def ahead(self, found: Floats, share: Floats, count: Ints, shocks: Floats) -> Floats:
        curve = logistic.curve(found, count[:, None] + np.arange(shocks.shape[1], dtype=np.float64))
        return np.asarray(np.clip(curve + shocks * _size(curve), 0.0, 1.0))

    def residuals(self, found: Floats, share: Floats) -> Floats:
        curve = self._fitted(found, len(share))
        wrong = (share - curve) / _size(curve)
        return np.asarray(wrong - wrong.mean())

    def redrawn(self, found: Floats, share: Floats, shocks: Floats) -> Floats:
        curve = self._fitted(found, len(share))
        return np.clip(curve + shocks * _size(curve), 0.0, 1.0)

    def _fitted(self, found: Floats, n: int) -> Floats:
        return np.asarray(logistic.curve(found[None, :], np.arange(n, dtype=np.float64)[None, :])[0])


class Churn:
    """p, q and d of adoption with churn (3.2), read from the steps of the 28-day share itself: least squares, none negative."""

    name = "churn"

    def fit(self, share: Floats, count: Ints) -> Floats:
        before = share[:, :-1]
        valid = (np.arange(1, share.shape[1]) < count[:, None]).astype(np.float64)
        table = np.stack([1 - before, before * (1 - before), -before], axis=-1) * valid[..., None]
        return not_negative(table, np.diff(share, axis=1) * valid)

    def ahead(self, found: Floats, share: Floats, count: Ints, shocks: Floats) -> Floats:
        now = np.take_along_axis(share, count[:, None] - 1, axis=1)[:, 0]
        return self._path(found, now, shocks)

    def residuals(self, found: Floats, share: Floats) -> Floats:
        wrong = (share[1:] - self._next(found[None, :], share[:-1])) / _size(share[:-1])
        return np.asarray(wrong - wrong.mean())

    def redrawn(self, found: Floats, share: Floats, shocks: Floats) -> Floats:
        start = np.full(len(shocks), share[0])
        return np.column_stack([start, self._path(np.repeat(found[None, :], len(shocks), axis=0), start, shocks[:, 1:])])

    def _next(self, found: Floats, now: Floats) -> Floats:
        p, q, d = found.T
        step: Floats = now + (p + q * now) * (1 - now) - d * now
        return step

    def _path(self, found: Floats, now: Floats, shocks: Floats) -> Floats:
        path = np.empty_like(shocks)
        for week in range(shocks.shape[1]):
            now = np.clip(self._next(found, now) + shocks[:, week] * _size(now), 0.0, 1.0)
            path[:, week] = now
        return path


CANDIDATES: tuple[Candidate, ...] = (Damped(), Logistic(), Churn())


def naive(share: Floats, count: Ints) -> Floats:
    """Mean of the last three points of each row, whatever the horizon; shape (b,)."""
    last = count[:, None] - 3 + np.arange(3)
    return np.asarray(np.take_along_axis(share, last, axis=1).mean(axis=1))


def odds(share: Floats) -> Floats:
    """Log-odds of a share, finite at its ends too."""
    return np.asarray(logit(np.clip(share, LEAST, 1 - LEAST)))


def _size(share: Floats) -> Floats:
    """How large chance is at this share, up to a constant: that of a proportion."""
    held = np.clip(share, LEAST, 1 - LEAST)
    return np.asarray(np.sqrt(held * (1 - held)))


def not_negative(table: Floats, y: Floats) -> Floats:
    """Least squares of y (b, n) on table (b, n, 3) with no coefficient below 0: the best of the seven sets of free coefficients."""
    turned = table.transpose(0, 2, 1)
    square, side = turned @ table, (turned @ y[..., None])[..., 0]
    best, least = np.zeros((len(y), 3)), np.zeros(len(y))
    for free in ([0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]):
        inner = square[:, free][:, :, free] + 1e-12 * np.eye(len(free))
        some = np.linalg.solve(inner, side[:, free][..., None])[..., 0]
        rest = np.einsum("bi,bij,bj->b", some, inner, some) - 2 * (some * side[:, free]).sum(axis=1)
        better = (some >= 0).all(axis=1) & (rest < least)
        least = np.where(better, rest, least)
        full = np.zeros((len(y), 3))
        full[:, free] = some
        best = np.where(better[:, None], full, best)
    return best
