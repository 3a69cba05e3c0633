"""Announcements: what all members of a community should know, and saying that one has read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from communities import access, events
from communities.actions._kind import Kind
from communities.events import NewEvent
from communities.models import Acknowledgement, Announcement, Community, Post
from communities.models.event import Verb
from rse.lib.ids import first_id
from rse.lib.l10n import moment
from rse.lib.refusal import Refused
from rse.people.models import Person

WEEK = timedelta(days=7)
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Notice:
    """An announcement to come, checked."""

    must_read: bool
    read_by: date | None


def check(by: Person, community: Community, details: Mapping[str, object], at: datetime) -> Notice:
    """Read {must_read, read_by}. Raises Refused where one may not announce, and on an unfit date."""
    if not access.may_announce(by, community):
        message = _("Announcements here are for whoever animates the community, and for its members who sponsor or pilot the network.")
        raise Refused(message, field="kind")
    must_read = bool(details.get("must_read"))
    return Notice(must_read, _read_by(details.get("read_by"), at) if must_read else None)


def write(post: Post, notice: Notice, by: Person, at: datetime, source: str) -> None:
    """Make an announcement of a post that was just inserted. Raises Refused when its week has had them all."""
    _take_a_turn(post, at, must_read=notice.must_read)
    Announcement.objects.create(post=post, must_read=notice.must_read, read_by=notice.read_by)
    if notice.must_read:
        events.record(
            NewEvent(
                at=at,
                verb=Verb.ANNOUNCE,
                actor_id=by.pk,
                community_id=post.community_id,
                object_type="post",
                object_id=post.pk,
                root_id=post.pk,
                source=source,
            )
        )


def edit(post: Post, details: Mapping[str, object], by: Person, at: datetime, source: str) -> bool:
    """Change until when it is to be read, or let it be read freely. What was free stays so: a new one tells everybody."""
    announcement = Announcement.objects.select_for_update().get(post=post)
    before = announcement.must_read, announcement.read_by
    must_read, read_by = bool(details.get("must_read")), details.get("read_by")
    if must_read and not announcement.must_read:
        raise Refused(_("An announcement already published cannot become one to be read by all: publish a new one."), field="must_read")
    if not must_read or read_by != announcement.read_by:
        announcement.read_by = _read_by(read_by, at) if must_read else None
    announcement.must_read = must_read
    announcement.save(update_fields=["must_read", "read_by"])
    return before != (announcement.must_read, announcement.read_by)


ANNOUNCEMENT = Kind(check=check, write=write, edit=edit, needs_title=True, has_details=True)


@transaction.atomic
def acknowledge(*, by: Person, post: Post, at: datetime) -> bool:
    """Say that one has read what is to be read. Said twice, it counts once. Returns whether it is new.

    No event tells of it: who has read is counted, and known of nobody.
    """
    access.require(access.may_acknowledge(by, post))
    announcement = Announcement.objects.filter(post=post, must_read=True, post__deleted_at=None).first()
    if announcement is None:
        raise Refused(_("There is nothing to acknowledge here."))
    _row, is_new = Acknowledgement.objects.get_or_create(announcement=announcement, person=by, defaults={"at": at})
    return is_new


def _read_by(given: object, at: datetime) -> date | None:
    if not isinstance(given, date):
        return None
    today = timezone.localdate(at)
    if not today <= given <= today + LONGEST:
        raise Refused(_("Choose a day within the next year."), field="read_by")
    return given


def _take_a_turn(post: Post, at: datetime, *, must_read: bool) -> None:
    """One publication after the other in this community: two at once could both believe that there is room left.

    Those deleted since count too: they were told to everybody.
    """
    Community.objects.select_for_update(of=("self",), no_key=True).get(pk=post.community_id)
    told = Announcement.objects.filter(post__gt=first_id(at - WEEK), post__community=post.community_id).exclude(post=post)
    if must_read:
        if settings.MUST_READ_A_WEEK < 1:
            raise Refused(_("Announcements that all must read are switched off here."), field="must_read")
        _require_room(told.filter(must_read=True), settings.MUST_READ_A_WEEK, said=_MUST_READ, field="must_read")
    _require_room(told, settings.ANNOUNCEMENTS_A_WEEK, said=_ANY, field="kind")


_MUST_READ = ngettext_lazy(
    "This community has had its announcement that all must read of the last 7 days. The next one is possible from %(moment)s.",
    "This community has had its %(limit)s announcements that all must read of the last 7 days. The next is possible from %(moment)s.",
    "limit",
)
_ANY = ngettext_lazy(
    "This community has had its announcement of the last 7 days. The next one is possible from %(moment)s.",
    "This community has had its %(limit)s announcements of the last 7 days. The next is possible from %(moment)s.",
    "limit",
)


def _require_room(told: QuerySet[Announcement], limit: int, *, said: Any, field: str) -> None:
    latest = list(told.order_by("-post").values_list("post__at", flat=True)[:limit])
    if len(latest) >= limit:
        raise Refused(str(said % {"limit": limit, "moment": moment(latest[-1] + WEEK)}), field=field)
