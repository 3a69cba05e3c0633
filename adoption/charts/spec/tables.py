"""Charts that are tables: heat maps and cohorts, whose every cell holds its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adoption.charts.scales import Unit
from adoption.charts.spec.time import Values


@dataclass(frozen=True)
class Heat:
    """Rows by columns of numbers, shaded by size; a missing cell is hatched, with its reason. `short` heads stand over the columns.

    Heat("Unit", ["Quality", "Finance"], ["week of 3 March", "week of 10 March"], [[3, 8], [None, 1]],
         short=["March", ""], masked="fewer than 5 people", note="Contributions per 100 people:")
    `blank` holds the (row, column) of cells that do not exist, such as months to come.
    """

    corner: str
    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Values]
    short: Sequence[str] = ()
    unit: Unit = "count"
    masked: str = ""
    note: str = ""
    blank: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Cohorts:
    """The triangle of those who stay: row i is a month of first contribution, of `sizes[i]` people; column j the share active j months on.

    Cohorts(["March 26", "April 26"], [42, None], [[1.0, 0.55], [None]], masked="fewer than 5 people")
    A row may stop early, where months are not complete yet; a cohort without size is masked whole.
    """

    months: Sequence[str]
    sizes: Values
    kept: Sequence[Values]
    masked: str = ""


@dataclass(frozen=True)
class Quadrant:
    """One of the four: its name, how many people, or None when they are too few to be shown."""

    name: str
    count: int | None
    text: str = ""


@dataclass(frozen=True)
class Quadrants:
    """The 2 x 2 matrix of Lecko: two axes, low and high. In the order of reading: top left, top right, bottom left, bottom right.

    Quadrants("Fidelity: weeks with a visit", "Activity",
              [Quadrant("Compulsive", 18), Quadrant("Regular", 140), Quadrant("Inactive", 320), Quadrant("Faithful", None)])
    """

    x: str
    y: str
    cells: Sequence[Quadrant]
    masked: str = ""
