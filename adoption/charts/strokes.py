"""The lines of a curve: unbroken stretches, discs for points that stand alone, bands, and the points that labels should not hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adoption.charts.marks import Disc, Mark, Path
from adoption.charts.scales import Axis, finite
from adoption.science.figures import Floats


@dataclass(frozen=True)
class Place:
    """A point of the data in pixels, and its value."""

    x: float
    y: float
    value: float


def stretches(values: Sequence[float | None], x: Axis, y: Axis, start: int = 0) -> list[list[Place]]:
    """The unbroken runs of values, from position `start` on; what is missing separates them."""
    runs: list[list[Place]] = [[]]
    for i, value in enumerate(values):
        known = finite(value)
        if known is None:
            runs.append([])
        else:
            runs[-1].append(Place(x.at(start + i), y.at(known), known))
    return [run for run in runs if run]


def strokes(runs: Sequence[Sequence[Place]], css: str, dot: str) -> list[Mark]:
    """Each run as a line, or as a disc where it is one point."""
    marks: list[Mark] = []
    for run in runs:
        if len(run) == 1:
            marks.append(Disc(run[0].x, run[0].y, 3, dot))
        else:
            marks.append(Path(through(run), css))
    return marks


def through(run: Sequence[Place]) -> str:
    return "M" + "L".join(f"{p.x:g} {p.y:g}" for p in run)


def band(low: Sequence[Place], high: Sequence[Place], css: str) -> Path:
    """The area between two lines of as many points."""
    back = "L".join(f"{p.x:g} {p.y:g}" for p in reversed(low))
    return Path(f"{through(high)}L{back}Z", css)


def seen(runs: Sequence[Sequence[Place]], step: float = 4.0) -> Floats:
    """Points every few pixels along the lines, for labels to stay off; shape (n, 2)."""
    found = [np.empty((0, 2))]
    for run in runs:
        at = np.array([(p.x, p.y) for p in run])
        if len(at) < 2:
            found.append(at)
            continue
        along = np.arange(at[0, 0], at[-1, 0] + step, step)
        found.append(np.column_stack([along, np.interp(along, at[:, 0], at[:, 1])]))
    return np.concatenate(found)
