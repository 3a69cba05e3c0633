"""What the sponsor's page and the page of one community have in common: everything computed from the rollups alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from django.utils.translation import gettext as _

from adoption.charts import Chart
from adoption.dashboards.curve import adoption_curve
from adoption.dashboards.verdict import holds_back, last_day, lead, verdict
from adoption.dashboards.words import TestLine, Tile, stage_text, test_line, tile
from adoption.history.clock import present, zone
from adoption.metrics.catalogue import STAGES
from adoption.metrics.scope import ScopeFigures
from adoption.metrics.series import Series
from adoption.models import NETWORK, Basis, FillState, Perimeter
from adoption.science import weeks
from adoption.science.forecast.deadline import Forecast
from adoption.science.stages import Thresholds
from rse.lib import l10n
from rse.lib.sentences import Sentence

PATH = ("launch", "transition", "critical_mass", "self_carrying")


@dataclass(frozen=True)
class Step:
    """A stage of the path: `state` is past, now or next."""

    key: str
    name: str
    state: str


@dataclass(frozen=True)
class Part:
    """One of the five parts of the self-carrying index."""

    name: str
    value: str


@dataclass(frozen=True)
class Way:
    """How far the contributors are on the way to critical mass: `share` of it (1 when it is reached), and the numbers."""

    share: float
    contributors: str
    needed: str
    mass: str


@dataclass(frozen=True)
class Board:
    """What the pages of a scope have in common. `stage` is the key, `stage_name` its words; `chart` is None before a complete week.

    Template: verdict (text, label, n, interval.low, interval.high), its lead and the rest · holds_back · way · steps · off_path (stage
    outside of the path) · tests · tiles (metric.name .question .formula .unit .window .threshold, value, interval, n, reason,
    direction) · parts · chart · week_ends, computed_at, basis.
    """

    verdict: Sentence
    lead: str
    rest: str
    holds_back: Sentence | None
    way: Way | None
    stage: str
    stage_name: str
    steps: tuple[Step, ...]
    off_path: bool
    tests: tuple[TestLine, ...]
    tiles: tuple[Tile, ...]
    parts: tuple[Part, ...]
    chart: Chart | None
    week_ends: date | None
    computed_at: datetime | None
    basis: str


class NotKept(Exception):
    """A week that was asked for and that no figure speaks of."""


def asked(at: datetime, named: str = "") -> int:
    """The last complete week of the present, or the one that is named (2026-W40); NotKept where it is no past week."""
    last = weeks.last_complete_week(present(at), zone())
    try:
        week = weeks.parse(named) if named else last
    except ValueError:
        raise NotKept from None
    if week > last:
        raise NotKept
    return week


def board_from(
    figures: ScopeFigures, series: Series | None, current: Thresholds, keys: Sequence[str], found: Forecast | None = None
) -> Board:
    """The board of a scope, with the tiles `keys`; with a forecast, the curve shows it."""
    state = FillState.objects.filter(pk=1).first()
    chart = adoption_curve(series.upto(figures.week), current, found) if series is not None and figures.week is not None else None
    sentence = verdict(figures, current)
    named = lead(figures, sentence)
    return Board(
        verdict=sentence,
        lead=named,
        rest=sentence.text.removeprefix(named).strip(),
        holds_back=holds_back(figures, current),
        way=_way(figures, current),
        stage=figures.stage,
        stage_name=stage_text(figures.judgement, figures.stage),
        steps=_steps(figures),
        off_path=figures.stage not in PATH,
        tests=tuple(test_line(test) for test in figures.judgement.tests) if figures.judgement else (),
        tiles=tuple(tile(key, getattr(figures, key), figures.direction if key == "momentum" else 0) for key in keys),
        parts=_parts(figures),
        chart=chart,
        week_ends=last_day(figures.week) if figures.week is not None else None,
        computed_at=state.filled_at if state else None,
        basis=_basis(figures.community_id),
    )


def _way(figures: ScopeFigures, current: Thresholds) -> Way | None:
    now, target = figures.contributors_28d.value, figures.target.n
    if figures.week is None or now is None or not target or figures.critical_mass_share.value is None:
        return None
    needed = ceil(target * current.enter_mass)
    return Way(min(1.0, now / needed), l10n.number(now), l10n.number(needed), l10n.percent(current.enter_mass))


def _steps(figures: ScopeFigures) -> tuple[Step, ...]:
    """The path of stages; those once shown before the present one are past."""
    now = PATH.index(figures.stage) if figures.stage in PATH else -1
    seen = {stage for _, stage in figures.stages}
    return tuple(
        Step(key, str(STAGES[key]), "now" if i == now else "past" if i < now or (now < 0 and key in seen) else "next")
        for i, key in enumerate(PATH)
    )


def _parts(figures: ScopeFigures) -> tuple[Part, ...]:
    parts = figures.components
    if parts is None or figures.self_carrying_index.value is None:
        return ()
    names = {
        "s1": _("Contributions by people who do not animate"),
        "s2": _("Answered threads among people who do not animate"),
        "s3": _("Those who stop are replaced"),
        "s4": _("What is left without the three most active people"),
        "s5": _("Weeks with three such contributors or more"),
    }
    values = {key: getattr(parts, key) for key in names}
    left_out = _("left out: fewer than 10 people stopped")
    return tuple(Part(name, left_out if values[key] is None else l10n.percent(values[key])) for key, name in names.items())


def _basis(community_id: int) -> str:
    """Who the shares are of, in words."""
    if community_id != NETWORK:
        return _("Shares are of the members at the end of the week, guests left out.")
    perimeter = Perimeter.objects.order_by("-from_at", "-id").first()
    if perimeter is None:
        return _("The target is every employee of the directory at the end of the week; guests are left out.")
    facts = {"date": l10n.day(perimeter.from_at.date()), "reason": perimeter.reason}
    if perimeter.basis == Basis.LISTED:
        return _("The target is all the people of the imported list who have not left.")
    return _("The target was fixed on %(date)s: %(reason)s") % facts
