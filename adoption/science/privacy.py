"""Privacy floor (adoption.md 6): nothing on fewer than k people, shares of small groups rounded, tables safe from subtraction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import linprog

from adoption.science.figures import NOT_ENOUGH_PEOPLE, Bools, Figure, Floats

K = 5
K_UNITS = 10
SMALL = 50
GRAIN = 0.05


def masked(figure: Figure, people: int, k: int = K) -> Figure:
    """The figure, or its place without value where it rests on fewer than k people; an empty group keeps its own reason."""
    if figure.value is None or people >= k:
        return figure
    return figure.because(NOT_ENOUGH_PEOPLE)


def coarse_share(figure: Figure, n: int) -> Figure:
    """A proportion of fewer than 50 people rounded to 5 points, at most 95 % and at least 5 %, its interval rounded outward."""
    if figure.value is None or n >= SMALL:
        return figure
    value = min(max(round(figure.value / GRAIN) * GRAIN, GRAIN), 1 - GRAIN)
    low = None if figure.low is None else math.floor(figure.low / GRAIN + 1e-9) * GRAIN
    high = None if figure.high is None else math.ceil(figure.high / GRAIN - 1e-9) * GRAIN
    return replace(figure, value=value, low=None if low is None else min(low, value), high=None if high is None else max(high, value))


def publishable(first_total: int, second_total: int, k: int = K) -> bool:
    """Whether a second published total may stand beside a first: equal, or at least k people apart."""
    return first_total == second_total or abs(first_total - second_total) >= k


def suppress(counts: Sequence[Sequence[int]], k: int = K) -> Bools:
    """Which cells of a table of people, published with its row and column totals, must be hidden; shape of `counts`.

    First every cell of 1 to k - 1 people, then, as long as the totals would pin a hidden cell within fewer than k values or hide
    fewer than k people in a row or column, the smallest open cell beside it.
    """
    table = np.array(counts, dtype=np.float64)
    if table.ndim != 2 or not table.size:
        return np.zeros(table.shape, dtype=np.bool_)
    hidden = (table > 0) & (table < k)
    while hidden.any():
        weak = _weakest(table, hidden, k)
        if weak is None or not _hide_beside(table, hidden, weak):
            break
    return hidden


def _weakest(table: Floats, hidden: Bools, k: int) -> tuple[int, int] | None:
    for row, column in zip(*np.nonzero(hidden), strict=True):
        low, high = feasible(table, hidden, (int(row), int(column)))
        thin = min(table[row][hidden[row]].sum(), table[:, column][hidden[:, column]].sum()) < k
        if high - low < k or thin:
            return int(row), int(column)
    return None


def _hide_beside(table: Floats, hidden: Bools, cell: tuple[int, int]) -> bool:
    """Hides the smallest open cell of the same row, else of the same column; False when nothing is left to hide."""
    row, column = cell
    open_row = [(table[row, j], row, j) for j in range(table.shape[1]) if not hidden[row, j]]
    open_column = [(table[i, column], i, column) for i in range(table.shape[0]) if not hidden[i, column]]
    thinner_row = hidden[row].sum() <= hidden[:, column].sum()
    choices = (open_row or open_column) if thinner_row else (open_column or open_row)
    if not choices:
        choices = [(table[i, j], i, j) for i, j in np.argwhere(~hidden)]
    if not choices:
        return False
    _, i, j = min(choices)
    hidden[i, j] = True
    return True


def feasible(table: Floats, hidden: Bools, cell: tuple[int, int]) -> tuple[float, float]:
    """Smallest and largest value of a hidden cell that the open cells and the totals allow (linear programming)."""
    cells = [tuple(c) for c in np.argwhere(hidden)]
    rows, columns = table.shape
    equations = np.zeros((rows + columns, len(cells)))
    for at, (i, j) in enumerate(cells):
        equations[i, at] = equations[rows + j, at] = 1
    known = np.where(hidden, 0.0, table)
    left = np.concatenate([(table - known).sum(axis=1), (table - known).sum(axis=0)])
    goal = np.zeros(len(cells))
    goal[cells.index(cell)] = 1
    ends = [linprog(sign * goal, A_eq=equations, b_eq=left, bounds=(0, None)) for sign in (1, -1)]
    return float(ends[0].fun or 0.0), -float(ends[1].fun or 0.0)
