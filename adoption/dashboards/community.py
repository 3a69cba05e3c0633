"""The health of one community, for those who animate it: what it can do without them, what waits, and how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from adoption.charts import Chart
from adoption.dashboards.answers import Answer, replacement
from adoption.dashboards.carrying import Carrying, carrying, index_chart, months_chart
from adoption.dashboards.course import funnel_chart, weeks_chart
from adoption.dashboards.deadline import when
from adoption.dashboards.fans import switch_off_chart
from adoption.dashboards.growing import growth_chart, profiles_chart
from adoption.dashboards.headlines import Headline, headlines
from adoption.dashboards.pages import Board, asked, board_from
from adoption.dashboards.sections import Section, section
from adoption.dashboards.switch_off import switch_off
from adoption.dashboards.talking import delays_chart, talk_tiles
from adoption.dashboards.todo import Todo, counted, live, prompts
from adoption.dashboards.wider import maturity_tile, wide_note, wide_tiles
from adoption.history import Place
from adoption.history.clock import public_holidays
from adoption.metrics.scope import ScopeFigures, scope_figures
from adoption.metrics.series import Series, load_series
from adoption.metrics.studies import newest
from adoption.metrics.study import Habits, Study
from adoption.metrics.thresholds import thresholds
from adoption.science.selfcarry import FEWEST_MEMBERS


@dataclass(frozen=True)
class CommunityPage:
    """Template: place · board · carrying · todo · headlines (four) · answers (three) · sections.

    `young`: too few members, or too early, to say more than raw signs; `small`: too few members ever to be studied as they are.
    """

    place: Place
    board: Board
    carrying: Carrying
    todo: Todo
    headlines: tuple[Headline, ...]
    answers: tuple[Answer, ...]
    sections: tuple[Section, ...]
    young: bool
    small: bool


def community_page(place: Place, *, at: datetime, animator: int | None, named: str = "") -> CommunityPage:
    """`animator`: the person who looks, where they animate the community and read it; nobody else gets what waits by name.

    As of the last week, or of the `named` one, for papers.
    """
    week, current = asked(at, named), thresholds()
    series = load_series(public_holidays(), [place.id]).get(place.id)
    own = series.upto(week) if series is not None else None
    own = own if own is not None and len(own) else None
    figures, study = scope_figures(own, week, current), newest(place.id, week)
    small = figures.week is not None and figures.eligible.n < FEWEST_MEMBERS
    young = small or figures.stage == "insufficient" or figures.contributors_28d.value is None
    return CommunityPage(
        place=place,
        board=board_from(figures, own, current, (), study.way.forecast if study and study.way else None),
        carrying=carrying(figures, own),
        todo=Todo(
            live=None if animator is None else live(place, reader=animator, at=at, with_signs=young),
            counted=counted(study) if animator is None else (),
            prompts=() if small else prompts(place, figures, study),
        ),
        headlines=headlines(figures, study),
        answers=(switch_off(study, own), replacement(figures), when(study, own, current)),
        sections=() if small else _sections(figures, study, own),
        young=young,
        small=small,
    )


def _sections(figures: ScopeFigures, study: Study | None, series: Series | None) -> tuple[Section, ...]:
    talk, ties, habits = (study.talk, study.ties, study.habits) if study else (None, None, None)
    shown = series if figures.contributors_28d.value is not None else None
    people = study.eligible if study else 0
    made = (
        section(
            "carrying", _("Without those who animate"), _("What members do by themselves, and what would be left if animation stopped."),
            charts=[months_chart(shown), index_chart(shown), switch_off_chart(study, shown)],
        ),
        section(
            "talk", _("Are people answered?"), _("Whoever is answered comes back more often: the first thing that animation can change."),
            talk_tiles(talk)[2:], [weeks_chart(shown), delays_chart(talk), funnel_chart(talk)],
        ),
        section(
            "profiles", _("Who takes part"), _("Habits of members over 12 weeks; no one is named."), (),
            _habits(habits, people), _too_few(habits),
        ),
        section(
            "ties", _("How wide the community is"), _("Whether members deal with each other, and across the walls between units."),
            [*maturity_tile(ties), *wide_tiles(ties)], note=wide_note(ties),
        ),
    )  # fmt: skip
    return _told(made)


def _habits(habits: Habits | None, people: int) -> list[Chart | None]:
    """The charts whose last column is shown whole: their titles speak of it."""
    if habits is None:
        return []
    month, growth = habits.profiles.counts[-1:], habits.growth
    last = [int(flow[-1]) for flow in (growth.new, growth.returned, growth.left, growth.kept) if len(flow)]
    return [
        profiles_chart(habits, people) if len(month) and (month >= 0).all() else None,
        growth_chart(habits) if last and min(last) >= 0 else None,
    ]


def _too_few(habits: Habits | None) -> str:
    """Why a community that is studied shows no habits."""
    if habits is None or any(chart is not None for chart in _habits(habits, 0)):
        return ""
    return _("Some profiles hold fewer than five people: none is shown, or the others would give them away.")


def _told(made: Sequence[Section]) -> tuple[Section, ...]:
    """Every section while something is known; none where nothing is, and the page says so once."""
    if all(one.empty for one in made):
        return ()
    return tuple(replace(one, rows=tuple(_widened(row) for row in one.rows)) for one in made)


def _widened(row: tuple[Chart, ...]) -> tuple[Chart, ...]:
    """A half alone takes the whole width."""
    return (replace(row[0], half=False),) if len(row) == 1 and row[0].half else row
