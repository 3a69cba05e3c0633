"""The posts pinned on the page of a community, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from communities import access
from communities.feeds.posts import PostRow
from communities.models import Community, Pin, Post
from rse.lib.prepared import Prepared
from rse.people.models import Person


@dataclass(frozen=True)
class PinnedRow:
    """A pinned post: since when, by whom (empty once their account is erased), until when."""

    post: PostRow
    position: int
    at: datetime
    by: str
    until: datetime | None

    @property
    def last_day(self) -> date | None:
        """The last whole day on which it stands there, where the reader is."""
        return timezone.localtime(self.until - timedelta(seconds=1)).date() if self.until else None


def pinned(person: Person, community: Community) -> Sequence[PinnedRow]:
    """What is pinned in a community, of what the viewer may read; one query."""
    rows = _pinned(person.is_active, person.is_guest, person=person.pk, community=community.pk)
    return [
        PinnedRow(PostRow(id_, version), position, at, f"{first or ''} {last or ''}".strip(), until)
        for id_, version, position, at, until, first, last in rows
    ]


@Prepared
def _pinned(is_active: bool, is_guest: bool, *, person: int, community: int) -> QuerySet[Pin, Any]:
    readable = access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    pins = Pin.objects.filter(community=community, post__community=F("community"), post__in=readable.values("pk"))
    columns = ("post_id", "post__version", "position", "at", "until", "by__first_name", "by__last_name")
    return pins.order_by("position").values_list(*columns)


def pin_of(person: Person, post: Post) -> PinnedRow | None:
    """How a post is pinned; None when it is not."""
    return next((row for row in pinned(person, post.community) if row.post.id == post.pk), None)
