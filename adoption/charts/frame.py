"""The frame of a plot over weeks: axes, shaded seasons, reference bands, and what happened, named in lanes above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adoption.charts.base import is_narrow, small
from adoption.charts.marks import PLAIN, SMALL, Box, Mark, Rect, Text, line
from adoption.charts.placing import lanes
from adoption.charts.scales import Axis, Unit, month_ticks, write
from adoption.charts.spec.time import Plot, Span
from adoption.charts.text import fit, measure

LANE = 15.0


@dataclass(frozen=True)
class Above:
    """A text above the plot, and the stretch of positions or the moment it names."""

    middle: float
    text: str
    moment: bool = False


def size_of(width: float) -> float:
    return PLAIN if is_narrow(width) else SMALL


def left_margin(axis: Axis, unit: Unit, width: float) -> float:
    """Room for the texts of the ticks."""
    return max([24.0, *(measure(write(tick, unit), size_of(width)) + 10 for tick in axis.ticks)])


def horizontal(area: Box, y: Axis, unit: Unit, width: float) -> list[Mark]:
    """Grid lines with their values; zero is drawn stronger."""
    marks: list[Mark] = []
    for tick in y.ticks:
        at = y.at(tick)
        marks.append(line(area.left, at, area.right, at, "g-axis" if tick == 0 else "g-grid"))
        marks.append(Text(area.left - 6, at + 4, write(tick, unit), small(width), "end"))
    return marks


def weeks_axis(plot: Plot, area: Box, x: Axis, width: float) -> list[Mark]:
    """The months under the plot."""
    size = size_of(width)
    marks: list[Mark] = []
    for at, text in month_ticks(plot.days, x, size):
        half = measure(text, size) / 2
        middle = min(max(at, half), width - half)
        marks += [
            line(at, area.bottom, at, area.bottom + 4, "g-tick"),
            Text(round(middle, 1), area.bottom + 18, text, small(width), "middle"),
        ]
    return marks


def titles(plot: Plot, x: Axis, area: Box, width: float) -> tuple[list[tuple[Above, int]], int]:
    """The texts above the plot with their lanes, 0 the lowest, and how many lanes that takes."""
    last = len(plot.days) - 1
    size = size_of(width)
    moments = [Above(x.at(m.at), fit(m.text, area.width, size), moment=True) for m in plot.moments if 0 <= m.at <= last]
    spans = [
        Above((x.at(s.first) + x.at(s.last)) / 2, fit(s.text, area.width, size)) for s in plot.references if s.text and s.first <= last
    ]
    low = lanes([_stretch(each, area, width) for each in moments])
    under = max([lane + 1 for lane in low], default=0)
    high = [under + lane for lane in lanes([_stretch(each, area, width) for each in spans])]
    return list(zip([*moments, *spans], [*low, *high], strict=True)), max([lane + 1 for lane in [*low, *high]], default=0)


def above(placed: Sequence[tuple[Above, int]], area: Box, width: float) -> list[Mark]:
    """Those texts, and the upright line of each moment."""
    lines: list[Mark] = []
    texts: list[Mark] = []
    for named, lane in placed:
        left, right = _stretch(named, area, width)
        baseline = round(area.top - 7 - lane * LANE, 1)
        if named.moment:
            lines.append(line(named.middle, baseline + 4, named.middle, area.bottom, "g-moment"))
        texts.append(Text(round((left + right) / 2, 1), baseline, named.text, f"{small(width)} halo".strip(), "middle"))
    return lines + texts


def bands(spans: Sequence[Span], x: Axis, area: Box, last: float, css: str) -> list[Mark]:
    """Spans of weeks as rectangles as high as the plot."""
    kept = [(x.at(s.first), x.at(s.last)) for s in spans if s.first <= last and s.last >= 0]
    return [Rect(a, area.top, round(b - a, 1), round(area.height, 1), css) for a, b in kept if b > a]


def _stretch(named: Above, area: Box, width: float) -> tuple[float, float]:
    """Where the text stands: over what it names, within the drawing."""
    wide = measure(named.text, size_of(width))
    middle = min(max(named.middle, area.left + wide / 2), max(area.right - wide / 2, area.left + wide / 2))
    return middle - wide / 2, middle + wide / 2
