"""Pioneers named and released by the pilot; what they do is only ever told in aggregate."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from adoption import access
from adoption.models import Pioneer
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person


@transaction.atomic
def name_pioneers(*, by: Person, people: Collection[Person], from_at: datetime, at: datetime) -> int:
    """Make pioneers of employees from a date on; those who are already stay so. Returns how many are new.

    Raises Refused for a guest, or for somebody whose account is closed.
    """
    access.require_decide(by)
    if any(person.is_guest or not person.is_active for person in people):
        raise Refused(_("Only employees whose account is open can be pioneers."), field="person")
    already = set(Pioneer.objects.filter(person_id__in=[p.pk for p in people], to_at=None).values_list("person_id", flat=True))
    fresh = [Pioneer(person_id=p.pk, from_at=from_at, named_by_id=by.pk) for p in people if p.pk not in already]
    Pioneer.objects.bulk_create(fresh)
    log.record(actor=by, act="adoption.pioneers", target_type="pioneers", detail={"named": len(fresh)}, at=at)
    return len(fresh)


@transaction.atomic
def release_pioneer(*, by: Person, person: Person, at: datetime) -> None:
    """End somebody's time as a pioneer. Raises Refused for who is none."""
    access.require_decide(by)
    if not Pioneer.objects.filter(person_id=person.pk, to_at=None).update(to_at=at):
        raise Refused(_("This person is no pioneer."), field="person")
    log.record(actor=by, act="adoption.release_pioneer", target_type="person", target_id=person.pk, at=at)
