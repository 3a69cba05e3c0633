"""Time to critical mass (adoption.md 5.18, ours): between which weeks the share will hold the level, and whether that can be believed.

The model that was least wrong on past origins is simulated 1,000 times: its residuals drawn again in blocks of consecutive weeks,
its parameters estimated anew each time from a history drawn the same way. "Reached" is 11 of 12 clean weeks, and the last of the twelve
gives the date.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from scipy.special import expit

from adoption.science import weeks as calendar
from adoption.science.diffusion import blocks
from adoption.science.figures import NOT_ENOUGH_WEEKS, Bools, Floats, Ints, tidy
from adoption.science.forecast.candidates import Candidate, Churn, odds
from adoption.science.forecast.origins import FEWEST, HORIZONS, Past, Score, look_back
from adoption.science.forecast.reached import SPAN, first_held

LEVEL = 0.25
YEAR = 52
DRAWS = 1000
WIDEST = 26  # weeks
BLOCK = 8  # two windows of 28 days: neighbours share three weeks of four
TEN, NINETY = 0.1, 0.9

NO_BETTER_THAN_NAIVE = "no_better_than_naive"
TOO_WIDE = "interval_too_wide"
AT_BOUNDS = "rates_at_bounds"
BEYOND = "not_reached_in_52_weeks"
ALREADY = "already_reached"


class ForecastDict(TypedDict):
    """JSON of a forecast; weeks as `2026-W10`."""

    earliest: str | None
    latest: str | None
    p_not_reached_52w: float | None
    reliable: bool
    reason: str


@dataclass(frozen=True)
class Fan:
    """10th, 50th and 90th percentile of the simulated share in each coming clean week; each of shape (k,)."""

    weeks: Ints
    low: Floats
    middle: Floats
    high: Floats


@dataclass(frozen=True)
class Forecast:
    """Weeks between which the level is reached in 80 % of the simulations; a bound that lies beyond 52 weeks is None.

    `reasons` say why it is not to be relied upon, or `already_reached`. `scores` are the past errors, the naive forecast's among them.
    """

    earliest: int | None
    latest: int | None
    p_not_reached: float | None
    reliable: bool
    reasons: tuple[str, ...]
    n: int
    candidate: str = ""
    mase: float | None = None
    scores: tuple[Score, ...] = ()
    fan: Fan | None = None

    def as_dict(self) -> ForecastDict:
        return {
            "earliest": calendar.label(self.earliest) if self.earliest is not None else None,
            "latest": calendar.label(self.latest) if self.latest is not None else None,
            "p_not_reached_52w": tidy(self.p_not_reached),
            "reliable": self.reliable,
            "reason": self.reasons[0] if self.reasons else "",
        }


def forecast(share: Floats, weeks: Ints, clean: Bools, coming: Bools, seed: int, level: float = LEVEL, draws: int = DRAWS) -> Forecast:
    """The deadline seen from the last of the consecutive `weeks`; `share` is MAC28 / target and `clean` the judged weeks, shape (n,).

    `coming`, shape (52,), tells which of the next 52 weeks will be clean. Under 20 clean weeks there is no forecast.
    """
    kept, when = share[clean], weeks[clean]
    if len(kept) < FEWEST:
        return Forecast(None, None, None, False, (NOT_ENOUGH_WEEKS,), len(kept))
    done = first_held(kept[-SPAN:] >= level) >= 0
    if done:
        at = int(when[_last_entry(kept >= level)])
        return Forecast(at, at, 0.0, True, (ALREADY,), len(kept))
    ahead = int(weeks[-1]) + 1 + np.flatnonzero(coming[:YEAR])
    past = look_back(kept)
    found = past.chosen.fit(kept[None, :], np.array([len(kept)]))[0]
    paths = _widened(_simulated(past.chosen, found, kept, len(ahead), draws, np.random.default_rng(seed)), past.spread)
    dates = _dates(kept, paths, ahead, level)
    return judged(dates, past, found, len(kept), Fan(ahead, *np.quantile(paths, [TEN, 0.5, NINETY], axis=0)))


def _last_entry(above: Bools) -> int:
    """Position at which the run of held weeks that lasts until now began."""
    held = [int(first_held(above[i - SPAN + 1 : i + 1])) >= 0 for i in range(SPAN - 1, len(above))]
    run = next((back for back, one in enumerate(reversed(held)) if not one), len(held))
    return len(above) - run


def _simulated(model: Candidate, found: Floats, share: Floats, steps: int, draws: int, rng: np.random.Generator) -> Floats:
    """Coming shares, shape (draws, steps), each with parameters of its own and residuals drawn in blocks."""
    left = model.residuals(found, share)
    past, future = (left[blocks(len(left), length, draws, rng, BLOCK)] for length in (len(share), steps))
    everyone = np.full(draws, len(share))
    drawn = model.fit(model.redrawn(found, share, past), everyone)
    return model.ahead(drawn, np.repeat(share[None, :], draws, axis=0), everyone, future)


def _widened(paths: Floats, spread: Floats) -> Floats:
    """Paths drawn apart around their middle, on log-odds, until four fifths of the errors really made would have been inside.

    What a model leaves unexplained where it was fitted says too little about how wrong it is a quarter later.
    """
    z = odds(paths)
    middle = np.median(z, axis=0)
    stretch = 1.0
    for horizon, really in zip(HORIZONS, spread, strict=True):
        if horizon <= z.shape[1] and not np.isnan(really):
            low, high = np.quantile(z[:, horizon - 1], [TEN, NINETY])
            stretch = max(stretch, float(really / max((high - low) / 2, 1e-6)))
    return np.asarray(expit(middle + stretch * (z - middle)))


def _dates(share: Floats, paths: Floats, ahead: Ints, level: float) -> Floats:
    """The week in which each path holds the level, infinite where it does not; the weeks already lived count among its twelve."""
    known = np.repeat(share[None, -(SPAN - 1) :] >= level, len(paths), axis=0)
    position = first_held(np.concatenate([known, paths >= level], axis=1)) - (SPAN - 1)
    return np.where(position >= 0, ahead[np.maximum(position, 0)], math.inf) if len(ahead) else np.full(len(paths), math.inf)


def judged(dates: Floats, past: Past, found: Floats, n: int, fan: Fan) -> Forecast:
    """The forecast that simulated `dates` (draws,) make, infinite where never, with every reason not to rely on it."""
    bounds = [float(x) for x in np.quantile(dates, [TEN, NINETY], method="inverted_cdf")]
    earliest, latest = (int(x) if math.isfinite(x) else None for x in bounds)
    reasons = tuple(_doubts(earliest, latest, past, found))
    missed = float(np.isinf(dates).mean())
    return Forecast(earliest, latest, missed, not reasons, reasons, n, past.chosen.name, past.mase, past.scores, fan)


def _doubts(earliest: int | None, latest: int | None, past: Past, found: Floats) -> list[str]:
    doubts = []
    if past.mase >= 1:
        doubts.append(NO_BETTER_THAN_NAIVE)
    if isinstance(past.chosen, Churn) and ((found[:2] <= 0).any() or (found[:2] >= 1).any()):
        doubts.append(AT_BOUNDS)
    if earliest is None:
        doubts.append(BEYOND)
    elif latest is None or latest - earliest > WIDEST:
        doubts.append(TOO_WIDE)
    return doubts
