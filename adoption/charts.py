"""Chart specs: every coordinate computed here, so that a template only draws. A chart always carries its sentence and its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10
from typing import TypeAlias

from babel.dates import format_date
from django.utils.translation import get_language

from rse.lib import l10n
from rse.lib.sentences import Sentence

WIDE, NARROW = 820, 360
_Scale: TypeAlias = Callable[[float], float]


@dataclass(frozen=True)
class Tick:
    """A mark of an axis: its place in pixels, its text."""

    at: float
    text: str


@dataclass(frozen=True)
class Band:
    """A stretch of time behind the curves: from `x`, `width` wide, its text centred at `middle`."""

    x: float
    width: float
    middle: float
    text: str


@dataclass(frozen=True)
class Line:
    """A curve: `paths` are the points of each unbroken stretch, for <polyline points>; its name stands at (label_x, label_y)."""

    key: str
    name: str
    paths: tuple[str, ...]
    label_x: float
    label_y: float
    value: str


@dataclass(frozen=True)
class Drawing:
    """One size of a chart, in pixels: the plot lies within left, right, top, bottom."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    low_season: tuple[Band, ...]
    references: tuple[Band, ...]
    threshold: Tick | None

    @property
    def plot_height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Table:
    """The data of a chart: a header and rows of texts, the first cell of each heading it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A figure: title (the finding), sentence, two drawings (`wide`, and `narrow` under 640 px), table, note about the references."""

    key: str
    title: str
    sentence: Sentence
    wide: Drawing
    narrow: Drawing
    table: Table
    note: str


@dataclass(frozen=True)
class Curve:
    """Values by week to draw; None is a gap."""

    key: str
    name: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Span:
    """Weeks `first..last` (positions) to mark behind the curves."""

    first: float
    last: float
    text: str


@dataclass(frozen=True)
class Plot:
    """What `draw` needs: curves over weeks whose Mondays are `days`."""

    days: Sequence[date]
    curves: Sequence[Curve]
    low_season: Sequence[Span]
    references: Sequence[Span]
    threshold: float | None
    threshold_text: str


def draw(plot: Plot, width: int) -> Drawing:
    """Place a plot in a width; the height follows."""
    narrow = width < 640
    left, right = (38.0, width - 12.0) if narrow else (46.0, width - 150.0)
    top, bottom = 28.0, (228.0 if narrow else 328.0)
    last = max(len(plot.days) - 1, 1)
    highest = max([1, *(v for c in plot.curves for v in c.values if v is not None), ceil(plot.threshold or 0)])
    step = _step(highest, 4)
    ceiling = step * ceil(highest / step)

    def x(week: float) -> float:
        return round(left + (right - left) * min(max(week, 0), last) / last, 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - top) * value / ceiling, 1)

    return Drawing(
        width, int(bottom) + 32, left, right, top, bottom,
        x_ticks=_x_ticks(plot.days, x, 4 if narrow else 8),
        y_ticks=tuple(Tick(y(v), l10n.number(v)) for v in range(0, ceiling + 1, step)),
        lines=_apart([_line(curve, x, y) for curve in plot.curves]),
        low_season=_bands(plot.low_season, x, last),
        references=_bands(plot.references, x, last),
        threshold=None if plot.threshold is None else Tick(y(plot.threshold), plot.threshold_text),
    )  # fmt: skip


def _line(curve: Curve, x: _Scale, y: _Scale) -> Line:
    paths: list[list[str]] = [[]]
    end: tuple[float, float, int] | None = None
    for week, value in enumerate(curve.values):
        if value is None:
            paths.append([])
        else:
            paths[-1].append(f"{x(week)},{y(value)}")
            end = (x(week), y(value), value)
    drawn = tuple(" ".join(path) for path in paths if path)
    at = end or (0.0, 0.0, 0)
    return Line(curve.key, curve.name, drawn, at[0] + 8, at[1] + 4, l10n.number(at[2]) if end else "")


def _apart(lines: list[Line], gap: float = 15.0) -> tuple[Line, ...]:
    """The same lines with their names moved so that none covers another."""
    placed: dict[str, float] = {}
    floor = 0.0
    for line in sorted(lines, key=lambda line: line.label_y):
        floor = placed[line.key] = max(line.label_y, floor + gap) if placed else line.label_y
    return tuple(Line(o.key, o.name, o.paths, o.label_x, placed[o.key], o.value) for o in lines)


def _bands(spans: Sequence[Span], x: _Scale, last: int) -> tuple[Band, ...]:
    kept = [span for span in spans if span.first <= last]
    return tuple(Band(x(s.first), round(x(s.last) - x(s.first), 1), round((x(s.first) + x(s.last)) / 2, 1), s.text) for s in kept)


def _x_ticks(days: Sequence[date], x: _Scale, most: int) -> tuple[Tick, ...]:
    """The first week of a month now and then, at most `most` of them."""
    starts = [i for i in range(len(days)) if i == 0 or days[i].month != days[i - 1].month]
    every = max(1, ceil(len(starts) / most))
    language = "fr" if (get_language() or "fr").startswith("fr") else "en_GB"
    return tuple(Tick(x(i), format_date(days[i], "MMM yy", locale=language)) for i in starts[::every])


def _step(highest: int, ticks: int) -> int:
    """A round distance between ticks: 1, 2 or 5 times a power of ten."""
    rough = max(1.0, highest / ticks)
    power = 10 ** int(log10(rough))
    return int(next(power * unit for unit in (1, 2, 5, 10) if power * unit >= rough))
