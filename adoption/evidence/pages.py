"""What the adoption pages show of a scope at the end of a week, by key: a pack takes its figures there and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from adoption.charts import Chart
from adoption.dashboards.answers import Answer
from adoption.dashboards.community import community_page
from adoption.dashboards.network import network_page
from adoption.dashboards.next_act import NextAct
from adoption.dashboards.pages import Board, NotKept
from adoption.dashboards.sections import Section
from adoption.dashboards.units import unit_page
from adoption.dashboards.verdict import last_day
from adoption.dashboards.words import Tile, tile
from adoption.history import places
from adoption.history.clock import public_holidays
from adoption.metrics.catalogue import BY_KEY
from adoption.metrics.scope import ScopeFigures, scope_figures
from adoption.metrics.series import Series, load_series
from adoption.metrics.thresholds import thresholds
from adoption.models import NETWORK, PackScope
from adoption.science import weeks
from rse.lib.sentences import Sentence

OF_SERIES = (
    "contributors_28d", "critical_mass_share", "contribution_rate", "momentum", "replacement_ratio", "self_carrying_index",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A page taken apart. `series` is cut at the last week; a unit has neither board nor series."""

    name: str
    tiles: dict[str, Tile]
    charts: dict[str, Chart]
    answers: tuple[Answer, ...] = ()
    acts: tuple[NextAct, ...] = ()
    board: Board | None = None
    figures: ScopeFigures | None = None
    series: Series | None = None
    finding: Sentence | None = None
    notes: dict[str, str] = field(default_factory=dict)


def shown(scope: str, scope_id: int, last: int, *, at: datetime) -> Shown:
    """NotKept where there is no such page, or nothing was counted that week."""
    if scope == PackScope.UNIT:
        return _unit(scope_id, last, at)
    series = load_series(public_holidays(), [scope_id or NETWORK]).get(scope_id or NETWORK)
    own = series.upto(last) if series is not None else None
    if own is None or not len(own) or int(own.weeks[-1]) != last:
        raise NotKept
    figures = scope_figures(own, last, thresholds())
    return _network(own, figures, last, at) if scope == PackScope.NETWORK else _community(scope_id, own, figures, last, at)


def _network(series: Series, figures: ScopeFigures, last: int, at: datetime) -> Shown:
    page = network_page(at=at, named=weeks.label(last))
    sections = (*page.sections, page.lives)
    acts = () if page.act is None else (page.act,)
    return Shown("", _tiles(figures, sections), _charts(page.board, sections), page.answers, acts, page.board, figures, series)


def _community(id_: int, series: Series, figures: ScopeFigures, last: int, at: datetime) -> Shown:
    place = places().get(id_)
    if place is None:
        raise NotKept
    page = community_page(place, at=at, animator=None, named=weeks.label(last))
    tiles = _tiles(figures, page.sections) | {one.tile.metric.key: one.tile for one in page.headlines}
    return Shown(place.name, tiles, _charts(page.board, page.sections), page.answers, (), page.board, figures, series)


def _unit(id_: int, last: int, at: datetime) -> Shown:
    page = unit_page(id_, at=at, named=weeks.label(last))
    if page is None or page.week_ends != last_day(last):
        raise NotKept
    row = page.row
    one = Tile(BY_KEY["unit_share"], row.value or "—", row.between, row.people, "" if row.value else page.finding.text)
    charts = {page.chart.key: page.chart} if row.course else {}
    return Shown(row.name, {"unit_share": one}, charts, finding=page.finding)


def _tiles(figures: ScopeFigures, sections: tuple[Section, ...]) -> dict[str, Tile]:
    own = {key: tile(key, getattr(figures, key), figures.direction if key == "momentum" else 0) for key in OF_SERIES}
    return own | {each.metric.key: each for section in sections for each in section.tiles}


def _charts(board: Board, sections: tuple[Section, ...]) -> dict[str, Chart]:
    found = {chart.key: chart for section in sections for row in section.rows for chart in row}
    return found if board.chart is None else {board.chart.key: board.chart, **found}
