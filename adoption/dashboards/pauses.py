"""The list of pauses, and what a pause says to those who animate a community."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from adoption.access import animates
from adoption.actions.pauses import NOTICE
from adoption.dashboards.verdict import last_day
from adoption.history import Place
from adoption.history.clock import public_holidays
from adoption.metrics.pausing import calendar
from adoption.models import UNDER_WAY, Pause, PauseConsent, PauseScope, PauseSide, PauseState
from adoption.science import weeks
from rse.lib import l10n
from rse.people.models import Person


@dataclass(frozen=True)
class PauseLine:
    """A pause in a few words: `starts` its first Monday, `ends` its last Sunday as planned, `agreed` the communities that agreed."""

    id: int
    scope: str
    scope_name: str
    state: str
    state_name: str
    starts: date
    ends: date
    clean_weeks: int
    stop_share: str
    reason: str
    agreed: int


@dataclass(frozen=True)
class PausesPage:
    """Pauses, newest first; `under_way` when none other may be proposed; `notice` in days."""

    pauses: tuple[PauseLine, ...]
    under_way: bool
    notice: int


@dataclass(frozen=True)
class PauseCard:
    """What a pause asks of one community, for who animates it.

    `agreed_at` while the agreement stands; `side` once it is known: "paused", "others" or "" (not concerned); `stopped` the Sunday of the
    week under the stop level; `may_change` while the agreement may be given or taken back; `open` until the pause is over.
    """

    line: PauseLine
    place: Place
    agreed_at: datetime | None
    side: str
    stopped: date | None
    announcement: str
    may_change: bool
    open: bool


def pauses_page() -> PausesPage:
    found = Pause.objects.annotate(agreed=Count("consents", filter=Q(consents__withdrawn_at__isnull=True))).order_by("-id")
    return PausesPage(tuple(line(pause, pause.agreed) for pause in found), any(p.state in UNDER_WAY for p in found), NOTICE.days)


def line(pause: Pause, agreed: int) -> PauseLine:
    return PauseLine(
        pause.pk, pause.scope, str(PauseScope(pause.scope).label), pause.state, str(PauseState(pause.state).label),
        weeks.monday(pause.start_week), last_day(calendar(pause.start_week, pause.clean_weeks, public_holidays()).last),
        pause.clean_weeks, l10n.percent(pause.stop_share), pause.reason, agreed,
    )  # fmt: skip


def pause_card(person: Person, place: Place, *, at: datetime) -> PauseCard | None:
    """The pause under way as it concerns a community, for those who own or animate it; None for others, or without a pause."""
    pause = Pause.objects.filter(state__in=UNDER_WAY).first()
    if pause is None or place.archived or not animates(person, place):
        return None
    return card(pause, place)


def card(pause: Pause, place: Place) -> PauseCard:
    """A pause, over or not, as it concerns a community."""
    standing = PauseConsent.objects.filter(pause=pause, withdrawn_at__isnull=True)
    own = standing.filter(community_id=place.id).first()
    drawn = PauseSide.objects.filter(pause=pause, community_id=place.id).first()
    whole = pause.scope == PauseScope.NETWORK and pause.announced_at is not None
    side = "paused" if whole or (drawn and drawn.paused) else "others" if drawn else ""
    stopped = last_day(drawn.stopped_week) if drawn and drawn.stopped_week is not None else None
    return PauseCard(
        line(pause, standing.count()), place, own.given_at if own else None, side, stopped, pause.announcement,
        pause.state == PauseState.OPEN, pause.state in UNDER_WAY,
    )  # fmt: skip
