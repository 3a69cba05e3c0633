"""How unequally contributions are made: Lorenz curves under the diagonal of equality."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts import frame
from adoption.charts.base import Table, draw, is_narrow, nothing, small, table
from adoption.charts.labels import Label, beside
from adoption.charts.marks import Box, Drawing, Mark, Text, line
from adoption.charts.scales import Axis, finite, write
from adoption.charts.spec.places import Lorenz
from adoption.charts.strokes import Place, band, seen, strokes
from adoption.charts.upright import upright

TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_TONES = ("1", "2", "3", "4", "5")
_ROWS = 10  # of the table, per curve


@draw.register
def draw_lorenz(spec: Lorenz, width: int) -> Drawing:
    curves = [(name, _points(x, y)) for name, x, y in spec.curves]
    if not any(len(points) > 1 for _name, points in curves):
        return nothing(width)
    side = 250.0 if is_narrow(width) else 340.0
    left = 62.0 if is_narrow(width) else max(62.0, (width - side) / 2 - 40)
    area = Box(left, 10, left + side, 10 + side)
    x, y = Axis(0, 1, area.left, area.right, TICKS), Axis(0, 1, area.bottom, area.top, TICKS)
    marks = frame.horizontal(area, y, "share", width)
    for tick in TICKS:
        marks += [line(x.at(tick), area.bottom, x.at(tick), area.bottom + 4, "g-tick")]
        marks.append(Text(x.at(tick), area.bottom + 18, write(tick, "share"), small(width), "middle"))
    marks.append(Text(area.right, area.bottom + 36, _("People, least active first"), small(width), "end"))
    marks.append(upright(_("Share of contributions"), area.left - 46, area.top, area.bottom, small(width)))
    equality = [Place(x.at(s), y.at(s), s) for s in TICKS]
    runs = [(name, [Place(x.at(a), y.at(b), b) for a, b in points]) for name, points in curves if len(points) > 1]
    marks += _area(runs, equality)
    marks += strokes([equality], "g-naive", "g-dot f-ctx")
    for (_name, run), tone in zip(runs, _TONES, strict=False):
        marks += strokes([run], f"g-line s-{tone}", f"g-dot f-{tone}")
    named = zip(runs, _TONES, strict=False)
    labels = [Label(name, run[: max(2, round(0.8 * len(run)))], fill=f"f-{tone}") for (name, run), tone in named if name]
    labels.append(Label(_("Equality"), equality[:4], css="halo"))
    points = np.concatenate([seen([run]) for run in (equality, *(run for _name, run in runs))])
    return Drawing(width, int(area.bottom + 46), tuple(marks + beside(labels, area, points)), (area,))


def _points(x: Sequence[float], y: Sequence[float]) -> list[tuple[float, float]]:
    pairs = ((finite(float(a)), finite(float(b))) for a, b in zip(x, y, strict=False))
    return [(a, b) for a, b in pairs if a is not None and b is not None]


def _area(runs: Sequence[tuple[str, list[Place]]], equality: list[Place]) -> list[Mark]:
    """The area between equality and the curve, where there is one curve only."""
    return [band(runs[0][1], equality, "g-ci b-1")] if len(runs) == 1 else []


@table.register
def table_of_lorenz(spec: Lorenz) -> Table:
    """What the least active 10 %, 20 %… of people make."""
    rows: list[tuple[str, ...]] = []
    known = [_points(x, y) for _name, x, y in spec.curves]
    for i in range(1, _ROWS + 1):
        share = i / _ROWS
        made = [float(np.interp(share, [a for a, _b in points], [b for _a, b in points])) if points else None for points in known]
        rows.append((write(share, "share"), *(write(value, "share") for value in made)))
    return Table((_("People, least active first"), *(name or _("Share of contributions") for name, _x, _y in spec.curves)), tuple(rows))
