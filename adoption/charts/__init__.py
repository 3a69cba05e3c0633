"""One spec, one drawing for every surface: what a chart says (`spec`), its places in pixels (`draw`), its data (`table`), its ink (`svg`).

chart = Chart("welcome", _("Nine in ten newcomers get a reply"), sentence, Bars([Bar("Arrived", 58), Bar("Answered", 52)]))
{% include "adoption/_chart.html" %} shows it; svg_file(chart.wide) is the same drawing for a PDF or a slide.
"""

from adoption.charts import bars, bubbles, dots, flows, heat, lines, lorenz, panels, quadrants, spark, stacks, survival
from adoption.charts.base import HALF, NARROW, WIDE, Table, draw, table
from adoption.charts.figure import Chart, Sparkline
from adoption.charts.grid import Grid, grid
from adoption.charts.marks import Drawing
from adoption.charts.scales import Unit
from adoption.charts.spec.places import Bar, Bars, Bubble, Bubbles, Dot, Dots, Lorenz, Pair, Pairs, Reference, Steps, Survival
from adoption.charts.spec.tables import Cohorts, Heat, Quadrant, Quadrants
from adoption.charts.spec.time import Curve, Fan, Flows, Moment, Panels, Part, Plot, Span, Spark, Stacks, Tone
from adoption.charts.svg import svg, svg_file

KINDS = (bars, bubbles, dots, flows, heat, lines, lorenz, panels, quadrants, spark, stacks, survival)  # each registers what it draws

__all__ = [
    "HALF", "KINDS", "NARROW", "WIDE", "Bar", "Bars", "Bubble", "Bubbles", "Chart", "Cohorts", "Curve", "Dot", "Dots", "Drawing", "Fan",
    "Flows", "Grid", "Heat", "Lorenz", "Moment", "Pair", "Pairs", "Panels", "Part", "Plot", "Quadrant", "Quadrants", "Reference", "Span",
    "Spark", "Sparkline", "Stacks", "Steps", "Survival", "Table", "Tone", "Unit", "draw", "grid", "svg", "svg_file", "table",
]  # fmt: skip
