"""The weekly look at the pause under way: it starts, its stop rule is applied, it ends. Done by the task that counts, not by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from adoption.history.clock import public_holidays, zone
from adoption.metrics.pausing import calendar, stopped
from adoption.metrics.series import load_series
from adoption.models import NETWORK, UNDER_WAY, FillState, Pause, PauseScope, PauseSide, PauseState
from adoption.science import weeks
from rse.audit import log


@transaction.atomic
def watch(*, at: datetime) -> bool:
    """Bring the pause under way to its present state; safe twice. Returns whether something changed.

    A pause that nobody announced in time is off. A running one stops where a clean week is under its stop level: the whole network, or
    the community concerned, whose animators take up again while it stays on its side of the comparison.
    """
    pause = Pause.objects.select_for_update().filter(state__in=UNDER_WAY).first()
    if pause is None:
        return False
    begun = at >= weeks.starts_at(pause.start_week, zone())
    if begun and pause.state in (PauseState.OPEN, PauseState.PLANNED):
        return _close(pause, PauseState.STOPPED, None, at, "not announced")
    started = begun and pause.state == PauseState.ANNOUNCED
    if started:
        pause.state = PauseState.RUNNING
        pause.save(update_fields=["state"])
        _log(pause, "start", at)
    through = FillState.objects.filter(pk=1).values_list("through", flat=True).first()
    if pause.state != PauseState.RUNNING or through is None:
        return started
    return _checked(pause, through, at) or started


def _checked(pause: Pause, through: int, at: datetime) -> bool:
    end = calendar(pause.start_week, pause.clean_weeks, public_holidays()).last
    through = min(through, end)
    if pause.scope == PauseScope.NETWORK:
        series = load_series(public_holidays(), [NETWORK]).get(NETWORK)
        under = stopped(series.upto(through), pause.start_week, pause.stop_share) if series is not None else None
        if under is not None:
            return _close(pause, PauseState.STOPPED, under, at, "stop rule")
        changed = False
    else:
        changed = _communities(pause, through, at)
        if not PauseSide.objects.filter(pause=pause, paused=True, stopped_week__isnull=True).exists():
            return _close(pause, PauseState.STOPPED, through, at, "stop rule")
    return _close(pause, PauseState.ENDED, end, at, "end") if through >= end else changed


def _communities(pause: Pause, through: int, at: datetime) -> bool:
    sides = {side.community_id: side for side in PauseSide.objects.filter(pause=pause, paused=True, stopped_week__isnull=True)}
    changed = False
    for id_, series in load_series(public_holidays(), list(sides)).items() if sides else ():
        under = stopped(series.upto(through), pause.start_week, pause.stop_share)
        if under is not None:
            PauseSide.objects.filter(pk=sides[id_].pk).update(stopped_week=under)
            _log(pause, "stop rule", at, community=id_, week=weeks.label(under))
            changed = True
    return changed


def _close(pause: Pause, state: PauseState, last: int | None, at: datetime, step: str) -> bool:
    pause.state, pause.last_week, pause.closed_at, pause.by_rule = state, last, at, state == PauseState.STOPPED
    pause.save()
    _log(pause, step, at)
    return True


def _log(pause: Pause, step: str, at: datetime, **detail: object) -> None:
    log.record(actor=None, act="adoption.pause", target_type="pause", target_id=pause.pk, detail={"step": step, **detail}, at=at)
