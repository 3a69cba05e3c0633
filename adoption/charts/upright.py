"""The name of a vertical axis, written upwards."""

from __future__ import annotations

from adoption.charts.marks import PLAIN, SMALL, Text
from adoption.charts.text import fit


def upright(text: str, x: float, top: float, bottom: float, css: str) -> Text:
    """The text read from bottom to top, its baseline at x, centred between top and bottom."""
    size = SMALL if "t-11" in css.split() else PLAIN
    return Text(round(x, 1), round((top + bottom) / 2, 1), fit(text, bottom - top, size), css, "middle", upright=True)
