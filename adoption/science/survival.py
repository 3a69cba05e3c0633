"""Survival curves (adoption.md 5.5 and 5.12): how long things last when some are still going on, or began before anybody looked.

Kaplan and Meier (1958) with delayed entry (left truncation: Tsai, Jewell and Wang 1987, Biometrika 74, 883-886), variance of Greenwood
(1926) and the interval on the log(-log) scale, which stays in [0, 1] (Kalbfleisch and Prentice 1980). An early time with few at risk
moves the whole curve: it is shown with their number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import NO_PEOPLE, Bools, Figure, Floats, Ints
from adoption.science.health import Z

NOT_REACHED = "not_reached"
BEYOND_DATA = "beyond_data"


@dataclass(frozen=True)
class Survival:
    """The curve's steps: at `times` (distinct, rising) `share` survives, with its interval; `at_risk` just before. `last`: end of data."""

    times: Floats
    share: Floats
    low: Floats
    high: Floats
    at_risk: Ints
    subjects: int
    last: float

    def at(self, time: float) -> Figure:
        """Share surviving beyond `time`; null without a subject, and after the last time observed unless nothing is left."""
        if not self.subjects:
            return Figure.none(NO_PEOPLE)
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        if time > self.last and not (place >= 0 and self.share[place] == 0):
            return Figure.none(BEYOND_DATA, n=self.subjects)
        if place < 0:
            return Figure(1.0, 1.0, 1.0, n=self.subjects)
        return Figure(float(self.share[place]), float(self.low[place]), float(self.high[place]), n=self.subjects)

    def quantile(self, gone: float) -> Figure:
        """First time at which at least `gone` (in 0..1) have ended; the interval is where the bounds get there (Brookmeyer and Crowley).

        Null where the curve does not fall so far; a bound that does not is None.
        """
        value = self._reaching(self.share, gone)
        if value is None:
            return Figure.none(NOT_REACHED if self.subjects else NO_PEOPLE, n=self.subjects)
        return Figure(value, self._reaching(self.low, gone), self._reaching(self.high, gone), n=self.subjects)

    def _reaching(self, curve: Floats, gone: float) -> float | None:
        there = np.flatnonzero(curve <= 1 - gone + 1e-12)
        return float(self.times[there[0]]) if len(there) else None


def kaplan_meier(left: Floats, ended: Bools, entered: Floats | None = None) -> Survival:
    """Of subjects seen from `entered` (0 unless given) until `left`, where they ended or were lost from sight; all of shape (n,).

    Those seen for no time at all (`left <= entered`) say nothing and are dropped, but when both are 0: they ended at once.
    """
    entry = np.zeros(len(left)) if entered is None else entered
    seen = (left > entry) | ((left == 0) & (entry == 0))
    left, ended, entry = left[seen], ended[seen], entry[seen]
    times, events = np.unique(left[ended], return_counts=True)
    begun = np.searchsorted(np.sort(entry), times, side="left") + _at_once(times, entry)
    at_risk = begun - np.searchsorted(np.sort(left), times, side="left")
    share: Floats = np.cumprod(1 - events / at_risk)
    low, high = _bounds(share, events, at_risk)
    return Survival(times, share, low, high, at_risk.astype(np.int64), len(left), float(left.max(initial=0)))


def _at_once(times: Floats, entry: Floats) -> Ints:
    """Everybody who entered at 0 is at risk at time 0 too; later, one is at risk strictly after entering."""
    return np.where(times == 0, int((entry == 0).sum()), 0)


def _bounds(share: Floats, events: Ints, at_risk: Ints) -> tuple[Floats, Floats]:
    """Greenwood on log(-log S); where S is 1 or 0 the bounds are the value, since the transform has none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(events / (at_risk * (at_risk - events).astype(np.float64)))
        spread = Z * np.sqrt(variance) / np.abs(np.log(share))
        low, high = share ** np.exp(spread), share ** np.exp(-spread)
    inside = (share > 0) & (share < 1)
    return np.where(inside, low, share), np.where(inside, high, share)
