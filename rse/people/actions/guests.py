"""Guests: their access ends on a date. Who may set it is decided where communities are known."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.actions.people import create_person, deactivate, reactivate, tell_rights_changed
from rse.people.models import Person

USUAL = timedelta(days=90)
LONGEST = timedelta(days=366)


def check_guest_end(until: datetime | None, *, at: datetime) -> datetime:
    """The end of a guest's access: in the future, within a year. Raises Refused."""
    if until is None or until <= at:
        raise Refused(_("Choose a day to come."), field="until")
    if until - at > LONGEST:
        raise Refused(_("A guest is invited for a year at most."), field="until")
    return until


@transaction.atomic
def open_guest_account(*, by: Person, email: str, first_name: str, last_name: str, password: str, until: datetime, at: datetime) -> Person:
    """The account of somebody from outside whom `by` invited. Raises Refused as `create_person` does."""
    person = create_person(by=None, email=email, first_name=first_name, last_name=last_name, password=password, is_guest=True, at=at)
    Person.objects.filter(pk=person.pk).update(guest_until=check_guest_end(until, at=at))
    person.refresh_from_db()
    log.record(actor=by, act="guest.open", target_type="person", target_id=person.pk, detail={"until": until.isoformat()}, at=at)
    return person


@transaction.atomic
def change_guest_end(*, by: Person, person: Person, until: datetime, at: datetime) -> Person:
    """Move the end of a guest's access; an account that its date had closed opens again. Raises Refused."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_guest:
        raise Refused(_("This person is not a guest."))
    until = check_guest_end(until, at=at)
    was_closed_by_date = person.deactivated_at is not None and person.has_ended(person.deactivated_at)
    if not person.is_active and not was_closed_by_date:
        raise Refused(_("An administrator closed this account: they alone open it again."))
    person.guest_until, person.guest_warned_at = until, None
    person.save(update_fields=["guest_until", "guest_warned_at"])
    log.record(actor=by, act="guest.until", target_type="person", target_id=person.pk, detail={"until": until.isoformat()}, at=at)
    if not person.is_active:
        person = reactivate(by=None, person=person, at=at)
    tell_rights_changed(person)
    return person


def expire_guests(at: datetime) -> int:
    """Close the accounts whose date has come. Returns how many; safe twice."""
    over = list(Person.objects.filter(is_guest=True, is_active=True, guest_until__lte=at))
    for person in over:
        deactivate(by=None, person=person, at=at)
    return len(over)
