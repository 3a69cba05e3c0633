"""How far one group lies above another, with an interval that redraws whole clusters (adoption.md 5.15): 2,000 resamples at once.

The shift of Hodges and Lehmann (1963, Annals of Mathematical Statistics 34, 598-611) is the median of all differences between one of
the first group and one of the second. Its resamples are read on a grid of 512 steps over the range of the values, where the
distribution of differences is a convolution: the cost does not grow with the number of pairs, the error is half
a step, a thousandth of the range.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from adoption.science.figures import NO_PEOPLE, Bools, Figure, Floats, Ints

RESAMPLES = 2000
GRID = 512
AT_ONCE = 250  # resamples held in memory together
MOST_PAIRS = 4_000_000  # above, the shift itself is read on the grid too


def shift(y: Floats, first: Bools, cluster: Ints, seed: int, resamples: int = RESAMPLES) -> Figure:
    """Shift of `y` (n,) where `first` over where it is not, its percentile interval redrawing the clusters; null if a group is empty."""
    if first.all() or not first.any():
        return Figure.none(NO_PEOPLE, n=len(y))
    low, width = float(y.min()), float(np.ptp(y))
    if width == 0:
        return Figure(0.0, 0.0, 0.0, n=len(y))
    cell = np.rint((y - low) / width * (GRID - 1)).astype(np.int64)
    _, group = np.unique(cluster, return_inverse=True)
    drawn: list[Floats] = []
    for times in _draws(int(group.max()) + 1, resamples, seed):
        one, other = (times @ _counts(group[side], cell[side], times.shape[1]) for side in (first, ~first))
        drawn.append(_medians(one, other) * width / (GRID - 1))
    ends = np.nanpercentile(np.concatenate(drawn), [2.5, 97.5])
    value = _exact(y[first], y[~first], width)
    return Figure(value, min(float(ends[0]), value), max(float(ends[1]), value), n=len(y))


def mean_gap(y: Floats, first: Bools, cluster: Ints, seed: int, resamples: int = RESAMPLES) -> Figure:
    """Difference of means, for outcomes of 0 and 1 whose medians tell nothing; interval as for `shift`."""
    if first.all() or not first.any():
        return Figure.none(NO_PEOPLE, n=len(y))
    _, group = np.unique(cluster, return_inverse=True)
    sums = [np.bincount(group, weights) for weights in (y * first, first * 1.0, y * ~first, ~first * 1.0)]
    drawn = []
    for times in _draws(len(sums[0]), resamples, seed):
        a, b, c, d = (times @ part for part in sums)
        drawn.append(_divide(a, b) - _divide(c, d))
    ends = np.nanpercentile(np.concatenate(drawn), [2.5, 97.5])
    return Figure(float(y[first].mean() - y[~first].mean()), float(ends[0]), float(ends[1]), n=len(y))


def _draws(clusters: int, resamples: int, seed: int) -> list[Floats]:
    """How often each cluster was drawn, (resamples, clusters) in pieces."""
    rng = np.random.default_rng(seed)
    even = np.full(clusters, 1 / clusters)
    sizes = [min(AT_ONCE, resamples - done) for done in range(0, resamples, AT_ONCE)]
    return [rng.multinomial(clusters, even, size).astype(np.float64) for size in sizes]


def _counts(group: Ints, cell: Ints, clusters: int) -> csr_array:
    return csr_array((np.ones(len(group)), (group, cell)), shape=(clusters, GRID))


def _medians(one: Floats, other: Floats) -> Floats:
    """Median difference, in steps of the grid, of weighted histograms (resamples, GRID); NaN where a resample left a group empty."""
    size = 2 * GRID
    pairs = np.fft.irfft(np.fft.rfft(one, size) * np.fft.rfft(other[:, ::-1], size), size)[:, : size - 1]
    total = one.sum(axis=1) * other.sum(axis=1)
    past = np.cumsum(np.rint(pairs), axis=1)
    below = (past >= np.floor((total + 1) / 2)[:, None]).argmax(axis=1)
    above = (past >= np.floor(total / 2 + 1)[:, None]).argmax(axis=1)
    return np.where(total > 0, (below + above) / 2 - (GRID - 1), np.nan)


def _exact(one: Floats, other: Floats, width: float) -> float:
    if len(one) * len(other) <= MOST_PAIRS:
        return float(np.median(one[:, None] - other[None, :]))
    low = min(one.min(), other.min())
    cells = [np.rint((side - low) / width * (GRID - 1)).astype(np.int64) for side in (one, other)]
    counts = [np.bincount(side, minlength=GRID).astype(np.float64)[None, :] for side in cells]
    return float(_medians(*counts)[0]) * width / (GRID - 1)


def _divide(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0))
