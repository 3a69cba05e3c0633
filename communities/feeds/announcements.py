"""Announcements: what their card shows, whom one would reach, who still has to read, and how many have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from communities import access
from communities.feeds.communities import MyCommunity
from communities.feeds.posts import PostRow
from communities.models import Acknowledgement, Announcement, Community, Membership, Post
from rse.lib.ids import first_id
from rse.lib.kept import Kept
from rse.lib.prepared import Prepared, any_of
from rse.people.models import Person

K = 5  # no group smaller than that is counted, and figures go by steps of as many
STAYS = timedelta(days=30)  # how long one is reminded to read; longer when it says until when
_REMEMBERED = 60.0  # seconds
MAX_TO_READ = 20

_open: Kept[frozenset[int]] = Kept(1, seconds=_REMEMBERED)


@dataclass(frozen=True)
class AnnouncementRow:
    """An announcement as its card shows it."""

    must_read: bool
    read_by: date | None


@dataclass(frozen=True)
class Reach:
    """Where one may announce, and how many people that speaks to."""

    community: Community
    people: int


@dataclass(frozen=True)
class Readership:
    """How many of `audience` have read: `at_least` that many, by steps of K.

    `told` is "few" where fewer than K have, "nearly" where fewer than K have not, "small" for an audience in which no
    figure would hide anybody; `at_least` is None in these.
    """

    audience: int
    told: Literal["some", "few", "nearly", "small"]
    at_least: int | None = None


def announcements_of(post_ids: Sequence[int]) -> dict[int, AnnouncementRow]:
    """Post -> its announcement, in one query."""
    return {id_: AnnouncementRow(must_read, read_by) for id_, must_read, read_by in _announcements(posts=post_ids)}


@Prepared
def _announcements(*, posts: Sequence[int]) -> QuerySet[Announcement, Any]:
    return Announcement.objects.filter(any_of("post", posts)).values_list("post_id", "must_read", "read_by")


def announces_somewhere(person: Person, mine: Sequence[MyCommunity]) -> bool:
    """Whether one may announce in any of these communities of one's own; no query."""
    return any(access.announces(person, role=place.role, is_archived=place.community.is_archived) for place in mine)


def announcement_reach(person: Person, mine: Sequence[MyCommunity]) -> list[Reach]:
    """Where the person may announce and whom they would reach there, themselves left out; one query, none for whoever may not."""
    places = [place.community for place in mine if access.announces(person, role=place.role, is_archived=place.community.is_archived)]
    if not places:
        return []
    members = Membership.objects.filter(community__in=[place.pk for place in places], person__is_active=True).exclude(person=person)
    people = dict(members.values_list("community").annotate(people=Count("pk")).order_by())
    return [Reach(place, people.get(place.pk, 0)) for place in places]


def readership(person: Person, post: Post) -> Readership | None:
    """How many have read an announcement, for whom it is given to know that; None for the others, and where nothing is to be read.

    Figures go by steps of K, and no part under K is told: who looks before and after somebody reads it mostly sees no
    difference, and never whose reading made one.
    """
    if not access.may_see_readership(person, post) or not Announcement.objects.filter(post=post, must_read=True).exists():
        return None
    audience = access.audience(post)
    people, read = audience.aggregate(
        people=Count("pk"), read=Count("pk", filter=Q(pk__in=Acknowledgement.objects.filter(announcement=post.pk).values("person")))
    ).values()
    return rounded(people, read)


def rounded(people: int, read: int) -> Readership:
    """What may be told of `read` among `people`."""
    if people < 2 * K:
        return Readership(people, "small")
    if read < K:
        return Readership(people, "few")
    if people - read < K:
        return Readership(people, "nearly")
    return Readership(people, "some", read - read % K)


def communities_to_read_in(at: datetime) -> frozenset[int]:
    """The communities that have something to be read by all; remembered for a minute, so mostly no query."""
    return _open.make("open", lambda: frozenset(_to_read(at).filter(post__deleted_at=None).values_list("post__community", flat=True)))


def must_reads(person: Person, at: datetime) -> list[PostRow]:
    """What this person still has to read, newest first; one query."""
    acknowledged = Acknowledgement.objects.filter(person=person).values("announcement")
    posts = access.posts(person).filter(
        pk__in=_to_read(at).values("pk"),
        community__in=Membership.objects.filter(person=person).values("community"),
        community__archived_at=None,
    )
    waiting = posts.exclude(author=person).exclude(pk__in=acknowledged)
    return [PostRow(*row) for row in waiting.order_by("-pk").values_list("pk", "version")[:MAX_TO_READ]]


def titles_to_read(person: Person, at: datetime) -> list[Post]:
    """The same with their titles and communities, for a line about each."""
    ids = [row.id for row in must_reads(person, at)]
    return list(Post.objects.filter(pk__in=ids).select_related("community").order_by("-pk")) if ids else []


def _to_read(at: datetime) -> QuerySet[Announcement]:
    """What one is still reminded of."""
    lately = Q(pk__gte=first_id(at - STAYS)) | Q(read_by__gte=timezone.localdate(at))
    return Announcement.objects.filter(lately, must_read=True)
