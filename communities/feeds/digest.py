"""What a digest carries: the conversation of one's communities since the last one, what waits for one, what one missed.

Its queries are as many for whoever belongs to a hundred communities as for whoever belongs to one. Every part passes through access.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from communities import access
from communities.feeds.announcements import titles_to_read
from communities.feeds.sorts import USEFUL, points
from communities.models import (
    Channel,
    Comment,
    Community,
    Delivery,
    Level,
    Membership,
    Notification,
    PersonLevel,
    Post,
    PostKind,
    Reaction,
    Sent,
    ThreadLevel,
)
from communities.models.notification import Notice
from rse.lib.ids import first_id
from rse.people.models import Person

CANDIDATES = 200  # the liveliest conversations, among which the best are chosen
THREADS, WAITING, MISSED, PLACES = 5, 5, 10, 8
WAITS_SINCE = timedelta(days=1)  # a post nobody has answered for a day waits
WAITS_UNTIL = timedelta(days=30)
OF_PLACES = (Notice.NEW_POST, Notice.NEW_COMMENT, Notice.MUST_READ)  # what other parts of a digest tell


@dataclass(frozen=True)
class DigestThread:
    """A conversation, and why it is there: answers since the last digest, by how many people, and how many found it useful."""

    post: Post
    answers: int
    answerers: int
    useful: int
    last_answer: int | None  # the comment that its link lands on


@dataclass(frozen=True)
class DigestPlace:
    """What is new in a community."""

    community: Community
    posts: int
    members: int


@dataclass(frozen=True)
class Digest:
    since: datetime
    threads: Sequence[DigestThread] = ()
    waiting: Sequence[Post] = ()
    missed: Sequence[Notification] = ()
    to_read: Sequence[Post] = ()
    places: Sequence[DigestPlace] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write for: what waits since before is no news by itself."""
        return not (self.threads or self.missed or self.to_read or self.places)


def digest(person: Person, *, since: datetime, at: datetime) -> Digest:
    """What happened to this person from `since` to `at`, of what they may read now."""
    if not person.is_active:
        return Digest(since)
    places = access.places_told_by(person, Channel.DIGEST)
    return Digest(
        since,
        threads=_threads(person, places, since),
        waiting=_waiting(person, at),
        missed=_missed(person, since),
        to_read=titles_to_read(person, at),
        places=_places(person, places, since),
    )


def _heard(person: Person, places: Sequence[int]) -> QuerySet[Post]:
    """Posts of others in these communities, but what this person muted or whom they blocked."""
    blocked = PersonLevel.objects.filter(person=person, level=Level.BLOCK).values("other")
    muted = ThreadLevel.objects.filter(person=person, level=Level.MUTE).values("post")
    readable = access.posts(person).filter(community__in=places, community__archived_at=None)
    return readable.exclude(author__in=blocked).exclude(pk__in=muted)


def _threads(person: Person, places: Sequence[int], since: datetime) -> list[DigestThread]:
    """The best: those most people answered or found useful since then, their authors and the reader not counted. One query."""
    blocked = PersonLevel.objects.filter(person=person, level=Level.BLOCK).values("other")
    said = Comment.objects.filter(post=OuterRef("pk"), pk__gte=first_id(since), deleted_at=None)
    answers = said.exclude(author=OuterRef("author")).exclude(author=person).exclude(author__in=blocked).order_by().values("post")
    found_useful = Reaction.objects.filter(post=OuterRef("pk"), comment=None, kind=USEFUL, at__gte=since)
    useful = found_useful.exclude(person=OuterRef("author")).exclude(person=person).order_by().values("post")
    lively = _heard(person, places).filter(last_activity_at__gte=since).exclude(author=person)
    rows = lively.annotate(
        answers=Coalesce(Subquery(answers.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()),
        answerers=Coalesce(Subquery(answers.annotate(n=Count("author", distinct=True)).values("n")), 0, output_field=IntegerField()),
        last_answer=Subquery(answers.annotate(n=Max("pk")).values("n")),
        useful=Coalesce(Subquery(useful.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()),
    ).select_related("community", "author")
    found = [
        DigestThread(post, *(getattr(post, name) for name in ("answers", "answerers", "useful", "last_answer")))
        for post in rows.order_by("-last_activity_at", "-pk")[:CANDIDATES]
    ]
    worth = [thread for thread in found if points(thread.useful, thread.answerers)]
    return sorted(worth, key=lambda one: (-points(one.useful, one.answerers), -one.post.pk))[:THREADS]


def _waiting(person: Person, at: datetime) -> list[Post]:
    """One's own that wait: what nobody answered for a day, and questions whose answers one has not chosen from. One query."""
    mine = access.posts(person).filter(
        author=person, community__archived_at=None, pk__gte=first_id(at - WAITS_UNTIL), at__lt=at - WAITS_SINCE
    )
    alone = Q(answer_count=0, kind__in=[PostKind.MESSAGE, PostKind.QUESTION])
    undecided = Q(kind=PostKind.QUESTION, accepted_comment=None)
    return list(mine.filter(alone | undecided).select_related("community").order_by("-pk")[:WAITING])


def _missed(person: Person, since: datetime) -> list[Notification]:
    """What one was told, asked to have in the digest, has not read, and was not sent by mail already. One query."""
    mailed = Delivery.objects.filter(notification=OuterRef("pk"), channel=Channel.MAIL, outcome__in=[Sent.SENT, "unknown"])
    rows = access.notifications(person).filter(~Exists(mailed), in_digest=True, read_at=None, at__gte=since).exclude(notice__in=OF_PLACES)
    return list(rows.select_related("actor", "community", "post", "comment").order_by("-pk")[:MISSED])


def _places(person: Person, places: Sequence[int], since: datetime) -> list[DigestPlace]:
    """The communities in which others published, the liveliest first. Three queries."""
    new = _heard(person, places).filter(pk__gte=first_id(since)).exclude(author=person)
    posts = dict(new.order_by().values_list("community").annotate(n=Count("pk")).values_list("community", "n"))
    joined = Membership.objects.filter(community__in=posts, created_at__gte=since).exclude(person=person)
    members = dict(joined.order_by().values_list("community").annotate(n=Count("pk")).values_list("community", "n"))
    rows = access.readable_communities(person).filter(pk__in=posts)
    found = [DigestPlace(one, posts[one.pk], members.get(one.pk, 0)) for one in rows]
    return sorted(found, key=lambda one: (-one.posts, one.community.name_key))[:PLACES]
