"""Differences and effects: a point with its interval on each row, around a line of no difference; and pairs of medians."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from adoption.charts import frame
from adoption.charts.base import Table, draw, is_narrow, nothing, small, table, text_block, why
from adoption.charts.marks import PLAIN, Box, Disc, Drawing, Mark, Text, line, square
from adoption.charts.scales import Axis, axis, finite, level_axis, write
from adoption.charts.spec.places import Dot, Dots, Pair, Pairs
from adoption.charts.text import fit, measure, wrap


@draw.register
def draw_dots(spec: Dots, width: int) -> Drawing:
    if not spec.dots:
        return nothing(width)
    narrow = is_narrow(width)
    known = [v for d in spec.dots for v in (finite(d.value), finite(d.low), finite(d.high)) if v is not None]
    bounds = (min([spec.zero, *known]), max([spec.zero, *known]))
    names = 0.0 if narrow else min(0.36 * width, 16 + max(measure(d.name, PLAIN) for d in spec.dots))
    row = 46.0 if narrow else 38.0
    side = 2 + max(measure(write(tick, spec.unit), PLAIN) for tick in axis(bounds, (0, 1), spec.unit, 2).ticks) / 2
    area = Box(names + side, 30, width - side, 30 + row * len(spec.dots))
    x = level_axis(bounds, (area.left, area.right), spec.unit, 4 if narrow else 6, frame.size_of(width))
    marks = [*_upright(spec, x, area, row, width), *_sides(spec, x.at(spec.zero), area, width)]
    for i, dot in enumerate(spec.dots):
        y = area.top + row * (i + 0.5) + (8 if narrow else 0)
        marks += _row(dot, spec, x, y, Box(0, area.top + row * i, names, area.top + row * (i + 1)), width)
    return Drawing(width, int(area.bottom + 26), tuple(marks), (area,))


def _upright(spec: Dots, x: Axis, area: Box, row: float, width: int) -> list[Mark]:
    """The ticks and the line of no difference; on a phone they leave the names of the rows free."""
    free = 18.0 if is_narrow(width) else 0.0
    tops = [area.top + row * i + free for i in range(len(spec.dots))]
    marks: list[Mark] = []
    for tick in x.ticks:
        marks += [line(x.at(tick), top, x.at(tick), top + row - free, "g-grid") for top in tops]
        marks.append(Text(x.at(tick), area.bottom + 16, write(tick, spec.unit), small(width), "middle"))
    zero = x.at(spec.zero)
    return marks + [line(zero, top, zero, top + row - free, "g-zero") for top in tops]


def _sides(spec: Dots, zero: float, area: Box, width: int) -> list[Mark]:
    """What each side of the line means, above the rows."""
    marks: list[Mark] = []
    if spec.left and zero - area.left > 40:
        marks.append(Text(zero - 8, 16, "← " + fit(spec.left, zero - 8, PLAIN), small(width), "end"))
    if spec.right and area.right - zero > 40:
        marks.append(Text(zero + 8, 16, fit(spec.right, width - zero - 26, PLAIN) + " →", small(width)))
    return marks


def _row(dot: Dot, spec: Dots, x: Axis, y: float, names: Box, width: int) -> list[Mark]:
    narrow = is_narrow(width)
    value, low, high = finite(dot.value), finite(dot.low), finite(dot.high)
    text = (dot.reason or _("not known")) if value is None else write(value, spec.unit)
    if narrow:
        marks: list[Mark] = [
            Text(
                12,
                round(names.top + 12, 1),
                fit(dot.name, width - 24 - measure(text, PLAIN) - 8, PLAIN) if value is not None else fit(dot.name, width - 24, PLAIN),
                "t-strong halo",
            ),
        ]
    else:
        lines = wrap(dot.name, names.width - 8, PLAIN, 2)
        marks = text_block(lines, 0, y + 4 - 7 * (len(lines) - 1), "t-strong")
    if value is None:
        return [*marks, Text(round(x.start, 1), round(y + 4, 1), fit(text, x.end - x.start, PLAIN), "t-quiet halo")]
    known = low is not None and high is not None
    crossing = not known or (low or 0.0) <= spec.zero <= (high or 0.0)
    tone = "ctx" if crossing else "1"
    if known:
        marks.append(line(x.at(low or 0.0), y, x.at(high or 0.0), y, f"g-whisker s-{tone}"))
    marks.append(Disc(x.at(value), round(y, 1), 6, f"g-dot f-{tone}"))
    if narrow:
        return [*marks, Text(width - 12.0, round(names.top + 12, 1), text, "t-strong halo", "end")]
    half = measure(text, PLAIN) / 2
    middle = min(max(x.at(value), x.start + half), x.end + 20 - half)
    return [*marks, Text(round(middle, 1), round(y - 10, 1), text, "t-strong halo", "middle")]


@table.register
def table_of_dots(spec: Dots) -> Table:
    rows = []
    for dot in spec.dots:
        value, low, high = finite(dot.value), finite(dot.low), finite(dot.high)
        between = f"[{write(low, spec.unit)} ; {write(high, spec.unit)}]" if low is not None and high is not None else "—"
        rows.append((dot.name, (dot.reason or "—") if value is None else write(value, spec.unit), between))
    return Table((_("Measure"), _("Difference"), _("Interval")), tuple(rows))


@draw.register
def draw_pairs(spec: Pairs, width: int) -> Drawing:
    if not spec.pairs:
        return nothing(width)
    narrow = is_narrow(width)
    names = 0.0 if narrow else min(0.34 * width, 16 + max(measure(p.name, PLAIN) for p in spec.pairs))
    texts = [_texts(pair) for pair in spec.pairs]
    side = 14 + max(measure(text, PLAIN) for pair in texts for text in pair)
    row = 50.0 if narrow else 40.0
    area = Box(names + side, 34, width - side, 34 + row * len(spec.pairs))
    marks: list[Mark] = _heads(spec, area)
    for i, pair in enumerate(spec.pairs):
        y = round(area.top + row * (i + 0.5) + (9 if narrow else 0), 1)
        marks += _name(pair, names, area.top + row * i, y, width)
        marks += _pair(pair, texts[i], spec, area, y)
    return Drawing(width, int(area.bottom + 8), tuple(marks), (area,))


def _texts(pair: Pair) -> tuple[str, str]:
    return pair.first_text or write(pair.first, "number"), pair.second_text or write(pair.second, "number")


def _heads(spec: Pairs, area: Box) -> list[Mark]:
    """Which mark is which group."""
    second = area.left + 24 + measure(spec.first, PLAIN)
    return [
        square(area.left + 5, 12, 4.5, "g-pt-closed"), Text(area.left + 14, 16, spec.first, "t-strong"),
        Disc(round(second + 10, 1), 12, 5.5, "g-pt"), Text(round(second + 20, 1), 16, spec.second, "t-strong"),
    ]  # fmt: skip


def _name(pair: Pair, names: float, top: float, y: float, width: int) -> Sequence[Mark]:
    if is_narrow(width):
        return [Text(0, round(top + 14, 1), fit(pair.name, width, PLAIN), "t-strong")]
    lines = wrap(pair.name, names - 8, PLAIN, 2)
    return text_block(lines, 0, y + 4 - 7 * (len(lines) - 1), "t-strong")


def _pair(pair: Pair, texts: tuple[str, str], spec: Pairs, area: Box, y: float) -> list[Mark]:
    """The two marks on a scale from zero to the greater, each with its number on the outer side."""
    first, second = finite(pair.first), finite(pair.second)
    if first is None or second is None:
        return [Text(area.left, y + 4, fit(why(spec.masked), area.width, PLAIN), "t-quiet")]
    x = Axis(min(0.0, first, second), max(first, second, 0.0) or 1.0, area.left, area.right)
    a, b = x.at(first), x.at(second)
    left, right = (-11, 11) if a <= b else (11, -11)
    return [
        line(area.left, y, area.right, y, "g-grid"), line(a, y, b, y, "g-link"),
        square(a, y, 5, "g-pt-closed"), Disc(b, y, 6, "g-pt"),
        Text(a + left, y + 4, texts[0], "t-bold halo", "end" if left < 0 else "start"),
        Text(b + right, y + 4, texts[1], "t-bold halo", "end" if right < 0 else "start"),
    ]  # fmt: skip


@table.register
def table_of_pairs(spec: Pairs) -> Table:
    rows = []
    for pair in spec.pairs:
        shown = finite(pair.first) is not None and finite(pair.second) is not None
        rows.append((pair.name, *_texts(pair)) if shown else (pair.name, why(spec.masked), why(spec.masked)))
    return Table((_("Measure"), spec.first, spec.second), tuple(rows))
