"""Sparklines: the shape of a series, its last point marked, its first and last values for those who listen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from adoption.charts.base import Table, draw, table
from adoption.charts.marks import Disc, Drawing, Mark
from adoption.charts.scales import Axis, finite, write
from adoption.charts.spec.time import Spark
from adoption.charts.strokes import stretches, strokes

WIDTH, HEIGHT, EDGE = 96, 28, 4.0


@draw.register
def draw_spark(spec: Spark, width: int = WIDTH) -> Drawing:
    """The series between its least and its greatest value: shape only, without a zero."""
    known = [v for value in spec.values if (v := finite(value)) is not None]
    if not known:
        return Drawing(width, HEIGHT, ())
    low, high = min(known), max(known)
    x = Axis(0, max(len(spec.values) - 1, 1), EDGE, width - EDGE)
    y = Axis(low, high, HEIGHT - EDGE, EDGE) if high > low else Axis(low - 1, low + 1, HEIGHT - EDGE, EDGE)
    tone = "ctx" if spec.flat else "1"
    runs = stretches(spec.values, x, y)
    end = runs[-1][-1]
    marks: list[Mark] = [*strokes(runs, f"g-spark s-{tone}", f"f-{tone}"), Disc(end.x, end.y, 2.5, f"f-{tone}")]
    return Drawing(width, HEIGHT, tuple(marks))


def spark_text(spec: Spark) -> str:
    """What a sparkline says aloud."""
    known = [v for value in spec.values if (v := finite(value)) is not None]
    if not known:
        return _("No data yet")
    return _("from %(first)s to %(last)s") % {"first": write(known[0], spec.unit), "last": write(known[-1], spec.unit)}


@table.register
def table_of_spark(spec: Spark) -> Table:
    return Table((_("Shape"),), ((spark_text(spec),),))
