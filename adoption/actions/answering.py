"""What somebody who was asked to be a pioneer answers; and how a pioneer hands over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from adoption.models import Pioneer, PioneerAsk
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person


@transaction.atomic
def answer(*, by: Person, accepts: bool, at: datetime) -> None:
    """Say yes, from now on, or no. Raises Refused when nobody asked, or when it is answered already."""
    ask = PioneerAsk.objects.select_for_update().filter(person_id=by.pk, answered_at=None).first()
    if ask is None or not by.is_active or by.is_guest:
        raise Refused(_("No request waits for your answer."))
    ask.answered_at, ask.accepted = at, accepts
    ask.save(update_fields=["answered_at", "accepted"])
    if accepts and not Pioneer.objects.filter(person_id=by.pk, to_at=None).exists():
        Pioneer.objects.create(person_id=by.pk, from_at=at, named_by_id=ask.asked_by_id)
        log.record(actor=by, act="adoption.pioneers", target_type="pioneers", detail={"accepted": 1}, at=at)


@transaction.atomic
def hand_over(*, by: Person, at: datetime) -> None:
    """Be a pioneer no longer: the others carry on. Raises Refused for who is none."""
    if not Pioneer.objects.filter(person_id=by.pk, to_at=None).update(to_at=at):
        raise Refused(_("You are no pioneer."))
    log.record(actor=by, act="adoption.release_pioneer", target_type="person", target_id=by.pk, at=at)
