"""Checks a publication from outside: what a reader can work out, by linear programming, from what is printed alone.

Shares no code with the suppression: it knows only the numbers on the page and which are the sums of which.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from adoption.science.figures import Bools, Floats, Ints
from adoption.science.privacy.floor import K

SLACK = 1e-6
FEW = 4  # cells left for which a programme each is quicker than throwing dice


@dataclass(frozen=True)
class Offender:
    """A hidden cell (`at`, its place in the printed array) that a reader knows to lie in low..high, fewer than k apart.

    `apart`: not the cell itself but the people of the unit there who are in none of its parts, known to be fewer than k.
    """

    at: tuple[int, ...]
    low: float
    high: float
    apart: bool = False


def audit(printed: Floats, k: int = K, parent: Ints | None = None) -> tuple[Offender, ...]:
    """The cells that a reader can work out too closely; none is as it should be. Raises ValueError where the printed sums disagree.

    `printed`: NaN where nothing is printed. Without `parent` a list with its total last, or a table with its totals last; with it a tree of
    units, shape (units,), or units by categories with their total last. A hidden cell is taken to hold somebody, since zeros are printed.
    """
    if parent is None:
        parent = np.array([len(printed) - 1] * (len(printed) - 1) + [-1], dtype=np.int64)
        return _Page(printed, parent, strict=True).offenders(k)
    return _Page(printed, parent, strict=False).offenders(k)


class _Page:
    """Unknowns: the hidden cells, then for every unit with parts its people in none of them (`rest`; none where `strict`)."""

    def __init__(self, printed: Floats, parent: Ints, *, strict: bool) -> None:
        self.printed = printed
        grid = printed if printed.ndim == 2 else printed[:, None]
        units, width = grid.shape
        above = sorted({int(p) for p in parent if p >= 0})
        cells = units * width
        sums: list[tuple[int, list[int]]] = []
        for place, unit in enumerate(above):
            parts = np.flatnonzero(parent == unit)
            for column in range(width):
                rest = [] if strict else [cells + place * width + column]
                sums.append((unit * width + column, [int(p) * width + column for p in parts] + rest))
        if printed.ndim == 2:
            sums += [(unit * width + width - 1, [unit * width + column for column in range(width - 1)]) for unit in range(units)]
        rests = 0 if strict else len(above) * width
        units_of = np.concatenate([np.arange(units), np.array([] if strict else above, dtype=np.int64)])
        self.places = [(int(unit), column) for unit in units_of for column in range(width)]
        self.known = np.concatenate([grid.ravel(), np.full(rests, np.nan)])
        self.cells = cells
        self._equations(sums)

    def _equations(self, sums: list[tuple[int, list[int]]]) -> None:
        unknown = np.isnan(self.known)
        column = np.cumsum(unknown) - 1
        entries: list[tuple[int, int, float]] = []
        right = np.zeros(len(sums))
        for row, (total, parts) in enumerate(sums):
            for cell, sign in [(total, -1.0), *((part, 1.0) for part in parts)]:
                if unknown[cell]:
                    entries.append((row, int(column[cell]), sign))
                else:
                    right[row] -= sign * self.known[cell]
        self.unknown = np.flatnonzero(unknown)
        shape = (len(sums), len(self.unknown))
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        self.left, self.right = csr_array((signs, (rows, columns)), shape=shape), right
        self.floor = np.where(self.unknown < self.cells, 1.0, 0.0)

    def _solve(self, goal: Floats) -> Floats | None:
        """The unknowns that make `goal` largest; None where it has no bound."""
        found = linprog(  # type: ignore[call-overload]  # its stub knows no sparse matrix
            -goal, A_eq=self.left, b_eq=self.right, bounds=np.c_[self.floor, np.full(len(self.floor), np.inf)], method="highs"
        )
        if found.status == 3 or (found.status == 4 and goal.any() and self._solve(np.zeros(len(goal))) is not None):
            return None
        if found.status != 0:
            raise ValueError("what is printed does not add up")
        return np.asarray(found.x, dtype=np.float64)

    def offenders(self, k: int) -> tuple[Offender, ...]:
        if not len(self.unknown):
            return ()
        apart = self.unknown >= self.cells
        found = []
        for i in np.flatnonzero(self._doubtful(k, apart)):
            low, high = self._range(int(i))
            if (SLACK < high < k - SLACK) if apart[i] else (high - low < k - SLACK):
                found.append(Offender(self._place(int(i)), low, high, bool(apart[i])))
        return tuple(found)

    def _doubtful(self, k: int, apart: Bools) -> Bools:
        """Cells not yet seen to vary by k: corners of what is possible, thrown at those left, clear most without a programme for each."""
        size = len(self.unknown)
        low, high, left = np.full(size, np.inf), np.full(size, -np.inf), np.ones(size, dtype=np.bool_)
        dice, before = np.random.default_rng(size), size + 1
        while left.sum() < before and left.sum() > FEW:
            before = int(left.sum())
            for _ in range(2):
                corner = self._solve(np.where(left, dice.choice([-1.0, 1.0], size), 0.0))
                if corner is not None:
                    low, high = np.minimum(low, corner), np.maximum(high, corner)
            left = np.where(apart, high < k - SLACK, ~(high - low >= k - SLACK))
        return left

    def _range(self, i: int) -> tuple[float, float]:
        goal = np.zeros(len(self.unknown))
        goal[i] = 1.0
        top, bottom = self._solve(goal), self._solve(-goal)
        return (0.0 if bottom is None else float(bottom[i])), (np.inf if top is None else float(top[i]))

    def _place(self, i: int) -> tuple[int, ...]:
        place = self.places[int(self.unknown[i])]
        return place if self.printed.ndim == 2 else place[:1]


def hidden_sets(printed: Floats, k: int = K) -> Bools:
    """Which lines of a list or table, totals last, hide 1 to k - 1 people under a printed total: rows, then columns; one for a list."""
    lines = [printed] if printed.ndim == 1 else [*printed, *printed.T]
    return np.array([bool(np.isnan(line[:-1]).any() and 0 < line[-1] - np.nansum(line[:-1]) < k) for line in lines], dtype=np.bool_)
