"""The sponsor's page: where the network stands, why, until when and what to try next; then the proof, read from rollups and one study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from adoption.charts import Spark, Sparkline
from adoption.dashboards.acts import Facts, acts, first_of
from adoption.dashboards.answers import Answer, replacement
from adoption.dashboards.deadline import when
from adoption.dashboards.fans import switch_off_chart
from adoption.dashboards.growing import growth_chart, matrix_chart, profiles_chart
from adoption.dashboards.living import survival_chart
from adoption.dashboards.next_act import NextAct
from adoption.dashboards.opening import open_or_closed, refusal
from adoption.dashboards.pages import Board, NotKept, asked, board_from
from adoption.dashboards.sections import Section, section
from adoption.dashboards.switch_off import switch_off
from adoption.dashboards.talking import delays_chart, talk_tiles
from adoption.dashboards.verdict import last_day
from adoption.dashboards.widening import ties_tiles, unit_ties, unit_weeks
from adoption.dashboards.words import Tile, tile
from adoption.history import Place, places
from adoption.history.clock import public_holidays
from adoption.metrics.catalogue import STAGES
from adoption.metrics.scope import ScopeFigures, scope_figures
from adoption.metrics.series import Series, by_size, load_series
from adoption.metrics.several import brief_figures
from adoption.metrics.studies import kept_weeks, newest, response_rates, stamp
from adoption.metrics.study import Study
from adoption.metrics.thresholds import thresholds
from adoption.models import NETWORK
from adoption.science import weeks
from adoption.science.figures import NO_ACTIVITY, Figure
from adoption.science.privacy import K

TILES = ("contributors_28d", "critical_mass_share", "contribution_rate", "momentum", "replacement_ratio", "self_carrying_index")
SHOWN = 50
SPARK = 12  # judged weeks
CHOICE = 52  # weeks to look back at


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
    many `others` are not shown · lives, the section on communities as a whole · studied, the end of the study's week where it is older
    than the figures' · weeks to choose from: name, last day, whether it is the one shown · stamp, what the drawings depend on · listed,
    what the table depends on besides."""

    board: Board
    answers: tuple[Answer, ...]
    act: NextAct | None
    sections: tuple[Section, ...]
    rows: tuple[Row, ...]
    others: int
    lives: Section
    studied: date | None
    weeks: tuple[tuple[str, date, bool], ...]
    stamp: str
    listed: str


def network_page(*, at: datetime, named: str = "") -> NetworkPage:
    """As of the last week, or of the `named` one; NotKept where nothing was counted then."""
    week, known, current = asked(at, named), places(), thresholds()
    largest = [id_ for id_ in by_size(week) if id_ in known]
    shown = largest[:SHOWN]
    series = load_series(public_holidays(), [NETWORK, *shown])
    own = series[NETWORK].upto(week) if NETWORK in series else None
    if named and not (own is not None and len(own) and int(own.weeks[-1]) == week):
        raise NotKept
    figures, study = scope_figures(own, week, current), newest(NETWORK, week)
    answered = response_rates(shown, week)
    facts = Facts(figures, study, current, tuple(known.values()))
    return NetworkPage(
        board=board_from(figures, own, current, TILES, study.way.forecast if study and study.way else None),
        answers=(replacement(figures), switch_off(study, own), when(study, own, current)),
        act=first_of(acts(facts)),
        sections=_sections(study, own),
        rows=_rows(known, [series[id_].upto(week) for id_ in shown], answered),
        others=len(largest[SHOWN:]),
        lives=_lives(study),
        studied=last_day(study.week) if study and study.week != week else None,
        weeks=tuple((weeks.label(one), last_day(one), one == week) for one in kept_weeks(NETWORK, CHOICE)),
        stamp=f"{week} {stamp(NETWORK, week)} {current}",
        listed="\n".join(f"{known[id_]} {answered.get(id_)}" for id_ in largest),
    )


def _lives(study: Study | None) -> Section:
    """Communities as a whole: none is ranked."""
    charts = [survival_chart(study), open_or_closed(study)]
    return section("lives", _("How long communities live"), _("Communities as a whole; none is ranked."), (), charts, refusal(study))


def _sections(study: Study | None, series: Series | None) -> tuple[Section, ...]:
    talk, ties, habits, units = (study.talk, study.ties, study.habits, study.units) if study else (None, None, None, None)
    return (
        section(
            "switch-off", _("Without animation"),
            _("If all animation stopped today, would it be alive in a year? The test answers only where the past allows it."),
            charts=[switch_off_chart(study, series)],
        ),
        section(
            "talk", _("Are people answered?"),
            _("Newcomers who are answered come back more often (Joyce and Kraut, 2006): an association, not a proof."),
            talk_tiles(talk), [delays_chart(talk)],
        ),
        section("profiles", _("Who takes part"), _("Habits of people over 12 weeks; no one is "
            "named."), (), [growth_chart(habits), profiles_chart(habits), matrix_chart(habits)]),
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
