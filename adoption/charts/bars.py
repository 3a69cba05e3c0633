"""Horizontal bars from zero, each with its number at its end."""

from __future__ import annotations

from django.utils.translation import gettext as _

from adoption.charts.base import Table, draw, hatched, is_narrow, nothing, table, text_block, why
from adoption.charts.marks import PLAIN, Box, Drawing, Mark, Rect, Text, line
from adoption.charts.scales import Axis, finite, write
from adoption.charts.spec.places import Bar, Bars
from adoption.charts.text import fit, measure, wrap

ROW, THICK = 32.0, 16.0


@draw.register
def draw_bars(spec: Bars, width: int) -> Drawing:
    if not spec.bars:
        return nothing(width)
    names = min((0.36 if is_narrow(width) else 0.34) * width, 14 + max(measure(bar.name, PLAIN) for bar in spec.bars))
    known = [value for bar in spec.bars if (value := finite(bar.value)) is not None]
    side = 12 + max([measure(_text(bar, spec), PLAIN) for bar in spec.bars if finite(bar.value) is not None], default=0.0)
    area = Box(round(names, 1), 6, width - side, 6 + ROW * len(spec.bars))
    x = Axis(0.0, max([0.0, *known]) or 1.0, area.left, area.right)
    marks: list[Mark] = [line(area.left, area.top, area.left, area.bottom, "g-axis")]
    for i, bar in enumerate(spec.bars):
        marks += _bar(bar, spec, x, area, area.top + ROW * (i + 0.5))
    return Drawing(width, int(area.bottom + 8), tuple(marks), (area,))


def _bar(bar: Bar, spec: Bars, x: Axis, area: Box, y: float) -> list[Mark]:
    lines = wrap(bar.name, area.left - 10, PLAIN, 2)
    marks = text_block(lines, 0, y + 4 - 6.5 * (len(lines) - 1), "", leading=13.0)
    value = finite(bar.value)
    if value is None:
        gap = Box(area.left + 1, y - THICK / 2, area.left + 44, y + THICK / 2)
        return [*marks, *hatched(gap), Text(area.left + 52, y + 4, fit(why(spec.masked), area.right - area.left - 52, PLAIN), "t-quiet")]
    end = x.at(value)
    marks.append(Rect(area.left, y - THICK / 2, round(end - area.left, 1), THICK, "f-2" if bar.low else "f-1"))
    return [*marks, Text(end + 7, y + 4, _text(bar, spec), "t-strong")]


def _text(bar: Bar, spec: Bars) -> str:
    return bar.text or write(finite(bar.value), spec.unit)


@table.register
def table_of_bars(spec: Bars) -> Table:
    rows = tuple((bar.name, why(spec.masked) if finite(bar.value) is None else _text(bar, spec)) for bar in spec.bars)
    return Table((_("Step"), _("Value")), rows)
