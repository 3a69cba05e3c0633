"""Growth accounting: who came above zero, who left below, and who was kept in a strip of its own."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from adoption.charts import frame
from adoption.charts.base import Table, draw, gaps, hatched, is_narrow, nothing, small, table, why
from adoption.charts.labels import LEADING, Label, at_right
from adoption.charts.marks import PLAIN, Box, Drawing, Mark, Rect, Text, line
from adoption.charts.placing import apart
from adoption.charts.scales import Axis, axis, extent, finite, write
from adoption.charts.spec.time import Flows, Plot, Values
from adoption.charts.strokes import stretches, strokes
from adoption.charts.text import measure
from rse.lib import l10n


@draw.register
def draw_flows(spec: Flows, width: int) -> Drawing:
    periods = _periods(spec)
    whole = [p for p in periods if p is not None]
    if not whole:
        return nothing(width)
    narrow = is_narrow(width)
    y = axis((-max(p[2] for p in whole), max(p[0] + p[1] for p in whole)), (0, 1), "count", 4 if narrow else 6)
    kept = extent(finite(v) for v in spec.kept)
    strip = axis(kept, (0, 1), "count", 3) if any(finite(v) is not None for v in spec.kept) else None
    left = max(frame.left_margin(y, "count", width), frame.left_margin(strip, "count", width) if strip else 0.0)
    names = max(measure(text, PLAIN) for text in (_("New people"), _("Returned"), _("Have stopped"), f"{_('Kept')} · 0 000")) + 20
    right = width - names
    top = 12.0 + (70.0 if strip else 0.0)
    area = Box(left, top, right, top + (190.0 if narrow else 230.0))
    y = Axis(y.low, y.high, area.bottom, area.top, y.ticks)
    slot = area.width / len(periods)
    x = Axis(0, max(len(periods) - 1, 1), area.left + slot / 2, area.right - slot / 2 if len(periods) > 1 else area.left + slot / 2)
    marks = frame.horizontal(area, y, "count", width) + frame.weeks_axis(Plot(spec.days, ()), area, x, width)
    for i, period in enumerate(periods):
        marks += _bars(period, x.at(i), max(1.0, min(slot * 0.72, 30.0)), area, y)
    marks += _names(whole[-1], y, area)
    if strip is None:
        return Drawing(width, int(area.bottom + 30), tuple(marks), (area,))
    upper = Box(left, 16, right, 62)
    marks += _strip(spec, strip, upper, x, width)
    return Drawing(width, int(area.bottom + 30), tuple(marks), (area, upper))


def _periods(spec: Flows) -> list[tuple[float, float, float] | None]:
    """New, returned and left of each period, none below zero; None where one is missing."""
    found: list[tuple[float, float, float] | None] = []
    for i in range(len(spec.days)):
        new, returned, left = (finite(v[i]) if i < len(v) else None for v in (spec.new, spec.returned, spec.left))
        missing = new is None or returned is None or left is None
        found.append(None if missing else (max(new or 0.0, 0.0), max(returned or 0.0, 0.0), max(left or 0.0, 0.0)))
    return found


def _bars(period: tuple[float, float, float] | None, middle: float, wide: float, area: Box, y: Axis) -> list[Mark]:
    left = round(middle - wide / 2, 1)
    if period is None:
        return hatched(Box(left, area.top, left + wide, area.bottom))
    new, returned, gone = period
    stretches_ = ((0.0, new, "f-1"), (new, new + returned, "f-3"), (-gone, 0.0, "f-4"))
    return [
        Rect(left, y.at(high), round(wide, 1), round(y.at(low) - y.at(high), 1), f"g-part {css}")
        for low, high, css in stretches_
        if y.at(low) - y.at(high) > 0
    ]


def _names(last: tuple[float, float, float], y: Axis, area: Box) -> list[Mark]:
    """The names at the right, beside the parts of the last period."""
    new, returned, gone = last
    middles = [y.at(new / 2), y.at(new + returned / 2), y.at(-gone / 2)]
    placed = apart(middles, [LEADING + 2] * 3, area.top - 4, area.bottom + 4)
    names = (_("New people"), _("Returned"), _("Have stopped"))
    marks: list[Mark] = []
    for name, at, css in zip(names, placed, ("f-1", "f-3", "f-4"), strict=True):
        marks += [Rect(area.right + 4, round(at - 5, 1), 8, 10, css), Text(area.right + 16, round(at + 4, 1), name, "t-strong")]
    return marks


def _strip(spec: Flows, scale: Axis, area: Box, x: Axis, width: int) -> list[Mark]:
    """Who was kept, on a scale of its own from zero."""
    y = Axis(0.0, scale.high, area.bottom, area.top, scale.ticks)
    runs = stretches(spec.kept[: len(spec.days)], x, y)
    marks: list[Mark] = [line(area.left, area.bottom, area.right, area.bottom, "g-axis")]
    for tick in (0.0, scale.high):
        marks.append(Text(area.left - 6, y.at(tick) + 4, write(tick, "count"), small(width), "end"))
    marks += strokes(runs, "g-thin", "g-dot f-ctx")
    return marks + at_right([Label(_("Kept"), runs[-1], write(runs[-1][-1].value, "count"), css="t-strong")], area, width - 2)


@gaps.register
def gaps_of_flows(spec: Flows) -> str:
    return why(spec.masked) if None in _periods(spec) else ""


@table.register
def table_of_flows(spec: Flows) -> Table:
    columns: list[tuple[str, Values]] = [(_("New people"), spec.new), (_("Returned"), spec.returned), (_("Have stopped"), spec.left)]
    columns += [(_("Kept"), spec.kept)] if spec.kept else []
    rows = tuple((l10n.day(day), *(_cell(values, i, spec) for _name, values in columns)) for i, day in enumerate(spec.days))
    return Table((_("Period beginning"), *(name for name, _values in columns)), rows)


def _cell(values: Sequence[float | None], i: int, spec: Flows) -> str:
    value = finite(values[i]) if i < len(values) else None
    return why(spec.masked) if value is None else write(value, "count")
