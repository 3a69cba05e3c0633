"""Curves over weeks: seasons and references behind, forecasts as fans, the threshold as a stitch, names on the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts import frame
from adoption.charts.base import Table, draw, gaps, is_narrow, nothing, table, why
from adoption.charts.labels import Label, at_right, beside, right_margin
from adoption.charts.marks import Box, Disc, Drawing, Mark, line
from adoption.charts.scales import Axis, axis, extent, finite, write
from adoption.charts.spec.time import Curve, Fan, Plot, Values
from adoption.charts.strokes import Place, band, seen, stretches, strokes
from adoption.science.figures import Floats
from rse.lib import l10n

EDGE = 24.0  # a line that ends so near the right edge has its name beyond it
NEAR = 2.5 * EDGE  # on the axis without room for names: once there is some, what lay near the edge lies at it


@dataclass(frozen=True)
class Layer:
    """The lines of a curve or a forecast, the names they call for, and the points not to be hidden."""

    marks: list[Mark]
    labels: list[Label]
    points: Floats


@draw.register
def draw_plot(plot: Plot, width: int) -> Drawing:
    """Place a plot in a width."""
    values = list(known(plot))
    if not plot.days or not values:
        return nothing(width)
    height = 200.0 if is_narrow(width) else 290.0 if width < 700 else 300.0
    return panel(plot, width, height, extent(values))


def panel(plot: Plot, width: int, height: float, bounds: tuple[float, float]) -> Drawing:
    """One plot whose values span `bounds`; the plot itself is `height` pixels high."""
    narrow = is_narrow(width)
    y = axis(bounds, (height, 0.0), plot.unit, 4 if narrow else 5)
    left = round(frame.left_margin(y, plot.unit, width), 1)
    weeks = max(len(plot.days) - 1, 1)
    right = round(width - (12.0 if narrow else right_margin(_ending(plot, Axis(0, weeks, left, width - 12.0), y))), 1)
    x = Axis(0, weeks, left, right)
    texts, rows = frame.titles(plot, x, Box(left, 0, right, height), width)
    top = 14.0 + frame.LANE * rows
    area = Box(left, top, right, top + height)
    y = Axis(y.low, y.high, area.bottom, area.top, y.ticks)
    last = len(plot.days) - 1
    marks = frame.bands(plot.references, x, area, last, "g-quad") + frame.bands(plot.low_season, x, area, last, "g-low")
    marks += frame.horizontal(area, y, plot.unit, width) + frame.weeks_axis(plot, area, x, width) + frame.above(texts, area, width)
    layers = _layers(plot, x, y)
    marks += [mark for layer in layers for mark in layer.marks]
    marks += _named(plot, layers, x, y, area, width)
    return Drawing(width, int(area.bottom + 30), tuple(marks), (area,))


def known(plot: Plot) -> list[float]:
    """Every value that the scale must hold."""
    fans = chain.from_iterable((*f.low, *f.median, *f.high, *f.naive) for f in plot.fans)
    found = [finite(v) for v in chain(chain.from_iterable(c.values for c in plot.curves), fans)]
    kept = [v for v in found if v is not None]
    return [*kept, plot.threshold] if kept and plot.threshold is not None else kept


def _ending(plot: Plot, whole: Axis, y: Axis) -> list[Label]:
    """The names that belong at the right, whatever room they take there."""
    labels = [label for fan in plot.fans for label in _fan(fan, plot, whole, y).labels if label.end.x >= whole.end - NEAR]
    for curve in plot.curves:
        values = curve.values[: len(plot.days)]
        end = next((i for i in range(len(values) - 1, -1, -1) if finite(values[i]) is not None), None)
        if end is not None and whole.at(end) >= whole.end - NEAR:
            labels.append(Label(curve.name, (), write(values[end], plot.unit)))
    return labels


def _layers(plot: Plot, x: Axis, y: Axis) -> list[Layer]:
    return [_fan(fan, plot, x, y) for fan in plot.fans] + [_curve(c, plot, x, y) for c in plot.curves]


def _curve(curve: Curve, plot: Plot, x: Axis, y: Axis) -> Layer:
    runs, tone = stretches(curve.values[: len(plot.days)], x, y), curve.tone
    if not runs:
        return Layer([], [], np.empty((0, 2)))
    end = runs[-1][-1]
    marks = [*strokes(runs, f"g-line s-{tone}", f"g-dot f-{tone}"), Disc(end.x, end.y, 4, f"g-dot f-{tone}")]
    return Layer(marks, [Label(curve.name, runs[-1], write(end.value, plot.unit), fill=f"f-{tone}")], seen(runs))


def _fan(fan: Fan, plot: Plot, x: Axis, y: Axis) -> Layer:
    """The band, the median and the naive forecast, all from the last known value on."""
    kept = _together(fan)
    first = [] if fan.after is None else [Place(x.at(fan.start - 1), y.at(fan.after), fan.after)]
    low, median, high = ([*first, *_places([v[i] for v in kept], fan.start, x, y)] for i in range(3))
    naive = [*first, *(place for run in stretches(fan.naive, x, y, fan.start) for place in run)] if fan.naive else []
    if len(median) < 2:
        return Layer(strokes([median] if median else [], "g-mid", f"g-dot f-{fan.tone}"), [], np.empty((0, 2)))
    marks: list[Mark] = [band(low, high, f"g-fan b-{fan.tone}")]
    marks += strokes([naive], "g-naive", "g-dot f-ctx") if len(naive) > 1 else []
    marks += strokes([median], f"g-mid s-{fan.tone}", f"g-dot f-{fan.tone}")
    words = {"low": write(low[-1].value, plot.unit), "high": write(high[-1].value, plot.unit)}
    between = (_("9 in 10: %(low)s to %(high)s") if fan.odds == 9 else _("8 in 10: %(low)s to %(high)s")) % words
    labels = [Label(fan.name, median, write(median[-1].value, plot.unit), between, fill=f"f-{fan.tone}")]
    labels += [_naive(fan, plot, naive)] if len(naive) > 1 else []
    return Layer(marks, labels, seen([median, naive] if len(naive) > 1 else [median]))


def _together(fan: Fan) -> list[tuple[float, float, float]]:
    """Low, median and high, until one of them is missing."""
    kept: list[tuple[float, float, float]] = []
    for values in zip(fan.low, fan.median, fan.high, strict=False):
        low, median, high = (finite(v) for v in values)
        if low is None or median is None or high is None:
            break
        kept.append((low, median, high))
    return kept


def _places(values: Sequence[float], start: int, x: Axis, y: Axis) -> list[Place]:
    return [Place(x.at(start + i), y.at(v), v) for i, v in enumerate(values)]


def _named(plot: Plot, layers: Sequence[Layer], x: Axis, y: Axis, area: Box, width: int) -> list[Mark]:
    """The threshold, then every name: at the right where its line ends there, else beside it."""
    labels = [label for layer in layers for label in layer.labels]
    right = [] if is_narrow(width) else [label for label in labels if label.end.x >= area.right - EDGE]
    points = np.concatenate([np.empty((0, 2)), *(layer.points for layer in layers)])
    marks, free = _threshold(plot, x, y, area)
    near = [*free, *(label for label in labels if label not in right)]
    return marks + at_right(right, area, width - 2) + beside(near, area, points)


def _threshold(plot: Plot, x: Axis, y: Axis, area: Box) -> tuple[list[Mark], list[Label]]:
    """The stitched line, the stretch in which it would be reached, and their names."""
    if plot.threshold is None:
        return [], []
    at = y.at(plot.threshold)
    marks: list[Mark] = [line(area.left, at, area.right, at, "g-mass")]
    across = [Place(round(area.left + area.width * share, 1), at, plot.threshold) for share in (0.5, 0.4, 0.3, 0.2, 0.1, 0.0)]
    labels = [Label(plot.threshold_text, across, css="t-ocre halo")] if plot.threshold_text else []
    if plot.reached is not None:
        first, last = x.at(plot.reached.first), x.at(plot.reached.last)
        marks += [line(each, at, each, area.bottom, "g-drop") for each in (first, last)]
        marks.append(line(first, at, last, at, "g-reached"))
        stretch = [Place(each, at, plot.threshold) for each in (first, round((first + last) / 2, 1))]
        labels += [Label(plot.reached.text, stretch, css="t-ocre halo")] if plot.reached.text else []
    return marks, labels


def _naive(fan: Fan, plot: Plot, run: Sequence[Place]) -> Label:
    return Label(fan.naive_name or _("If nothing changes"), run, write(run[-1].value, plot.unit), css="halo", fill="f-ctx")


@gaps.register
def gaps_of_plot(plot: Plot) -> str:
    return why(plot.masked) if any(finite(value) is None for curve in plot.curves for value in curve.values) else ""


@table.register
def table_of_plot(plot: Plot) -> Table:
    """A row per week; a forecast has its low, median and high."""
    columns: list[tuple[str, int, Values]] = [(c.name, 0, c.values) for c in plot.curves]
    for fan in plot.fans:
        words = ((_("%(name)s, low"), fan.low), (_("%(name)s, median"), fan.median), (_("%(name)s, high"), fan.high))
        columns += [(words_of % {"name": fan.name}, fan.start, values) for words_of, values in words]
        columns += [(fan.naive_name or _("If nothing changes"), fan.start, fan.naive)] if fan.naive else []
    rows = [(l10n.day(day), *(_cell(values, i - start, plot) for _name, start, values in columns)) for i, day in enumerate(plot.days)]
    return Table((_("Week beginning"), *(name for name, _start, _values in columns)), tuple(rows))


def _cell(values: Values, place: int, plot: Plot) -> str:
    """The value, the reason why it is missing, or nothing outside of the series."""
    if not 0 <= place < len(values):
        return ""
    value = finite(values[place])
    return why(plot.masked) if value is None else write(value, plot.unit)
