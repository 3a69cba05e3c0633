"""Where labels go: one under another, in lanes, or where they cover least of what is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from adoption.charts.marks import Box
from adoption.science.figures import Floats

FAR = 1e6


def apart(middles: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """The middles moved so that stretches of these heights do not overlap, within top and bottom where they fit; shape (n,).

    Going down each is pushed below the one before; then, from the bottom, back up.
    """
    order = sorted(range(len(middles)), key=lambda i: middles[i])
    placed = list(middles)
    edge = top
    for i in order:
        placed[i] = max(placed[i], edge + heights[i] / 2)
        edge = placed[i] + heights[i] / 2
    edge = max(bottom, top + sum(heights))
    for i in reversed(order):
        placed[i] = min(placed[i], edge - heights[i] / 2)
        edge = placed[i] - heights[i] / 2
    return placed


def lanes(stretches: Sequence[tuple[float, float]], gap: float = 8.0) -> list[int]:
    """For each stretch (left, right) the lowest lane, from 0, in which it is clear of those before it."""
    ends: list[list[tuple[float, float]]] = []
    found: list[int] = []
    for left, right in stretches:
        lane = next((i for i, taken in enumerate(ends) if all(right + gap <= a or left >= b + gap for a, b in taken)), len(ends))
        if lane == len(ends):
            ends.append([])
        ends[lane].append((left, right))
        found.append(lane)
    return found


def least_covering(boxes: Floats, costs: Floats, taken: Sequence[Box], points: Floats, area: Box) -> int:
    """Which of the boxes covers no label taken, then lies within the area, then hides fewest points, then costs least.

    boxes: (left, top, right, bottom) of each place thought of, shape (m, 4); costs: shape (m,); points: of what is drawn, shape (n, 2).
    """
    left, top, right, bottom = (boxes[:, i : i + 1] for i in range(4))
    x, y = points[:, 0], points[:, 1]
    total = costs + 12.0 * ((x >= left) & (x <= right) & (y >= top) & (y <= bottom)).sum(axis=1)
    outside = np.maximum(0, area.left - left) + np.maximum(0, right - area.right)
    outside += np.maximum(0, area.top - top) + np.maximum(0, bottom - area.bottom)
    total += 1000 * outside[:, 0]
    if taken:
        other = np.array([(box.left, box.top, box.right, box.bottom) for box in taken]).T
        wide = np.minimum(right, other[2]) - np.maximum(left, other[0])
        high = np.minimum(bottom, other[3]) - np.maximum(top, other[1])
        total += FAR * np.where((wide > 0) & (high > 0), 1 + wide * high, 0).sum(axis=1)
    return int(total.argmin())
