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


def least_covering(candidates: Sequence[Box], costs: Sequence[float], taken: Sequence[Box], points: Floats, area: Box) -> int:
    """Which of the candidates covers no label taken, then lies within the area, then hides fewest points, then costs least.

    points: shape (n, 2), of what is drawn.
    """
    boxes = np.array([(c.left, c.top, c.right, c.bottom) for c in candidates])
    total = np.array(costs, dtype=float)
    if len(points):
        x, y = points[:, 0], points[:, 1]
        inside = (x >= boxes[:, :1]) & (x <= boxes[:, 2:3]) & (y >= boxes[:, 1:2]) & (y <= boxes[:, 3:])
        total += 8 * inside.sum(axis=1)
    outside = np.maximum(0, area.left - boxes[:, 0]) + np.maximum(0, boxes[:, 2] - area.right)
    outside += np.maximum(0, area.top - boxes[:, 1]) + np.maximum(0, boxes[:, 3] - area.bottom)
    total += 1000 * outside
    for box in taken:
        wide = np.minimum(boxes[:, 2], box.right) - np.maximum(boxes[:, 0], box.left)
        high = np.minimum(boxes[:, 3], box.bottom) - np.maximum(boxes[:, 1], box.top)
        total += FAR * np.where((wide > 0) & (high > 0), 1 + wide * high, 0)
    return int(total.argmin())
