"""How wrong each candidate was in the past (adoption.md 5.18): rolling origins, the choice, and the error on later ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Floats
from adoption.science.forecast.candidates import CANDIDATES, Candidate, naive, odds

FIRST = 8
HORIZONS = (4, 12)
FEWEST = 20  # clean weeks: nine origins with a horizon of 4, four to choose and five to judge
NAIVE = "naive"
FOUR_FIFTHS = 0.8


@dataclass(frozen=True)
class Score:
    """Median absolute error of the share, over the `n` later origins that have a truth at this horizon (clean weeks)."""

    candidate: str
    horizon: int
    error: float
    n: int


@dataclass(frozen=True)
class Past:
    """The candidate that was best on the earlier origins, and on the later ones: its mean error over the naive one's, all scores, and
    `spread`, the log-odds within which four fifths of its errors lay at each horizon (NaN where there is no truth yet)."""

    chosen: Candidate
    mase: float
    scores: tuple[Score, ...]
    spread: Floats


def look_back(share: Floats) -> Past:
    """Past errors on the shares of consecutive clean weeks, shape (n,), n >= 20 (else ValueError).

    The earlier half of the origins chooses, by the lowest median absolute error over both horizons; the later half is reported.
    """
    if len(share) < FEWEST:
        raise ValueError("too few clean weeks")
    origins = np.arange(FIRST, len(share) - HORIZONS[0] + 1)
    rows = np.repeat(share[None, :], len(origins), axis=0)
    steps = np.zeros((len(origins), HORIZONS[-1]))
    paths = {one.name: one.ahead(one.fit(rows, origins), rows, origins, steps) for one in CANDIDATES}
    paths[NAIVE] = np.repeat(naive(rows, origins)[:, None], HORIZONS[-1], axis=1)
    wrong = {name: np.abs(_errors(path, share)) for name, path in paths.items()}
    half = len(origins) // 2
    chosen = min(CANDIDATES, key=lambda one: float(np.nanmedian(wrong[one.name][:half])))
    model, simple = (float(np.nanmean(wrong[name][half:])) for name in (chosen.name, NAIVE))
    scores = tuple(_score(name, i, wrong[name][half:, i]) for name in wrong for i in range(len(HORIZONS)))
    apart = np.abs(_errors(odds(paths[chosen.name]), odds(share)))[half:]
    spread = np.array([np.quantile(known, FOUR_FIFTHS) if len(known := one[~np.isnan(one)]) else np.nan for one in apart.T])
    return Past(chosen, model / simple if simple > 0 else 1.0, tuple(score for score in scores if score.n), spread)


def _errors(path: Floats, share: Floats) -> Floats:
    """Forecast - truth by origin and horizon; NaN where the truth is still to come. Shape (origins, 2)."""
    found = np.full((len(path), len(HORIZONS)), np.nan)
    for i, horizon in enumerate(HORIZONS):
        truth = share[FIRST + horizon - 1 :]
        found[: len(truth), i] = path[: len(truth), horizon - 1] - truth
    return found


def _score(name: str, i: int, wrong: Floats) -> Score:
    known = wrong[~np.isnan(wrong)]
    return Score(name, HORIZONS[i], float(np.median(known)) if len(known) else 0.0, len(known))
