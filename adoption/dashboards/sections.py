"""A part of a page of figures: its title, what it is about, tiles, and charts one or two in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adoption.charts import Chart
from adoption.dashboards.words import Tile


@dataclass(frozen=True)
class Section:
    """Template `adoption/_section.html`: key (its anchor), title, about, tiles, rows of charts; `note` ends it."""

    key: str
    title: str
    about: str
    tiles: tuple[Tile, ...]
    rows: tuple[tuple[Chart, ...], ...]
    note: str = ""

    @property
    def empty(self) -> bool:
        return not self.tiles and not self.rows


def section(key: str, title: str, about: str, tiles: Sequence[Tile] = (), charts: Sequence[Chart | None] = (), note: str = "") -> Section:
    """Charts that there are; two halves that follow each other share a row, a half alone takes the whole of it."""
    rows: list[tuple[Chart, ...]] = []
    for chart in charts:
        if chart is None:
            continue
        if chart.half and rows and len(rows[-1]) == 1 and rows[-1][0].half:
            rows[-1] = (*rows[-1], chart)
        else:
            rows.append((chart,))
    return Section(key, title, about, tuple(tiles), tuple(rows), note)
