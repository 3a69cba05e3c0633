"""A figure of a page: the finding as its title, one sentence, the drawing in two sizes, its data and a note."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from adoption.charts.base import HALF, NARROW, WIDE, Table, draw, gaps, table
from adoption.charts.grid import Grid, grid
from adoption.charts.marks import Drawing
from adoption.charts.spark import spark_text
from adoption.charts.spec.time import Spark
from adoption.charts.svg import svg
from rse.lib.sentences import Sentence


@dataclass(frozen=True)
class Chart:
    """A spec with what is said of it; drawings are made when first asked for.

    Chart("replies", _("Nine in ten newcomers get a reply"), sentence, Bars([Bar("Arrived", 58), Bar("Answered", 52)]))
    `half`: for a card that shares its row with another. `data`: a table in place of the one that the spec gives.
    """

    key: str
    title: str
    sentence: Sentence
    spec: object
    note: str = ""
    half: bool = False
    data: Table | None = None

    @cached_property
    def wide(self) -> Drawing:
        return draw(self.spec, HALF if self.half else WIDE)

    @cached_property
    def narrow(self) -> Drawing:
        return draw(self.spec, NARROW)

    @cached_property
    def wide_svg(self) -> str:
        return svg(self.wide, self.sentence.text, "drawn-wide")

    @cached_property
    def narrow_svg(self) -> str:
        return svg(self.narrow, self.sentence.text, "drawn-narrow")

    @cached_property
    def grid(self) -> Grid | None:
        """The shaded table that stands in place of a drawing, for the kinds that are one."""
        return grid(self.spec)

    @property
    def gaps(self) -> str:
        return gaps(self.spec)

    @cached_property
    def table(self) -> Table:
        return self.data or table(self.spec)


@dataclass(frozen=True)
class Sparkline:
    """A sparkline for a cell of a table: its drawing, and its text for those who listen."""

    spec: Spark

    @cached_property
    def drawing(self) -> Drawing:
        return draw(self.spec, 96)

    @cached_property
    def svg(self) -> str:
        return svg(self.drawing, self.text, "spark")

    @property
    def text(self) -> str:
        return spark_text(self.spec)
