"""How far Bass's curve was wrong in the past about first adoptions, and the naive forecast beside it (adoption.md 3.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science import bass
from adoption.science.figures import Floats

FIRST = 4
AHEAD = 2
RECENT = 3


@dataclass(frozen=True)
class Backtest:
    """Median |error| as a share of the true cumulative number; `failed` of the `n` origins have a fit with a reason against it."""

    bass: float
    naive: float
    n: int
    failed: int


def backtest(adoptions: Floats, first: int = FIRST, ahead: int = AHEAD) -> Backtest:
    """Forecasts of the number that will have adopted `ahead` periods later, made after each period from `first` on.

    Each adds its adoptions to those already seen: Bass m [F(t + h) - F(t)], m free, the naive h times the mean of the last three. A failed
    fit counts like the others, since the curve it draws would have been shown. ValueError where the series is too short for one origin,
    or nobody adopted.
    """
    origins = range(first, len(adoptions) - ahead + 1)
    if not origins or first < bass.FEWEST:
        raise ValueError("no origin to forecast from")
    fits = [bass.fit(adoptions[:t]) for t in origins]
    truth = np.array([adoptions[t : t + ahead].sum() for t in origins])
    total = np.array([adoptions[: t + ahead].sum() for t in origins])
    curves = np.array([_coming(fit.curve, t, ahead) for fit, t in zip(fits, origins, strict=True)])
    naive = np.array([ahead * adoptions[max(0, t - RECENT) : t].mean() for t in origins])
    some = total > 0  # where nobody has adopted yet there is nothing to be a share of
    if not some.any():
        raise ValueError("nobody adopted")
    wrong = [float(np.median(np.abs(guess - truth)[some] / total[some])) for guess in (curves, naive)]
    return Backtest(wrong[0], wrong[1], len(origins), sum(bool(fit.reason) for fit in fits))


def _coming(curve: bass.Curve | None, t: int, ahead: int) -> float:
    if curve is None:  # nobody adopted yet
        return 0.0
    seen, then = bass.cumulative(np.array([t, t + ahead], dtype=np.float64), curve.p, curve.q)
    return float(curve.m * (then - seen))
