"""Names on the marks: at the right end of curves where there is room, else beside them, never one over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adoption.charts.base import text_block
from adoption.charts.marks import PLAIN, Box, Mark, Rect, line
from adoption.charts.placing import apart, least_covering
from adoption.charts.strokes import Place
from adoption.charts.text import measure, wrap
from adoption.science.figures import Floats

LEADING = 14.0
MARGIN, BESIDE = 190.0, 240.0  # most pixels that a name at the right, or beside its line, may take
SWATCH = 14.0
CROSSING = 60.0  # as dear as being so many pixels farther
TRIES = 8
_OFFSETS = np.array([9.0, 24.0, 40.0, 58.0, 78.0, 100.0, 130.0])  # pixels above or below a line
_BACK = np.array([0.0, 0.5, 1.0])  # which part of the label stands before the point
_ALONG = ((1.0, 0.0), (0.85, 2.0), (0.7, 4.0), (0.5, 6.0), (0.3, 8.0), (0.1, 10.0))  # place along the run, and how dear it is


@dataclass(frozen=True)
class Label:
    """A name, its value and a line under them, for a run of points; its last one is where a name at the right belongs.

    `fill` is the class of a small swatch, for names that stand among several lines. A `lone` point may be named at its side.
    """

    name: str
    run: Sequence[Place]
    value: str = ""
    under: str = ""
    css: str = "t-strong halo"
    fill: str = ""
    lone: bool = False

    @property
    def end(self) -> Place:
        return self.run[-1]

    def lines(self, width: float) -> tuple[str, ...]:
        """The text in lines of at most `width` pixels; a value that does not fit beside its name stands under it."""
        whole = f"{self.name} · {self.value}" if self.name and self.value else self.name or self.value
        if measure(whole, PLAIN) <= width:
            first: tuple[str, ...] = (whole,)
        else:
            first = _joined(wrap(self.name, width, PLAIN, 2), self.value, width)
        return (*first, *wrap(self.under, width, PLAIN, 2)) if self.under else first


def _joined(names: tuple[str, ...], value: str, width: float) -> tuple[str, ...]:
    """The value after the last line of the name where it fits, else on a line of its own."""
    last = f"{names[-1]} · {value}"
    return (*names[:-1], last) if value and measure(last, PLAIN) <= width else (*names, *([value] if value else []))


def right_margin(labels: Sequence[Label]) -> float:
    """Room at the right for these labels, wrapped where they are long."""
    return 16 + max([20.0, *(measure(line_, PLAIN) for label in labels for line_ in label.lines(MARGIN))])


def at_right(labels: Sequence[Label], area: Box, edge: float) -> list[Mark]:
    """The names in a column right of the plot, up to `edge`, each near its end; a thin line leads to those that had to move."""
    x = area.right + 12
    blocks = [label.lines(edge - x) for label in labels]
    heights = [LEADING * len(block) + 2 for block in blocks]
    middles = apart([label.end.y for label in labels], heights, area.top - 8, area.bottom + 8)
    marks: list[Mark] = []
    for label, block, height, middle in zip(labels, blocks, heights, middles, strict=True):
        if abs(middle - label.end.y) > 9:
            marks.append(line(label.end.x + 4, label.end.y, x - 2, round(middle, 1), "g-leader"))
        marks += text_block(block, x, middle - height / 2 + 12, label.css)
    return marks


def beside(labels: Sequence[Label], area: Box, points: Floats, taken: Sequence[Box] = ()) -> list[Mark]:
    """The names near their lines, where they hide least and nothing taken; with a swatch where several have one."""
    several = len({label.fill for label in labels if label.fill}) > 1
    marks: list[Mark] = []
    taken = list(taken)
    for label in labels:
        indent = SWATCH if several and label.fill else 0.0
        block = label.lines(min(BESIDE, area.width) - indent)
        wide, high = indent + max(measure(each, PLAIN) for each in block), LEADING * len(block)
        chosen = _chosen(label, wide, high, area, points, taken)
        taken.append(chosen)
        if label.lone and (leader := _leader(label.end, chosen)):
            marks.append(line(*leader, "g-leader"))
            taken.append(
                Box(min(leader[0], leader[2]) - 1, min(leader[1], leader[3]), max(leader[0], leader[2]) + 1, max(leader[1], leader[3]))
            )
        if indent:
            marks.append(Rect(round(chosen.left, 1), round(chosen.top + 5, 1), 10, 4, f"{label.fill} halo"))
        marks += text_block(block, chosen.left + indent, chosen.top + 11, label.css)
    return marks


def _chosen(label: Label, wide: float, high: float, area: Box, points: Floats, taken: Sequence[Box]) -> Box:
    """The best place for a label of this size; the line to a lone point should cross no other label."""
    boxes, costs = _around(label, wide, high, area)
    best = least_covering(boxes, costs, taken, points, area)
    for _again in range(TRIES if label.lone else 0):
        if not _crosses(label.end, Box(*boxes[best].tolist()), taken):
            break
        costs[best] += CROSSING
        best = least_covering(boxes, costs, taken, points, area)
    return Box(*boxes[best].tolist())


def _crosses(point: Place, box: Box, taken: Sequence[Box]) -> bool:
    """Whether the line from the point to this box would pass through a label; the point's own mark does not count."""
    leader = _leader(point, box)
    if leader is None:
        return False
    x1, y1, x2, y2 = leader
    along = [Box(x1 + (x2 - x1) * s, y1 + (y2 - y1) * s, x1 + (x2 - x1) * s + 1, y1 + (y2 - y1) * s + 1) for s in (0.3, 0.5, 0.7, 0.9)]
    return any(one.covers(other, 0) for one in along for other in taken if not other.covers(Box(x1, y1, x1 + 1, y1 + 1), 0))


def _leader(point: Place, box: Box) -> tuple[float, float, float, float] | None:
    """The ends of a thin line from a lone point to its text, where they do not touch."""
    y = box.bottom if box.bottom < point.y else box.top
    x = min(max(point.x, box.left + 4), box.right - 4)
    return (point.x, point.y, round(x, 1), round(y, 1)) if abs(y - point.y) > 16 and not box.top < point.y < box.bottom else None


def _around(label: Label, wide: float, high: float, area: Box) -> tuple[Floats, Floats]:
    """Places above and below points of the run, dearer as they are farther from it and from its end; shapes (m, 4) and (m,)."""
    run = label.run
    shares = _ALONG if len(run) > 1 else _ALONG[:1]
    at = np.array([(p.x, p.y) for p in (run[round(share * (len(run) - 1))] for share, _dear in shares)])
    dear = np.repeat([cost for _share, cost in shares], len(_BACK))
    x, y = np.repeat(at[:, 0], len(_BACK)), np.repeat(at[:, 1], len(_BACK))
    left = np.clip(x - wide * np.tile(_BACK, len(shares)), area.left, max(area.right - wide, area.left))
    costs = dear + np.abs(left + wide / 2 - x) / 20
    tops = np.concatenate([y[:, None] - _OFFSETS - high, y[:, None] + _OFFSETS], axis=1)
    corner = np.column_stack([np.repeat(left, tops.shape[1]), tops.ravel()])
    costs = (costs[:, None] + np.tile(_OFFSETS, 2)).ravel()
    if label.lone:
        sides = [(run[-1].x + 9, run[-1].y - high / 2), (run[-1].x - 9 - wide, run[-1].y - high / 2)]
        corner, costs = np.concatenate([sides, corner]), np.concatenate([[0.0, 1.0], costs])
    return np.column_stack([corner, corner + np.array([wide, high])]), costs
