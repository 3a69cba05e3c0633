"""The figures of a line in a table of scopes, many scopes at once: what `scope_figures` gives of them, in one regression for all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from adoption.metrics.scope import ScopeFigures, masked, nothing
from adoption.metrics.series import Series
from adoption.science import health
from adoption.science.figures import NO_ACTIVITY, NOT_ENOUGH_WEEKS, Figure, Floats
from adoption.science.momentum import AGAIN, FEWEST, SPAN, growths

Window = tuple[Floats, Floats, Floats]  # contributors, weeks and weights of the last clean weeks, padded on the left; shape (12,)


def brief_figures(several: Sequence[Series]) -> list[ScopeFigures]:
    """Members, contributors, rate, momentum, its arrow and the stage of series that end with the asked week; other figures are left out."""
    now = [_window(series, len(series) - 1) for series in several]
    before = [_window(series, _again(series)) for series in several]
    fitted = _fitted([*now, *before])
    return [
        masked(_brief(series, now[i], fitted[i], fitted[len(several) + i])) if len(series) else nothing(series.community_id)
        for i, series in enumerate(several)
    ]


def _brief(series: Series, window: Window, now: Floats, before: Floats) -> ScopeFigures:
    known = int(window[2].sum())
    momentum = Figure.none(NOT_ENOUGH_WEEKS if known < FEWEST else NO_ACTIVITY, n=known)
    if np.isfinite(now[0]):
        momentum = Figure(float(now[0]), float(now[1]), float(now[2]), n=known)
    left_out = Figure.none(NOT_ENOUGH_WEEKS)
    return ScopeFigures(
        community_id=series.community_id,
        week=int(series.weeks[-1]),
        eligible=Figure.count(series.last("eligible")),
        target=Figure.count(series.last("target")),
        contributors_28d=Figure.count(series.last("eligible28")),
        contribution_rate=health.wilson(series.last("eligible28"), series.last("eligible")),
        critical_mass_share=health.wilson(series.last("target28"), series.last("target")),
        momentum=momentum,
        replacement_ratio=left_out,
        self_carrying_index=left_out,
        components=None,
        stages=((int(series.weeks[-1]), series.stages()[-1]),),
        judgement=None,
        direction=_side(now) if _side(now) == _side(before) else 0,
    )


def _again(series: Series) -> int:
    """The judged week that the arrow looks back to; -1 where it may not be drawn."""
    past = np.flatnonzero(series.judged)
    return int(past[-1 - AGAIN]) if len(past) > AGAIN and past[-1] == len(series) - 1 else -1


def _window(series: Series, end: int) -> Window:
    clean = np.flatnonzero(~series.low_season[: end + 1])[-SPAN:]
    pad = SPAN - len(clean)
    columns = series.counts["contributors"][clean].astype(np.float64), series.weeks[clean].astype(np.float64), np.ones(len(clean))
    y, x, weight = (np.concatenate([np.zeros(pad), column]) for column in columns)
    return y, x, weight


def _fitted(windows: Sequence[Window]) -> Floats:
    """Growth, low and high of each window, NaN under 8 weeks or without a contributor; shape (windows, 3)."""
    found = np.full((len(windows), 3), np.nan)
    if not windows:
        return found
    y, x, weight = (np.stack([window[i] for window in windows]) for i in range(3))
    kept = (weight.sum(axis=1) >= FEWEST) & y.any(axis=1)
    if kept.any():
        found[kept] = np.stack(growths(y[kept], x[kept], weight[kept]), axis=1)
    return found


def _side(fitted: Floats) -> int:
    return int(fitted[1] > 0) - int(fitted[2] < 0)
