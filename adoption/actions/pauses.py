"""Pauses of animation: proposed with their protocol, agreed to, drawn, announced, stopped. Nothing of the protocol ever changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from adoption import access
from adoption.actions import campaigns
from adoption.actions.decisions import MAX_REASON
from adoption.actions.pause_draw import detectable_difference, shared_members, standing, still_to_agree, willing
from adoption.history import Place
from adoption.history.clock import zone
from adoption.metrics.pausing import drawn
from adoption.models import LONGEST, SHORTEST, UNDER_WAY, Pause, PauseConsent, PauseScope, PauseSide, PauseState
from adoption.science import weeks
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person

NOTICE = timedelta(days=14)  # between the announcement and the first day: ours
DEFAULT_STOP, LEAST_STOP, MOST_STOP = 0.5, 0.1, 0.9  # ours
FEWEST_WILLING = 2
MAX_ANNOUNCEMENT = 2000


@transaction.atomic
def propose_pause(
    *, by: Person, scope: str, start: date, clean_weeks: int, reason: str, seed: int, at: datetime, stop_share: float = DEFAULT_STOP
) -> Pause:
    """Fix the protocol of a pause and open it for consent. Raises Refused on a protocol that cannot be, or while another is under way."""
    access.require_decide(by)
    if scope not in PauseScope.values:
        raise Refused(_("Choose who pauses."), field="scope")
    if start.weekday() != 0:
        raise Refused(_("A pause starts on a Monday."), field="start")
    week = weeks.week_of_day(start)
    if weeks.starts_at(week, zone()) < at + NOTICE:
        raise Refused(_("A pause is announced two weeks before it starts at the latest: choose a later Monday."), field="start")
    if not SHORTEST <= clean_weeks <= LONGEST:
        raise Refused(_("A pause lasts 8 to 13 clean weeks."), field="clean_weeks")
    if not LEAST_STOP <= stop_share <= MOST_STOP:
        raise Refused(_("The stop level is between 10% and 90% of the level before."), field="stop_share")
    if campaigns.under_way(at) is not None:
        raise Refused(_("A campaign whose order was drawn is under way: a pause beside it would spoil what both show."))
    try:
        with transaction.atomic():
            pause = Pause.objects.create(
                scope=scope, start_week=week, clean_weeks=clean_weeks, stop_share=stop_share, seed=seed, reason=_words(reason, "reason"),
                proposed_by_id=by.pk, proposed_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("Another pause is under way: two at once would spoil each other.")) from error
    _log(by, pause, "propose", at, scope=scope, start=start.isoformat(), clean_weeks=clean_weeks, stop_share=stop_share, seed=seed,
         reason=pause.reason)  # fmt: skip
    return pause


@transaction.atomic
def consent(*, by: Person, pause: Pause, place: Place, at: datetime) -> PauseConsent:
    """The community agrees. Raises Refused once the draw or the announcement is made, twice, or for an archived community."""
    pause = _open_for(by, pause, place)
    if place.archived:
        raise Refused(_("This community is archived: nothing is animated in it."))
    if standing(pause).filter(community_id=place.id).exists():
        raise Refused(_("This community has agreed already."))
    given = PauseConsent.objects.create(pause=pause, community_id=place.id, given_by_id=by.pk, given_at=at)
    _log(by, pause, "consent", at, community=place.id)
    return given


@transaction.atomic
def withdraw(*, by: Person, pause: Pause, place: Place, at: datetime) -> None:
    """The community takes its agreement back. Raises Refused when it has not given it, or too late."""
    pause = _open_for(by, pause, place)
    if not standing(pause).filter(community_id=place.id).update(withdrawn_by_id=by.pk, withdrawn_at=at):
        raise Refused(_("This community has not agreed."))
    _log(by, pause, "withdraw", at, community=place.id)


@transaction.atomic
def draw(*, by: Person, pause: Pause, at: datetime) -> Pause:
    """Draw the communities that pause, with the seed of the protocol. Raises Refused under two willing ones, or too late to announce."""
    access.require_decide(by)
    pause = _locked(pause)
    if pause.scope != PauseScope.COMMUNITIES or pause.state != PauseState.OPEN:
        raise Refused(_("There is nothing to draw."))
    _require_notice(pause, at)
    sizes = willing(pause)
    if len(sizes) < FEWEST_WILLING:
        raise Refused(_("Two willing communities of 10 people are needed at least."))
    shown = detectable_difference(pause)
    sides = drawn(sizes, pause.seed)
    PauseSide.objects.bulk_create(
        PauseSide(pause=pause, community_id=id_, paused=paused, size=sizes[id_]) for id_, paused in sorted(sides.items())
    )
    pause.state, pause.drawn_at = PauseState.PLANNED, at
    pause.shared, pause.detectable = shared_members(sides, at), shown.value
    pause.save()
    _log(by, pause, "draw", at, sides={str(id_): paused for id_, paused in sorted(sides.items())}, seed=pause.seed)
    return pause


@transaction.atomic
def announce(*, by: Person, pause: Pause, text: str, at: datetime) -> Pause:
    """Publish the text of the announcement. Raises Refused less than two weeks before, before the draw, or while somebody must agree."""
    access.require_decide(by)
    pause = _locked(pause)
    ready = PauseState.PLANNED if pause.scope == PauseScope.COMMUNITIES else PauseState.OPEN
    if pause.state != ready:
        raise Refused(_("Communities are drawn before anything is announced.") if pause.state == PauseState.OPEN else _closed(pause))
    _require_notice(pause, at)
    if missing := len(still_to_agree(pause)):
        raise Refused(
            _("Communities that are animated and have not agreed: %(n)s. A pause of the whole network needs them all.") % {"n": missing}
        )
    pause.announcement = _words(text, "text", MAX_ANNOUNCEMENT, lines=True)
    pause.state, pause.announced_at = PauseState.ANNOUNCED, at
    pause.save()
    _log(by, pause, "announce", at, characters=len(pause.announcement))
    return pause


@transaction.atomic
def stop(*, by: Person, pause: Pause, reason: str, at: datetime) -> Pause:
    """End a pause before its time, or call it off. Raises Refused without a reason, or when it is over."""
    access.require_decide(by)
    pause = _locked(pause)
    if pause.state not in UNDER_WAY:
        raise Refused(_closed(pause))
    pause.stop_reason = _words(reason, "reason")
    pause.last_week = weeks.last_complete_week(at, zone()) if pause.state == PauseState.RUNNING else None
    pause.state, pause.closed_at = PauseState.STOPPED, at
    pause.save()
    _log(by, pause, "stop", at, reason=pause.stop_reason)
    return pause


def _open_for(by: Person, pause: Pause, place: Place) -> Pause:
    """The pause, locked, where this person may speak for the community and its agreement may still change."""
    access.require_animation(by, place)
    pause = _locked(pause)
    if pause.state != PauseState.OPEN:
        raise Refused(_("Agreements cannot change any more: the pause is drawn, announced or over."))
    return pause


def _locked(pause: Pause) -> Pause:
    return Pause.objects.select_for_update().get(pk=pause.pk)


def _require_notice(pause: Pause, at: datetime) -> None:
    if weeks.starts_at(pause.start_week, zone()) < at + NOTICE:
        raise Refused(_("Less than two weeks are left before the start: call this pause off and propose a later one."))


def _closed(pause: Pause) -> str | Promise:
    return _("This pause is over.") if pause.state not in UNDER_WAY else _("This pause is announced already.")


def _words(text: str, field: str, limit: int = MAX_REASON, *, lines: bool = False) -> str:
    text = text.replace("\x00", "")
    text = "\n".join(" ".join(line.split()) for line in text.splitlines()).strip() if lines else " ".join(text.split())
    if not text:
        raise Refused(_("Everyone will read it: it cannot be empty."), field=field)
    if len(text) > limit:
        raise Refused(_("%(limit)s characters at most.") % {"limit": limit}, field=field)
    return text


def _log(by: Person | None, pause: Pause, step: str, at: datetime, **detail: object) -> None:
    log.record(actor=by, act="adoption.pause", target_type="pause", target_id=pause.pk, detail={"step": step, **detail}, at=at)
