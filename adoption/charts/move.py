"""A drawing set elsewhere, to stand beside another."""

from __future__ import annotations

import re
from dataclasses import replace

from adoption.charts.marks import Box, Drawing, Mark, Path

_POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


def moved(drawing: Drawing, dx: float, dy: float) -> Drawing:
    """The same marks dx to the right and dy down; paths must be absolute, written as "x y" pairs."""
    marks = tuple(_moved(mark, dx, dy) for mark in drawing.marks)
    plots = tuple(Box(p.left + dx, p.top + dy, p.right + dx, p.bottom + dy) for p in drawing.plots)
    return replace(drawing, marks=marks, plots=plots)


def _moved(mark: Mark, dx: float, dy: float) -> Mark:
    if isinstance(mark, Path):
        return replace(mark, d=_POINT.sub(lambda at: f"{float(at[1]) + dx:g} {float(at[2]) + dy:g}", mark.d))
    return replace(mark, x=round(mark.x + dx, 1), y=round(mark.y + dy, 1))
