"""What a drawing is made of: rectangles, paths, discs and texts at their places in pixels, each in a class of chart.css."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from adoption.charts.text import measure

Anchor: TypeAlias = Literal["start", "middle", "end"]
SMALL, PLAIN, LARGE = 11.0, 12.0, 22.0
ASCENT, DESCENT = 0.78, 0.24  # of the size: what a line of text covers above and below its baseline


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing, y going down."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def covers(self, other: Box, slack: float = 0.5) -> bool:
        """Whether they share more than `slack` pixels both ways."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.bottom, other.bottom) - max(self.top, other.top) > slack
        )


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True)
class Path:
    """`d` as SVG writes it."""

    d: str
    css: str


@dataclass(frozen=True)
class Disc:
    x: float
    y: float
    r: float
    css: str


@dataclass(frozen=True)
class Text:
    """A line of text whose baseline is at y; or, upright, one read upwards whose baseline is at x."""

    x: float
    y: float
    text: str
    css: str = ""
    anchor: Anchor = "start"
    upright: bool = False

    @property
    def size(self) -> float:
        words = self.css.split()
        return SMALL if "t-11" in words else LARGE if "t-big" in words else PLAIN

    @property
    def box(self) -> Box:
        wide = measure(self.text, self.size)
        before = {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        if self.upright:
            lowest = self.y + before
            return Box(self.x - ASCENT * self.size, lowest - wide, self.x + DESCENT * self.size, lowest)
        left = self.x - before
        return Box(left, self.y - ASCENT * self.size, left + wide, self.y + DESCENT * self.size)


Mark: TypeAlias = Rect | Path | Disc | Text


@dataclass(frozen=True)
class Drawing:
    """One size of a chart: its marks in the order of painting; `plots` are the rectangles within which the data lie."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    plots: tuple[Box, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Text))


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Path:
    return Path(f"M{x1:g} {y1:g}L{x2:g} {y2:g}", css)


def square(x: float, y: float, half: float, css: str) -> Rect:
    return Rect(round(x - half, 1), round(y - half, 1), round(2 * half, 1), round(2 * half, 1), css)
