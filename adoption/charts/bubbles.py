"""Units or communities on a plane cut in four: open ones are discs, closed ones hollow squares, each with its name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts import frame
from adoption.charts.base import Table, draw, gaps, is_narrow, nothing, small, table, why
from adoption.charts.marks import PLAIN, Box, Disc, Drawing, Mark, Rect, Text, line, square
from adoption.charts.placing import least_covering
from adoption.charts.scales import Axis, axis, extent, finite, level_axis, write
from adoption.charts.spec.places import Bubble, Bubbles
from adoption.charts.text import fit, measure
from adoption.charts.upright import upright
from adoption.science.figures import Floats
from rse.lib import l10n

LINE = 14.0


@dataclass(frozen=True)
class Set:
    """A bubble on the drawing: its centre and radius in pixels."""

    bubble: Bubble
    x: float
    y: float
    r: float

    @property
    def box(self) -> Box:
        return Box(self.x - self.r, self.y - self.r, self.x + self.r, self.y + self.r)


@draw.register
def draw_bubbles(spec: Bubbles, width: int) -> Drawing:
    kept = [b for b in spec.bubbles if finite(b.x) is not None and finite(b.y) is not None]
    if not kept:
        return nothing(width)
    narrow = is_narrow(width)
    split = spec.split or (0.0, 0.0)
    y = axis(extent([*(b.y for b in kept), split[1] * 1.2]), (0, 1), spec.y_unit, 4 if narrow else 5)
    left = frame.left_margin(y, spec.y_unit, width) + 20
    high = 300.0 if narrow else min(400.0, 0.62 * width)
    area = Box(left, 10, width - 10.0, 10 + high)
    pad = 16.0 if narrow else 24.0
    bounds, size = extent([*(b.x for b in kept), split[0] * 1.2]), frame.size_of(width)
    widest = max(measure(write(tick, spec.x_unit), size) for tick in axis(bounds, (0, 1), spec.x_unit, 2).ticks)
    side = max(pad, widest / 2 - 8)
    x = level_axis(bounds, (area.left + side, area.right - side), spec.x_unit, 4 if narrow else 6, size)
    y = Axis(y.low, y.high, area.bottom - pad, area.top + pad, y.ticks)
    placed = _placed(kept, x, y, 15.0 if narrow else 22.0)
    marks = _ground(spec, area, x, y, width)
    corners = _corners(spec, area)
    marks += [mark for one in placed for mark in _mark(one)]
    marks += [*corners, *_names(placed, area, [text.box for text in corners])]
    return Drawing(width, int(area.bottom + 44), tuple(marks), (area,))


def _placed(kept: Sequence[Bubble], x: Axis, y: Axis, largest: float) -> list[Set]:
    """The largest first, so that the small lie over them; areas in proportion to sizes, none too small to see."""
    top = max([1.0, *(finite(b.size) or 0.0 for b in kept)])
    order = sorted(kept, key=lambda b: -(finite(b.size) or 0.0))
    radius = [max(4.0, largest * math.sqrt(max(finite(b.size) or 0.0, 0.0) / top)) for b in order]
    return [Set(b, x.at(b.x or 0.0), y.at(b.y or 0.0), round(r, 1)) for b, r in zip(order, radius, strict=True)]


def _mark(one: Set) -> list[Mark]:
    if one.bubble.closed:
        return [square(one.x, one.y, max(3.5, one.r * 0.886), "g-pt-closed" + (" q-closed" if one.bubble.quiet else ""))]
    return [Disc(one.x, one.y, one.r, "g-pt-ctx" if one.bubble.quiet else "g-pt")]


def _ground(spec: Bubbles, area: Box, x: Axis, y: Axis, width: int) -> list[Mark]:
    """The frame, the upper right quarter tinted, the lines of the split, ticks and the names of the axes."""
    marks: list[Mark] = [Rect(area.left, area.top, area.width, area.height, "g-box")]
    if spec.split is not None:
        across, up = x.at(spec.split[0]), y.at(spec.split[1])
        marks.append(Rect(across, area.top, round(area.right - across, 1), round(up - area.top, 1), "g-quad"))
        marks += [line(across, area.top, across, area.bottom, "g-frame"), line(area.left, up, area.right, up, "g-frame")]
    for tick in x.ticks:
        marks.append(Text(x.at(tick), area.bottom + 16, write(tick, spec.x_unit), small(width), "middle"))
    for tick in y.ticks:
        marks.append(Text(area.left - 6, y.at(tick) + 4, write(tick, spec.y_unit), small(width), "end"))
    marks.append(Text(area.right, area.bottom + 34, fit(spec.x, area.width, PLAIN), small(width), "end"))
    return [*marks, upright(spec.y, 13, area.top, area.bottom, small(width))]


def _corners(spec: Bubbles, area: Box) -> list[Text]:
    half = area.width / 2 - 14
    names = [fit(name, half, PLAIN) for name in spec.corners]
    top, low = area.top + 17, area.bottom - 8
    places = ((area.left + 8, top), (area.right - 8, top), (area.left + 8, low), (area.right - 8, low))
    return [
        Text(x, y, name, "t-quad", "end" if i % 2 else "start") for i, (name, (x, y)) in enumerate(zip(names, places, strict=True)) if name
    ]


def _names(placed: Sequence[Set], area: Box, taken: list[Box]) -> list[Mark]:
    """A name by each mark, the largest first; where no place is free near it, the table alone names it."""
    points = _edges(placed)
    marks: list[Mark] = []
    cores = [(one, _shrunk(one)) for one in placed]
    for one in placed:
        text = fit(one.bubble.name, 150, PLAIN)
        candidates, costs = _around(one, measure(text, PLAIN))
        others = [*taken, *(core for other, core in cores if other is not one)]
        box = Box(*candidates[least_covering(candidates, costs, others, points, area)].tolist())
        if any(box.covers(other, 0) for other in others) or not _within(box, area):
            continue
        taken = [*taken, box]
        marks += _leader(one, box)
        marks.append(Text(round(box.left, 1), round(box.top + 10.5, 1), text, "halo" if one.bubble.quiet else "t-bold halo"))
    return marks


def _shrunk(one: Set) -> Box:
    """What no name may cover of a mark."""
    r = 0.8 * one.r
    return Box(one.x - r, one.y - r, one.x + r, one.y + r)


def _leader(one: Set, box: Box) -> list[Mark]:
    """A thin line from the edge of a mark to a name that is not beside it."""
    x, y = min(max(one.x, box.left), box.right), min(max(one.y, box.top), box.bottom)
    far = math.hypot(x - one.x, y - one.y)
    if far < one.r + 12:
        return []
    share = one.r / far
    return [line(round(one.x + (x - one.x) * share, 1), round(one.y + (y - one.y) * share, 1), round(x, 1), round(y, 1), "g-leader")]


def _around(one: Set, wide: float) -> tuple[Floats, Floats]:
    """Places right, left, above and below of the mark, then farther, and how dear each is; shapes (m, 4) and (m,)."""
    gap = np.array([4.0, 10.0, 20.0, 32.0, 46.0])
    near, half = one.r + gap, LINE / 2
    level, middle, aside = np.full(5, one.y - half), np.full(5, one.x - wide / 2), one.r * 0.7
    after, before = np.full(5, one.x + aside), np.full(5, one.x - aside - wide)
    left = np.concatenate([one.x + near, one.x - near - wide, middle, middle, after, after, before, before])
    above, below = one.y - near, one.y + near
    top = np.concatenate([level, level, above - LINE, below, above - half, below - half, above - half, below - half])
    dear = np.repeat([0.0, 1.0, 0.5, 0.7, 2.0, 2.0, 2.5, 2.5], 5) + np.tile(gap, 8)
    return np.column_stack([left, top, left + wide, top + LINE]), dear


def _within(box: Box, area: Box) -> bool:
    return box.left >= area.left and box.right <= area.right and box.top >= area.top and box.bottom <= area.bottom


def _edges(placed: Sequence[Set]) -> Floats:
    """Points over every mark, for the names to stay off; shape (n, 2)."""
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    ring = np.vstack(
        [np.zeros((1, 2)), np.column_stack([np.cos(turns), np.sin(turns)]), 0.5 * np.column_stack([np.cos(turns), np.sin(turns)])]
    )
    return np.concatenate([ring * one.r + (one.x, one.y) for one in placed])


@gaps.register
def gaps_of_bubbles(spec: Bubbles) -> str:
    return why(spec.masked) if any(finite(b.x) is None or finite(b.y) is None for b in spec.bubbles) else ""


@table.register
def table_of_bubbles(spec: Bubbles) -> Table:
    head = (_("Name"), spec.x, spec.y, spec.size or _("Size"), _("Access"))
    rows = []
    for b in spec.bubbles:
        x, y = (write(finite(v), u) if finite(v) is not None else why(spec.masked) for v, u in ((b.x, spec.x_unit), (b.y, spec.y_unit)))
        rows.append((b.name, x, y, l10n.number(round(finite(b.size) or 0)), _("closed") if b.closed else _("open")))
    return Table(head, tuple(rows))
