"""A logistic curve with a free ceiling below 1, fitted to many series at once by damped least squares (Levenberg 1944; Marquardt 1963)."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from adoption.science.figures import Floats, Ints

ROUNDS = 40
CEILING = 6.0  # |log-odds| of the ceiling
STEEP = 1.0  # |growth of the log-odds| a week
CEILINGS = (1.05, 1.6)  # starts, in highest shares seen


def curve(found: Floats, t: Floats) -> Floats:
    """K / (1 + exp(-(a + b t))) for rows (log-odds of K, a, b) and weeks `t` (b, n) from the first point."""
    level: Floats = expit(found[:, :1]) * expit(found[:, 1:2] + found[:, 2:] * t)
    return level


def fit(share: Floats, count: Ints) -> Floats:
    """Parameters of each row of `share` (b, n), of which the first `count` (b,) points are valid; shape (b, 3)."""
    t = np.broadcast_to(np.arange(share.shape[1], dtype=np.float64), share.shape)
    valid = (t < count[:, None]).astype(np.float64)
    tries = [_descend(_start(share, t, valid, ceiling), share, t, valid) for ceiling in CEILINGS]
    first, second = (found for found, _ in tries)
    return np.where((tries[0][1] <= tries[1][1])[:, None], first, second)


def _start(share: Floats, t: Floats, valid: Floats, ceiling: float) -> Floats:
    """A line through the log-odds of share / K, K a little or well above the highest share."""
    top = np.clip((share * valid).max(axis=1) * ceiling, 0.01, 0.99)
    odds = logit(np.clip(share / top[:, None], 0.02, 0.98))
    total = valid.sum(axis=1)
    mean_t, mean_odds = (t * valid).sum(axis=1) / total, (odds * valid).sum(axis=1) / total
    apart = (t - mean_t[:, None]) * valid
    slope = (apart * odds).sum(axis=1) / np.maximum((apart**2).sum(axis=1), 1e-9)
    return np.column_stack([logit(top), mean_odds - slope * mean_t, slope])


def _descend(found: Floats, share: Floats, t: Floats, valid: Floats) -> tuple[Floats, Floats]:
    """The parameters where the squared gap is least, and that gap; rows whose step does not help try a shorter one, settled rows stop."""
    found = found.copy()
    gap = (share - curve(found, t)) * valid
    loss, caution = (gap**2).sum(axis=1), np.full(len(share), 1e-2)
    rows = np.arange(len(share))
    for _ in range(ROUNDS):
        moved = _kept(found[rows] + _step(found[rows], t[rows], valid[rows], gap[rows], caution[rows]))
        new_gap = (share[rows] - curve(moved, t[rows])) * valid[rows]
        new_loss = (new_gap**2).sum(axis=1)
        better = new_loss < loss[rows]
        settled = (better & (loss[rows] - new_loss < 1e-8 * loss[rows])) | (~better & (caution[rows] >= 1e6))
        caution[rows] = np.where(better, caution[rows] / 5, caution[rows] * 5)
        kept = rows[better]
        found[kept], gap[kept], loss[kept] = moved[better], new_gap[better], new_loss[better]
        rows = rows[~settled]
        if not len(rows):
            break
    return found, loss


def _step(found: Floats, t: Floats, valid: Floats, gap: Floats, caution: Floats) -> Floats:
    slopes = _slopes(found, t) * valid[..., None]
    turned = slopes.transpose(0, 2, 1)
    square, side = turned @ slopes, turned @ gap[..., None]
    ridge = caution[:, None] * (np.einsum("bii->bi", square) + 1e-10)
    return np.asarray(np.linalg.solve(square + ridge[..., None] * np.eye(3), side)[..., 0])


def _slopes(found: Floats, t: Floats) -> Floats:
    top, rise = expit(found[:, :1]), expit(found[:, 1:2] + found[:, 2:] * t)
    by_line = top * rise * (1 - rise)
    return np.stack([top * (1 - top) * rise, by_line, by_line * t], axis=-1)


def _kept(found: Floats) -> Floats:
    kept = found.copy()
    kept[:, 0] = np.clip(kept[:, 0], -CEILING, CEILING)
    kept[:, 2] = np.clip(kept[:, 2], -STEEP, STEEP)
    return kept
