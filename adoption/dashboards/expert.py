"""The expert's page: the figures that a sponsor can do without, each with its caveat; read from the same study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from adoption.dashboards.engaging import cohorts_chart, engagement_chart, lorenz_chart, personas_chart, spread_chart
from adoption.dashboards.pages import asked
from adoption.dashboards.sections import Section, section
from adoption.dashboards.verdict import last_day
from adoption.dashboards.words import Tile, tile
from adoption.metrics.studies import newest
from adoption.metrics.study import Habits, Organisation, Study, Ties, Way
from adoption.metrics.thresholds import thresholds
from adoption.models import NETWORK, FillState
from adoption.science.figures import NOT_ENOUGH_WEEKS, Figure
from adoption.science.stages import Thresholds
from rse.lib import l10n


@dataclass(frozen=True)
class ExpertPage:
    """Template: sections · week_ends (None without a study) · computed_at."""

    sections: tuple[Section, ...]
    week_ends: date | None
    computed_at: datetime | None


def expert_page(*, at: datetime) -> ExpertPage:
    study = newest(NETWORK, asked(at))
    state = FillState.objects.filter(pk=1).first()
    ends = last_day(study.week) if study else None
    return ExpertPage(_sections(study, thresholds()), ends, state.filled_at if state else None)


def _sections(study: Study | None, current: Thresholds) -> tuple[Section, ...]:
    habits, ties, way, whole = (study.habits, study.ties, study.way, study.organisation) if study else (None, None, None, None)
    return (
        section(
            "inequality", _("How unevenly people contribute"),
            _("A few always do much: it says nothing against the others, and no proportion is a norm. Numbers of people, never who."),
            (*_inequality(habits), *_few(ties)), [lorenz_chart(habits), spread_chart(habits)],
        ),
        section(
            "engagement", _("Who converses, who meets people"), _("Lecko’s matrix over 28 days, and the personas of SWOOP Analytics; "
            "cut-offs are ours."),
            _score(habits), [engagement_chart(habits), personas_chart(habits)],
        ),
        section(
            "staying", _("Do those who begin stay?"), _("By the month of their first contribution; months that are not over are left out."),
            _staying(habits), [cohorts_chart(habits)],
        ),
        section(
            "walls", _("Ties and walls"), _("Pairs of people over 26 weeks, between units of ten people or more."), _walls(ties),
        ),
        section(
            "dynamics", _("What the models rest on"),
            _("Estimates of the way people come and go. They describe weeks as they were, animation included, and prove no cause."),
            (*_dynamics(study, way), *_firsts(whole)), note=f"{_levels(current)} {_past_errors(whole)}".strip(),
        ),
    )  # fmt: skip


def _inequality(habits: Habits | None) -> tuple[Tile, ...]:
    if habits is None:
        return ()
    return (
        tile("c182", habits.c182),
        tile("reading_rate", habits.reading),
        tile("gini", habits.gini),
        tile("power", habits.profiles.power),
    )


def _few(ties: Ties | None) -> tuple[Tile, ...]:
    if ties is None:
        return ()
    return (tile("k50", ties.keys.k50), tile("top5", ties.keys.top5), tile("loss", ties.loss), tile("brokers", ties.brokers.number))


def _score(habits: Habits | None) -> tuple[Tile, ...]:
    return () if habits is None else (tile("social_score", habits.score.score),)


def _staying(habits: Habits | None) -> tuple[Tile, ...]:
    if habits is None:
        return ()
    return (
        tile("stickiness", habits.visits.ratio), tile("stickiness_contributions", habits.contributions.ratio),
        tile("discontinuance", habits.discontinuance),
    )  # fmt: skip


def _walls(ties: Ties | None) -> tuple[Tile, ...]:
    if ties is None:
        return ()
    return (
        tile("ei_index", ties.ei), tile("effective_units", ties.diversity.effective_units), tile("evenness", ties.diversity.evenness),
        tile("lost_without_brokers", ties.brokers.lost_without_top),
    )  # fmt: skip


def _dynamics(study: Study | None, way: Way | None) -> tuple[Tile, ...]:
    found = () if way is None else (tile("r0", way.churn.r0), tile("speed", way.speed))
    critical = study.switch_off.critical if study and study.switch_off else None
    return found if critical is None else (*found, tile("critical_share", critical.share))


def _levels(current: Thresholds) -> str:
    text = _(
        "Thresholds in force: critical mass entered at %(enter)s and left under %(leave)s; a transition entered at %(low)s and left "
        "under %(out)s."
    )
    levels = {"enter": current.enter_mass, "leave": current.leave_mass, "low": current.enter_low, "out": current.leave_low}
    return text % {name: l10n.percent(value) for name, value in levels.items()}


def _firsts(found: Organisation | None) -> tuple[Tile, ...]:
    """Bass on first contributions, thresholds of the own unit, recruits."""
    if found is None:
        return ()
    curve, n, reason = found.bass.curve, found.bass.n, found.bass.reason
    sure = curve if not reason else None
    p, q, m = (None, None, None) if sure is None else (sure.p, sure.q, sure.m)
    recruits = found.recruits.recruitment
    slope = found.contagion.slope if found.contagion else Figure.none(NOT_ENOUGH_WEEKS)
    return (
        *(tile(key, Figure(value, n=n) if value is not None else Figure.none(reason or NOT_ENOUGH_WEEKS, n=n))
          for key, value in (("bass_p", p), ("bass_q", q), ("bass_m", m))),
        tile("contagion", slope), tile("recruits", recruits.r), tile("spontaneous", recruits.spontaneous),
    )  # fmt: skip


def _past_errors(found: Organisation | None) -> str:
    if found is None or found.backtest is None:
        return ""
    text = _("First contributions two weeks ahead, past errors: %(bass)s for Bass, %(naive)s for “nothing changes”.")
    return text % {"bass": l10n.percent(found.backtest.bass, decimals=1), "naive": l10n.percent(found.backtest.naive, decimals=1)}
