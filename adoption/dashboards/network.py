"""The sponsor's page: where the network stands, why, until when and what to try next; then the proof, read from rollups and one study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from adoption.charts import Chart, Spark, Sparkline
from adoption.dashboards.acts import Facts, NextAct, acts, first_of
from adoption.dashboards.answers import Answer, replacement
from adoption.dashboards.deadline import when
from adoption.dashboards.fans import switch_off_chart
from adoption.dashboards.growing import growth_chart, matrix_chart, profiles_chart
from adoption.dashboards.living import survival_chart
from adoption.dashboards.pages import Board, asked, board_from
from adoption.dashboards.sections import Section, section
from adoption.dashboards.switch_off import switch_off
from adoption.dashboards.talking import delays_chart, talk_tiles
from adoption.dashboards.widening import ties_tiles, unit_ties, unit_weeks
from adoption.dashboards.words import Tile, tile
from adoption.history import Place, places
from adoption.history.clock import public_holidays
from adoption.metrics.catalogue import STAGES
from adoption.metrics.scope import ScopeFigures, scope_figures
from adoption.metrics.series import Series, by_size, load_series
from adoption.metrics.several import brief_figures
from adoption.metrics.studies import newest, response_rates
from adoption.metrics.study import Study
from adoption.metrics.thresholds import thresholds
from adoption.models import NETWORK
from adoption.science.figures import NO_ACTIVITY, Figure
from adoption.science.privacy import K

TILES = ("contributors_28d", "critical_mass_share", "contribution_rate", "momentum", "replacement_ratio", "self_carrying_index")
SHOWN = 50
SPARK = 12  # judged weeks


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
    answered: Tile
    spark: Sparkline | None


@dataclass(frozen=True)
class NetworkPage:
    """Template: board · answers (three) · act (the next one, or None) · sections · rows, the communities by number of members, and how
    many `others` are not shown · survival, of communities."""

    board: Board
    answers: tuple[Answer, ...]
    act: NextAct | None
    sections: tuple[Section, ...]
    rows: tuple[Row, ...]
    others: int
    survival: Chart | None


def network_page(*, at: datetime) -> NetworkPage:
    week, known, current = asked(at), places(), thresholds()
    largest = [id_ for id_ in by_size(week) if id_ in known]
    shown = largest[:SHOWN]
    series = load_series(public_holidays(), [NETWORK, *shown])
    own = series[NETWORK].upto(week) if NETWORK in series else None
    figures, study = scope_figures(own, week, current), newest(NETWORK, week)
    facts = Facts(figures, study, current, tuple(known.values()))
    return NetworkPage(
        board=board_from(figures, own, current, TILES, study.way.forecast if study and study.way else None),
        answers=(replacement(figures), switch_off(study, own), when(study, own, current)),
        act=first_of(acts(facts)),
        sections=_sections(study, own),
        rows=_rows(known, [series[id_].upto(week) for id_ in shown], response_rates(shown, week)),
        others=len(largest[SHOWN:]),
        survival=survival_chart(study),
    )


def _sections(study: Study | None, series: Series | None) -> tuple[Section, ...]:
    talk, ties, habits, units = (study.talk, study.ties, study.habits, study.units) if study else (None, None, None, None)
    return (
        section(
            "switch-off", _("Without animation"),
            _("If all animation stopped today, would it be alive in a year? The test answers only where the past allows it."),
            charts=[switch_off_chart(study, series)],
        ),
        section(
            "talk", _("Are people answered?"), _("Whoever is answered comes back more often: the first thing that animation can change."),
            talk_tiles(talk), [delays_chart(talk), growth_chart(habits)],
        ),
        section("profiles", _("Who takes part"), _("Habits of people over 12 weeks; no one is "
            "named."), (), [profiles_chart(habits), matrix_chart(habits)]),
        section(
            "ties", _("How wide it is"), _("A network is as wide as its weakest unit, and as strong as the ties that cross its walls."),
            ties_tiles(ties), [unit_weeks(units), unit_ties(units)],
        ),
    )  # fmt: skip


def _rows(known: dict[int, Place], several: Sequence[Series], answered: dict[int, Figure]) -> tuple[Row, ...]:
    return tuple(
        _row(known[one.community_id], one, figures, answered) for one, figures in zip(several, brief_figures(several), strict=True)
    )


def _row(place: Place, series: Series, figures: ScopeFigures, answered: dict[int, Figure]) -> Row:
    rate = answered.get(place.id, Figure.none(NO_ACTIVITY))
    hidden = figures.contributors_28d.value is None
    return Row(
        place, figures.stage, str(STAGES[figures.stage]), tile("eligible", figures.eligible),
        tile("contributors_28d", figures.contributors_28d), tile("contribution_rate", figures.contribution_rate),
        tile("momentum", figures.momentum, figures.direction), tile("response_rate", rate), None if hidden else _spark(series),
    )  # fmt: skip


def _spark(series: Series) -> Sparkline | None:
    """Contributors over 28 days in the last 12 judged weeks; None under two of five people."""
    recent = series.counts["eligible28"][series.judged][-SPARK:]
    values = [int(value) if value >= K else None for value in recent.tolist()]
    return Sparkline(Spark(values)) if sum(value is not None for value in values) > 1 else None
