"""The sponsor's page: where the network stands, why, until when and what to try next; then the proof, read from rollups and one study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adoption.dashboards.acts import Facts, NextAct, acts, first_of
from adoption.dashboards.answers import Answer, replacement
from adoption.dashboards.deadline import when
from adoption.dashboards.pages import Board, asked, board_from
from adoption.dashboards.switch_off import switch_off
from adoption.dashboards.words import Tile, tile
from adoption.history import Place, places
from adoption.history.clock import public_holidays
from adoption.metrics.catalogue import STAGES
from adoption.metrics.scope import ScopeFigures, scope_figures
from adoption.metrics.series import by_size, load_series
from adoption.metrics.studies import newest
from adoption.metrics.thresholds import thresholds
from adoption.models import NETWORK

TILES = ("contributors_28d", "critical_mass_share", "contribution_rate", "momentum", "replacement_ratio", "self_carrying_index")
SHOWN = 50


@dataclass(frozen=True)
class Row:
    """A community in the sponsor's table; the figures of fewer than five people are without value."""

    place: Place
    stage: str
    stage_name: str
    members: Tile
    contributors: Tile
    rate: Tile
    momentum: Tile


@dataclass(frozen=True)
class NetworkPage:
    """Template: board · answers (three) · act (the next one, or None) · rows, the communities by number of members; `others` not shown."""

    board: Board
    answers: tuple[Answer, ...]
    act: NextAct | None
    rows: tuple[Row, ...]
    others: int


def network_page(*, at: datetime) -> NetworkPage:
    week, known, current = asked(at), places(), thresholds()
    largest = [id_ for id_ in by_size(week) if id_ in known]
    series = load_series(public_holidays(), [NETWORK, *largest[:SHOWN]])
    own = series[NETWORK].upto(week) if NETWORK in series else None
    figures, study = scope_figures(own, week, current), newest(NETWORK, week)
    facts = Facts(figures, study, current, tuple(known.values()))
    return NetworkPage(
        board=board_from(figures, own, current, TILES),
        answers=(replacement(figures), switch_off(study, own), when(study, own, current)),
        act=first_of(acts(facts)),
        rows=_rows(known, largest[:SHOWN], {id_: scope_figures(series[id_], week, None) for id_ in largest[:SHOWN]}),
        others=len(largest[SHOWN:]),
    )


def _rows(known: dict[int, Place], ids: Sequence[int], figures: dict[int, ScopeFigures]) -> tuple[Row, ...]:
    return tuple(_row(known[id_], figures[id_]) for id_ in ids)


def _row(place: Place, figures: ScopeFigures) -> Row:
    return Row(
        place, figures.stage, str(STAGES[figures.stage]), tile("eligible", figures.eligible),
        tile("contributors_28d", figures.contributors_28d), tile("contribution_rate", figures.contribution_rate),
        tile("momentum", figures.momentum, figures.direction),
    )  # fmt: skip
