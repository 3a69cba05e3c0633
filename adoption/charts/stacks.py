"""Bars by month cut into parts, as counts or as 100 %, the parts named at the right."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from adoption.charts import frame
from adoption.charts.base import Table, draw, gaps, hatched, is_narrow, nothing, small, table, why
from adoption.charts.labels import LEADING
from adoption.charts.marks import PLAIN, Box, Drawing, Mark, Rect, Text, line
from adoption.charts.placing import apart
from adoption.charts.scales import Axis, Unit, axis, finite, write
from adoption.charts.spec.time import Part, Stacks
from adoption.charts.text import fit, measure

INK = {
    "1": "t-inv",
    "2": "t-on",
    "3": "t-on",
    "4": "t-white",
    "5": "t-paper",
    "ctx": "t-on",
}  # the class of a number within a part of this tone


@draw.register
def draw_stacks(spec: Stacks, width: int) -> Drawing:
    heights = columns(spec)
    if not any(heights):
        return nothing(width)
    narrow = is_narrow(width)
    unit: Unit = "share" if spec.share else "count"
    y = axis((0.0, 1.0 if spec.share else max(sum(h) for h in heights if h)), (1.0, 0.0), unit, 4 if narrow else 5)
    left = frame.left_margin(y, unit, width)
    names = min(96.0 if narrow else 190.0, 14 + max(measure(part.name, PLAIN) for part in spec.parts))
    area = Box(left, 12, width - names - 4, 12 + (200 if narrow else 250))
    y = Axis(y.low, y.high, area.bottom, area.top, y.ticks)
    marks = frame.horizontal(area, y, unit, width)
    slot = area.width / len(heights)
    wide = min(slot * 0.86, 64.0)
    for i, column in enumerate(heights):
        middle = area.left + slot * (i + 0.5)
        marks += _bar(spec, column, Box(middle - wide / 2, area.top, middle + wide / 2, area.bottom), y)
    marks += _months(spec, area, slot, width)
    marks += _names(spec, heights, y, area, names - 10, area.left + slot * (len(heights) - 0.5) + wide / 2)
    return Drawing(width, int(area.bottom + 30), tuple(marks), (area,))


def columns(spec: Stacks) -> list[list[float] | None]:
    """The heights of the parts of each column, as shares where asked; None where a part is missing, empty where nobody is in it."""
    found: list[list[float] | None] = []
    for i in range(len(spec.columns)):
        values = [finite(part.values[i]) if i < len(part.values) else None for part in spec.parts]
        known = [max(value, 0.0) for value in values if value is not None]
        total = sum(known)
        if len(known) < len(values):
            found.append(None)
        else:
            found.append(([value / total for value in known] if spec.share else known) if total > 0 else [])
    return found


def _bar(spec: Stacks, heights: Sequence[float] | None, place: Box, y: Axis) -> list[Mark]:
    if heights is None:
        return hatched(place)
    marks: list[Mark] = []
    base = 0.0
    unit: Unit = "share" if spec.share else "count"
    for part, height in zip(spec.parts, heights, strict=False):
        bottom, top = y.at(base), y.at(base + height)
        base += height
        if bottom - top <= 0:
            continue
        marks.append(Rect(round(place.left, 1), top, round(place.width, 1), round(bottom - top, 1), f"g-part f-{part.tone}"))
        text = write(height, unit)
        if bottom - top >= 18 and measure(text, PLAIN) <= place.width - 4:
            marks.append(Text(round((place.left + place.right) / 2, 1), round((top + bottom) / 2 + 4, 1), text, INK[part.tone], "middle"))
    return marks


def _months(spec: Stacks, area: Box, slot: float, width: int) -> list[Mark]:
    """The names of the columns, one in so many that they stand clear."""
    size = frame.size_of(width)
    room = max(measure(name, size) for name in spec.columns) + 6
    every = max(1, -int(-room // slot))
    kept = range((len(spec.columns) - 1) % every, len(spec.columns), every)
    return [
        Text(
            round(area.left + slot * (i + 0.5), 1), area.bottom + 18, fit(spec.columns[i], slot * every + 30, size), small(width), "middle"
        )
        for i in kept
    ]


def _names(spec: Stacks, heights: Sequence[Sequence[float] | None], y: Axis, area: Box, room: float, end: float) -> list[Mark]:
    """The parts named beside the last column that is whole."""
    last = next(column for column in reversed(heights) if column)
    middles, base = [], 0.0
    for height in last:
        middles.append((y.at(base) + y.at(base + height)) / 2)
        base += height
    placed = apart(middles, [LEADING + 2] * len(last), area.top - 4, area.bottom + 4)
    x = area.right + 10
    marks: list[Mark] = []
    for part, middle, at in zip(spec.parts, middles, placed, strict=True):
        if abs(middle - at) > 6 or x - end > 30:
            marks.append(line(round(end + 2, 1), round(middle, 1), x - 3, round(at, 1), "g-leader"))
        marks.append(Text(x, round(at + 4, 1), fit(part.name, room, PLAIN), "t-strong"))
    return marks


@gaps.register
def gaps_of_stacks(spec: Stacks) -> str:
    return why(spec.masked) if None in columns(spec) else ""


@table.register
def table_of_stacks(spec: Stacks) -> Table:
    """A row per column with the counts, and with the shares where they are drawn."""
    rows = []
    for i, name in enumerate(spec.columns):
        cells = [_cell(spec, part, i) for part in spec.parts]
        rows.append((name, *cells))
    return Table((_("Period"), *(part.name for part in spec.parts)), tuple(rows))


def _cell(spec: Stacks, part: Part, i: int) -> str:
    value = finite(part.values[i]) if i < len(part.values) else None
    if value is None:
        return why(spec.masked)
    (column,) = columns(Stacks([spec.columns[i]], [Part(p.name, p.values[i : i + 1]) for p in spec.parts], spec.share))
    place = spec.parts.index(part)
    return f"{write(value, 'count')} ({write(column[place], 'share')})" if spec.share and column else write(value, "count")
