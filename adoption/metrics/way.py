"""The way to critical mass (adoption.md 3.2 and 5.18): adoption with churn, the forecast, the weeks from 10 to 25 %."""

from __future__ import annotations

from adoption.metrics.series import Series, over
from adoption.metrics.study import Way
from adoption.science.diffusion import Churn, Flow, churn
from adoption.science.figures import Bools, Floats
from adoption.science.forecast.deadline import forecast
from adoption.science.forecast.reached import weeks_between
from adoption.science.stages import Thresholds

WINDOW = 52  # steps of the churn, the newest


def way(series: Series, ahead_low: Bools, thresholds: Thresholds, seed: int) -> Way:
    """Of a scope up to the last week of its series; `ahead_low` tells the judged weeks' opposite for the 52 weeks ahead, shape (52,)."""
    share = share_of(series)
    return Way(
        churn=_churn(series, seed),
        forecast=forecast(share, series.weeks, series.judged, ~ahead_low, seed, thresholds.enter_mass),
        speed=weeks_between(share, series.weeks, series.judged, thresholds.enter_low, thresholds.enter_mass),
    )


def share_of(series: Series) -> Floats:
    """P: contributors of 28 days over the target, 0 where there is no target."""
    return over(series.floats("target28"), series.floats("target"), 0.0)


def _churn(series: Series, seed: int) -> Churn:
    """Over the last 52 steps between two clean weeks; N is the people with access."""
    steps = ~series.low_season[1:] & ~series.low_season[:-1]
    columns = (series.floats("contributors")[:-1], series.floats("begun")[1:], series.floats("paused")[1:], series.floats("eligible")[:-1])
    return churn(Flow(*(column[steps][-WINDOW:] for column in columns)), seed)
