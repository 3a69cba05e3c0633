"""Survival curves in steps, with their confidence band, and published points drawn hollow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts import frame
from adoption.charts.base import Table, draw, is_narrow, nothing, small, table
from adoption.charts.labels import Label, at_right, beside, right_margin
from adoption.charts.marks import PLAIN, Box, Disc, Drawing, Mark, Text, line
from adoption.charts.scales import Axis, axis, finite, write
from adoption.charts.spec.places import Reference, Steps, Survival
from adoption.charts.strokes import Place, band, strokes
from adoption.charts.text import fit
from adoption.science.figures import Floats
from rse.lib import l10n

QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
Step = tuple[float, float, float, float]  # time, share, low, high


@draw.register
def draw_survival(spec: Survival, width: int) -> Drawing:
    curves = [(curve, steps(curve)) for curve in spec.curves]
    ends = [spec.until or 0.0, *(found[-1][0] for _curve, found in curves), *(r.x for r in spec.references)]
    if not curves or max(ends) <= 0:
        return nothing(width)
    narrow = is_narrow(width)
    y = Axis(0.0, 1.0, 1.0, 0.0, QUARTERS)
    left = frame.left_margin(y, "share", width)
    labels_room = 14.0 if narrow else right_margin([_named(c, [Place(0, 0, found[-1][1])]) for c, found in curves])
    area = Box(left, 12, width - labels_room, 12 + (200.0 if narrow else 270.0))
    y = Axis(0.0, 1.0, area.bottom, area.top, y.ticks)
    x = axis((0.0, max(ends)), (area.left, area.right), "number", 4 if narrow else 8)
    x = Axis(0.0, max(ends), area.left, area.right, _months(x, max(ends)))
    marks = frame.horizontal(area, y, "share", width) + _time(spec, x, area, width)
    runs = [(curve, stairs(found, x, y)) for curve, found in curves]
    for curve, (low, middle, high) in runs:
        marks += [band(low, high, f"g-ci b-{curve.tone}")] if curve.low and curve.high else []
        marks += strokes([middle], f"g-line s-{curve.tone}", f"g-dot f-{curve.tone}")
    named = [_named(curve, middle) for curve, (_low, middle, _high) in runs]
    right = [] if narrow else named
    marks += at_right(right, area, width - 2)
    return Drawing(width, int(area.bottom + 46), tuple(marks + _hollow(spec, named if narrow else [], x, y, area)), (area,))


def steps(curve: Steps) -> list[Step]:
    """The steps from the whole at time 0 to the end of the data; those without a share are left out."""
    found: list[Step] = [(0.0, 1.0, 1.0, 1.0)]
    for i, time in enumerate(curve.times):
        share = finite(curve.share[i])
        if share is None or finite(time) is None:
            continue
        low = finite(curve.low[i]) if i < len(curve.low) else share
        high = finite(curve.high[i]) if i < len(curve.high) else share
        found.append((float(time), share, share if low is None else low, share if high is None else high))
    if curve.last is not None and curve.last > found[-1][0]:
        found.append((curve.last, *found[-1][1:]))
    return found


def stairs(found: Sequence[Step], x: Axis, y: Axis) -> tuple[list[Place], list[Place], list[Place]]:
    """Low, share and high as lines that stay level until the next step."""
    lines: tuple[list[Place], list[Place], list[Place]] = ([], [], [])
    for place, (time, share, low, high) in enumerate(found):
        for run, value in zip(lines, (low, share, high), strict=True):
            if place:
                run.append(Place(x.at(time), run[-1].y, run[-1].value))
            run.append(Place(x.at(time), y.at(value), value))
    return lines


def _months(x: Axis, last: float) -> tuple[float, ...]:
    """Ticks that divide a year, where the round ones are of more than two months."""
    step = x.ticks[1] - x.ticks[0]
    better = next((n for n in (1, 3, 6, 12, 24) if n >= step * 0.75), step) if step >= 1 else step
    return tuple(i * better for i in range(int(last / better + 1e-9) + 1))


def _time(spec: Survival, x: Axis, area: Box, width: int) -> list[Mark]:
    marks: list[Mark] = []
    for tick in x.ticks:
        marks += [line(x.at(tick), area.bottom, x.at(tick), area.bottom + 4, "g-tick")]
        marks.append(Text(x.at(tick), area.bottom + 18, write(tick, "number"), small(width), "middle"))
    return [*marks, Text(area.right, area.bottom + 36, fit(spec.x, area.width, PLAIN), small(width), "end")]


def _named(curve: Steps, run: Sequence[Place]) -> Label:
    return Label(curve.name, run, write(run[-1].value, "share"), fill=f"f-{curve.tone}")


def _hollow(spec: Survival, named: Sequence[Label], x: Axis, y: Axis, area: Box) -> list[Mark]:
    """The published points and their texts, and the names of curves where they do not stand at the right."""
    discs = [Disc(x.at(r.x), y.at(r.y), 5, "g-hollow") for r in spec.references]
    labels = [*named, *(Label(r.text, _at(r, x, y), css="halo", lone=True) for r in spec.references)]
    lines = [steps(curve) for curve in spec.curves]
    taken = [Box(disc.x - 6, disc.y - 6, disc.x + 6, disc.y + 6) for disc in discs]
    return [*beside(labels, area, seen_stairs(lines, x, y), taken), *discs]


def seen_stairs(curves: Sequence[Sequence[Step]], x: Axis, y: Axis) -> Floats:
    """Points every few pixels along the curves, for labels to stay off; shape (n, 2)."""
    found = [np.empty((0, 2))]
    for steps_ in curves:
        times, share = np.array([step[0] for step in steps_]), np.array([step[1] for step in steps_])
        at = np.arange(0, times[-1], 2 * (x.high - x.low) / (x.end - x.start))
        level = share[np.searchsorted(times, at, side="right") - 1]
        found.append(np.column_stack([x.start + at / x.high * (x.end - x.start), y.start + level * (y.end - y.start)]))
    return np.concatenate(found)


def _at(reference: Reference, x: Axis, y: Axis) -> list[Place]:
    return [Place(x.at(reference.x), y.at(reference.y), reference.y)]


@table.register
def table_of_survival(spec: Survival) -> Table:
    rows: list[tuple[str, ...]] = []
    for curve in spec.curves:
        for time, share, low, high in steps(curve):
            between = f"[{write(low, 'share')} ; {write(high, 'share')}]" if curve.low else ""
            rows.append((curve.name, l10n.number(round(time, 1)), write(share, "share"), between))
    rows += [(r.text, l10n.number(r.x), write(r.y, "share"), "") for r in spec.references]
    return Table((_("Curve"), spec.x, _("Still alive"), _("Interval")), tuple(rows))
