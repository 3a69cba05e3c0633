"""The 2 x 2 matrices of profiles: four named cells, shaded by their share, with the count printed large."""

from __future__ import annotations

from django.utils.translation import gettext as _

from adoption.charts.base import Table, draw, hatched, is_narrow, small, table, text_block, why
from adoption.charts.marks import LARGE, PLAIN, Box, Drawing, Mark, Path, Rect, Text, line
from adoption.charts.scales import write
from adoption.charts.spec.tables import Quadrant, Quadrants
from adoption.charts.text import fit, measure, wrap
from adoption.charts.upright import upright

GAP = 3.0
_SHADES = (0.05, 0.15, 0.3, 0.45, 0.6)  # shares at which the next shade begins; ours


@draw.register
def draw_quadrants(spec: Quadrants, width: int) -> Drawing:
    narrow = is_narrow(width)
    side = 26.0
    right = min(width - 4.0, side + 620)
    high = 96.0 if narrow else 112.0
    area = Box(side, 6, right, 6 + 2 * high + GAP)
    wide = (area.width - GAP) / 2
    total = sum(cell.count for cell in spec.cells if cell.count is not None)
    whole = all(cell.count is not None for cell in spec.cells)
    marks: list[Mark] = []
    for i, cell in enumerate(spec.cells[:4]):
        left, top = area.left + (i % 2) * (wide + GAP), area.top + (i // 2) * (high + GAP)
        marks += _cell(cell, Box(left, top, left + wide, top + high), total if whole else 0, spec)
    marks += _axes(spec, area, width)
    return Drawing(width, int(area.bottom + 26), tuple(marks), (area,))


def shade(share: float) -> int:
    """From 0 to 5, the class of heat of a share."""
    return sum(share >= bound for bound in _SHADES)


def _cell(cell: Quadrant, box: Box, total: int, spec: Quadrants) -> list[Mark]:
    if cell.count is None:
        return [
            *hatched(box),
            Text(box.left + 12, box.top + 22, fit(cell.name, box.width - 24, PLAIN), "t-strong halo"),
            Text(box.left + 12, box.top + 56, "—", "t-big halo"),
            *text_block(wrap(why(spec.masked), box.width - 24, PLAIN, 2), box.left + 12, box.top + 76, "halo"),
        ]
    share = cell.count / total if total else None
    level = 0 if share is None else shade(share)
    ink = f"h{level}-t"
    number = write(cell.count, "count")
    marks: list[Mark] = [
        Rect(round(box.left, 1), box.top, round(box.width, 1), box.height, f"h{level}-r"),
        Text(box.left + 12, box.top + 22, fit(cell.name, box.width - 24, PLAIN), f"t-bold {ink}"),
        Text(box.left + 12, box.top + 56, number, f"t-big {ink}"),
    ]
    beside = box.left + 20 + measure(number, LARGE)
    if share is not None and beside + measure(write(share, "share"), PLAIN) < box.right:
        marks.append(Text(round(beside, 1), box.top + 56, write(share, "share"), ink))
    return marks + text_block(wrap(cell.text, box.width - 24, PLAIN, 2), box.left + 12, box.top + 76, ink) if cell.text else marks


def _axes(spec: Quadrants, area: Box, width: int) -> list[Mark]:
    """Which way each axis grows: its name between low and high, and an arrow."""
    y = area.bottom + 12
    tip = area.right - 6
    return [
        line(area.left, area.bottom + 6, area.right - 4, area.bottom + 6, "g-tick"),
        Path(f"M{tip:g} {area.bottom + 3:g}L{area.right:g} {area.bottom + 6:g}L{tip:g} {area.bottom + 9:g}", "g-arrow"),
        Text(area.right, y + 10, fit(spec.x, area.width, PLAIN), small(width), "end"),
        line(area.left - 6, area.bottom, area.left - 6, area.top + 4, "g-tick"),
        Path(f"M{area.left - 9:g} {area.top + 6:g}L{area.left - 6:g} {area.top:g}L{area.left - 3:g} {area.top + 6:g}", "g-arrow"),
        upright(spec.y, area.left - 13, area.top, area.bottom, small(width)),
    ]


@table.register
def table_of_quadrants(spec: Quadrants) -> Table:
    whole = all(cell.count is not None for cell in spec.cells)
    total = sum(cell.count or 0 for cell in spec.cells)
    rows = tuple(
        (
            c.name,
            why(spec.masked) if c.count is None else write(c.count, "count"),
            write((c.count or 0) / total if whole and total else None, "share"),
        )
        for c in spec.cells
    )
    return Table((_("Profile"), _("People"), _("Share of people")), rows)
