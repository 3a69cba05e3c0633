"""Plots on one scale: side by side where there is room, one under another on a phone."""

from __future__ import annotations

from adoption.charts.base import Table, draw, gaps, is_narrow, nothing, table
from adoption.charts.lines import known, panel
from adoption.charts.marks import PLAIN, Box, Drawing, Mark, Text
from adoption.charts.move import moved
from adoption.charts.scales import extent
from adoption.charts.spec.time import Panels
from adoption.charts.text import fit

TITLE, GAP = 22.0, 20


@draw.register
def draw_panels(spec: Panels, width: int) -> Drawing:
    values = [value for _name, plot in spec.panels for value in known(plot)]
    if not values:
        return nothing(width)
    stacked = is_narrow(width) or len(spec.panels) > 2
    wide = width if stacked else (width - GAP) // 2
    marks: list[Mark] = []
    plots: list[Box] = []
    x, y, bottom = 0.0, 0.0, 0
    for name, plot in spec.panels:
        # Half a wide drawing is as narrow as a phone: names stand beside their lines.
        one = moved(panel(plot, wide, 170.0 if stacked else 230.0, extent(values)), x, y + TITLE)
        marks += [Text(round(x, 1), y + 14, fit(name, wide, PLAIN), "t-strong"), *one.marks]
        plots += one.plots
        bottom = max(bottom, int(y + TITLE + one.height))
        x, y = (0.0, y + TITLE + one.height + 6) if stacked else (x + wide + GAP, y)
    return Drawing(width, bottom, tuple(marks), tuple(plots))


@gaps.register
def gaps_of_panels(spec: Panels) -> str:
    return next((reason for _name, plot in spec.panels if (reason := gaps(plot))), "")


@table.register
def table_of_panels(spec: Panels) -> Table:
    """The tables of the plots one after another, each row with the name of its plot."""
    tables = [(name, table(plot)) for name, plot in spec.panels]
    head = max((one.head for _name, one in tables), key=len, default=())
    rows = [(f"{name}, {row[0]}", *row[1:]) for name, one in tables for row in one.rows]
    return Table(head, tuple(rows))
