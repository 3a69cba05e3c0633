"""The notifications of a person, newest first, and how many wait."""

from typing import Any

from django.db.models import QuerySet

from communities import access
from communities.feeds.waiting import waiting
from communities.models import Notification
from rse.lib.pages import PAGE_SIZE, Page, cut
from rse.lib.prepared import Prepared
from rse.people.models import Person, Role

COUNTED_AT_MOST = 100


def notifications(person: Person, *, before: int | None = None, size: int = PAGE_SIZE) -> Page[Notification]:
    """What a person was told and may still read."""
    mine = access.notifications(person).filter(in_app=True)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    rows = list(mine.select_related("actor", "community", "post", "comment").order_by("-id")[: size + 1])
    return cut(rows, size=size)


def unread_notifications(person: Person) -> int:
    """How many are unread, up to COUNTED_AT_MOST. Most people have none, and ask but a cheap question."""
    if not waiting(person).unread or not _any_unread(person=person.pk):
        return 0
    return len(_unread(person.is_active, person.is_guest, person.has_role(Role.ADMIN), person=person.pk))


@Prepared
def _any_unread(*, person: int) -> QuerySet[Notification, Any]:
    return Notification.objects.filter(person=person, read_at=None, in_app=True).values_list("pk")[:1]


@Prepared
def _unread(is_active: bool, is_guest: bool, is_admin: bool, *, person: int) -> QuerySet[Notification, Any]:
    viewer = access.as_viewer(person, is_active=is_active, is_guest=is_guest, is_admin=is_admin)
    return access.notifications(viewer).filter(read_at=None, in_app=True).values_list("pk")[:COUNTED_AT_MOST]
