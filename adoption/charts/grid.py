"""Tables shaded by size: on a page a real table, on paper the same cells drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch

from adoption.charts.base import hatched, is_narrow, small
from adoption.charts.marks import PLAIN, SMALL, Box, Drawing, Mark, Rect, Text
from adoption.charts.text import fit, measure

LEVELS = 6


@dataclass(frozen=True)
class Cell:
    """A cell: `level` is its class of heat, None where it is masked (then `reason`); an `empty` cell does not exist."""

    text: str
    level: int | None = 0
    reason: str = ""
    empty: bool = False


@dataclass(frozen=True)
class Column:
    """A head: `short` stands over the column, `full` is read aloud."""

    full: str
    short: str


@dataclass(frozen=True)
class Step:
    """A shade of the key and the numbers it stands for."""

    level: int
    text: str


@dataclass(frozen=True)
class Line:
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A shaded table; `key` names its shades, `note` stands before it; `masked` says why cells are hatched, where some are.

    `sparse`: few columns have a short head, which may run over the next ones.
    """

    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    key: tuple[Step, ...] = ()
    note: str = ""
    masked: str = ""
    sparse: bool = False


@singledispatch
def grid(spec: object) -> Grid | None:
    """The table to show in place of a drawing; None for the kinds that are drawn."""
    return None


def level(value: float, bounds: Sequence[float]) -> int:
    """The class of heat of a value: how many of the `bounds` (rising) it reaches."""
    return sum(value >= bound for bound in bounds)


def draw_grid(shown: Grid, width: int) -> Drawing:
    """The cells on paper: as many columns, the last ones, as can hold their numbers."""
    size = PLAIN if is_narrow(width) else SMALL
    names = min(0.35 * width, 12 + max([measure(row.name, PLAIN) for row in shown.rows] + [measure(shown.corner, size)]))
    room = 6 + max([measure(cell.text, size) for row in shown.rows for cell in row.cells] + [14.0])
    most = max(1, min(len(shown.columns), int((width - names - 4) / (room + 2))))
    first = len(shown.columns) - most
    step = min((width - names - 4) / most, 72.0)
    high = 24.0
    area = Box(names, 22, names + step * most, 22 + high * max(len(shown.rows), 1))
    marks: list[Mark] = [Text(0, 14, fit(shown.corner, names - 6, size), small(width))]
    marks += _heads(shown.columns[first:], area, step, width)
    for i, row in enumerate(shown.rows):
        top = area.top + high * i
        marks.append(Text(0, top + 16, fit(row.name, names - 8, PLAIN), "t-strong"))
        for j, cell in enumerate(row.cells[first:]):
            left = area.left + step * j
            marks += _cell(cell, Box(left, top, left + step - 2, top + high - 2), small(width))
    marks += _key(shown, area.bottom + 18, width)
    return Drawing(width, int(area.bottom + 30), tuple(marks), (area,))


def _heads(columns: Sequence[Column], area: Box, step: float, width: int) -> list[Mark]:
    """The heads that stand clear of the one before."""
    marks: list[Mark] = []
    edge = 0.0
    for j, column in enumerate(columns):
        text = Text(round(area.left + step * j + 2, 1), 14, column.short, small(width))
        if column.short and text.box.left >= edge and text.box.right <= width:
            marks.append(text)
            edge = text.box.right + 6
    return marks


def _cell(cell: Cell, box: Box, css: str) -> list[Mark]:
    if cell.empty:
        return []
    middle = Text(round((box.left + box.right) / 2, 1), box.top + 15, cell.text, f"{css} h{cell.level or 0}-t".strip(), "middle")
    if cell.level is None:
        return [*hatched(box), middle]
    return [Rect(round(box.left, 1), box.top, round(box.width, 1), box.height, f"h{cell.level}-r"), middle]


def _key(shown: Grid, y: float, width: int) -> list[Mark]:
    marks: list[Mark] = []
    x = 0.0
    size = PLAIN if is_narrow(width) else SMALL
    if shown.note and measure(shown.note, size) < width / 2:
        marks.append(Text(0, y, shown.note, small(width)))
        x = measure(shown.note, size) + 10
    for step in shown.key:
        wide = 22 + measure(step.text, size)
        if x + wide > width:
            break
        marks += [Rect(round(x, 1), y - 9, 16, 11, f"h{step.level}-r"), Text(round(x + 20, 1), y, step.text, small(width))]
        x += wide + 10
    return marks
