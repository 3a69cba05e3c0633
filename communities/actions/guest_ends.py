"""The end of a guest's access: moved by whoever may, told a week before to those who animate where they are."""

from datetime import datetime, timedelta

from django.db import transaction

from communities import access, events
from communities.events import NewEvent
from communities.models import Membership
from communities.models.event import Verb
from rse.people.actions import guests
from rse.people.models import Person

WARNED_BEFORE = timedelta(days=7)


def set_guest_end(*, by: Person, person: Person, until: datetime, at: datetime) -> Person:
    """Give a guest until then. Raises PermissionDenied, and Refused on a day past or more than a year away."""
    access.require(access.may_set_guest_end(by, person))
    return guests.change_guest_end(by=by, person=person, until=until, at=at)


def warn_of_ends(at: datetime) -> int:
    """Tell the animators of each community whose guest leaves within a week, once. Returns how many guests."""
    near = Person.objects.filter(
        is_guest=True, is_active=True, guest_until__gt=at, guest_until__lte=at + WARNED_BEFORE, guest_warned_at=None
    )
    told = 0
    for guest in list(near):
        with transaction.atomic():
            if not Person.objects.filter(pk=guest.pk, guest_warned_at=None).update(guest_warned_at=at):
                continue
            told += 1
            for community_id in Membership.objects.filter(person=guest).values_list("community_id", flat=True):
                events.record(
                    NewEvent(
                        at=at, verb=Verb.DUE, community_id=community_id, object_type="guest", object_id=guest.pk, source="clock"
                    )
                )  # fmt: skip
    return told
