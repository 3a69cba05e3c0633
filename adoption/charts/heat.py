"""Heat maps of units and weeks, and the triangle of cohorts, as shaded tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts.base import Table, draw, nothing, table, why
from adoption.charts.grid import LEVELS, Cell, Column, Grid, Line, Step, draw_grid, grid, level
from adoption.charts.marks import Drawing
from adoption.charts.scales import Unit, finite, write
from adoption.charts.spec.tables import Cohorts, Heat
from rse.lib import l10n

_KEPT = (0.1, 0.2, 0.35, 0.5, 0.7)  # shares of a cohort at which the next shade begins; ours


@grid.register
def grid_of_heat(spec: Heat) -> Grid:
    values = [finite(v) for row in spec.values for v in row]
    bounds = shades([v for v in values if v is not None], spec.unit)
    short = [*spec.short, *[""] * len(spec.columns)] if spec.short else list(spec.columns)
    rows = tuple(
        Line(name, tuple(_cell(_at(row, j), spec, bounds, (i, j)) for j in range(len(spec.columns))))
        for i, (name, row) in enumerate(zip(spec.rows, spec.values, strict=True))
    )
    columns = tuple(Column(full, brief) for full, brief in zip(spec.columns, short, strict=False))
    masked = why(spec.masked) if any(cell.level is None for row in rows for cell in row.cells) else ""
    return Grid(spec.corner, columns, rows, _key(bounds, spec.unit), spec.note, masked, bool(spec.short))


def shades(values: Sequence[float], unit: Unit) -> tuple[float, ...]:
    """Where the shades 1 to 5 begin: anything above zero, then the rounded 20, 40, 60 and 80 % points of what is above zero."""
    above = [v for v in values if v > 1e-9]
    if not above:
        return ()
    least = {"count": 1.0, "share": 0.01, "number": min(above), "points": 0.01}[unit]
    found = [min(least, min(above))]
    for cut in np.quantile(above, (0.2, 0.4, 0.6, 0.8)).tolist():
        bound = math.ceil(_rounded(cut)) if unit == "count" else _rounded(cut)
        if bound > found[-1]:
            found.append(bound)
    return tuple(found[: LEVELS - 1])


def _rounded(value: float) -> float:
    """Two significant digits, upwards."""
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    return round(math.ceil(value / unit - 1e-9) * unit, 10)


def _key(bounds: Sequence[float], unit: Unit) -> tuple[Step, ...]:
    if not bounds:
        return ()
    steps = [Step(0, write(0, unit))]
    for i, bound in enumerate(bounds):
        text = write(bound, unit)
        if i == len(bounds) - 1:
            text = _("%(least)s and more") % {"least": text}
        elif unit != "count" or bounds[i + 1] - 1 > bound:
            most = bounds[i + 1] - 1 if unit == "count" else bounds[i + 1]
            text = _("%(least)s to %(most)s") % {"least": text, "most": write(most, unit)}
        steps.append(Step(i + 1, text))
    return tuple(steps)


def _cell(value: float | None, spec: Heat, bounds: Sequence[float], place: tuple[int, int]) -> Cell:
    if place in spec.blank:
        return Cell("", empty=True)
    if value is None:
        return Cell("—", None, why(spec.masked))
    return Cell(write(value, spec.unit), level(value, bounds))


def _at(row: Sequence[float | None], j: int) -> float | None:
    return finite(row[j]) if j < len(row) else None


@grid.register
def grid_of_cohorts(spec: Cohorts) -> Grid:
    wide = max((len(row) for row in spec.kept), default=0)
    rows = tuple(_cohort(spec, i, wide) for i in range(len(spec.months)))
    later = (Column(_("month +%(n)s") % {"n": j}, f"+{j}") for j in range(wide))
    columns = (Column(_("people of the cohort"), _("people")), *later)
    steps = [Step(0, _("under %(most)s") % {"most": write(_KEPT[0], "share")})]
    steps += [
        Step(i + 1, _("%(least)s and more") % {"least": write(b, "share")} if i == 4 else write(b, "share")) for i, b in enumerate(_KEPT)
    ]
    masked = why(spec.masked) if any(cell.level is None for row in rows for cell in row.cells) else ""
    return Grid(_("First contribution in"), columns, rows, tuple(steps) if wide else (), _("Still contributing, months later:"), masked)


def _cohort(spec: Cohorts, i: int, wide: int) -> Line:
    size, reason = finite(spec.sizes[i]), why(spec.masked)
    kept = [finite(v) for v in spec.kept[i]]
    cells = [Cell("—", None, reason) if size is None else Cell(l10n.number(round(size)), 0)]
    for j in range(wide):
        if j >= len(kept):
            cells.append(Cell("", empty=True))
        elif size is None or (value := kept[j]) is None:
            cells.append(Cell("—", None, reason))
        else:
            cells.append(Cell(write(value, "share"), level(value, _KEPT)))
    return Line(spec.months[i], tuple(cells))


@draw.register(Heat)
@draw.register(Cohorts)
def draw_heat(spec: Heat | Cohorts, width: int) -> Drawing:
    """For paper and slides: the page shows the table itself."""
    shown = grid(spec)
    return draw_grid(shown, width) if shown is not None and shown.rows and shown.columns else nothing(width)


@table.register(Heat)
@table.register(Cohorts)
def table_of_heat(spec: Heat | Cohorts) -> Table:
    shown = grid(spec)
    if shown is None:
        return Table((), ())
    rows = tuple((row.name, *(cell.reason or cell.text for cell in row.cells)) for row in shown.rows)
    return Table((shown.corner, *(column.full for column in shown.columns)), rows)
