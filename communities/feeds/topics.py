"""Lists about topics: the posts that bear one, those people speak of, those whose name begins so.

All are over the posts that the viewer may read, and a topic is written as the newest of these writes it: of one that is used
elsewhere only, there is nothing to see, not even that somebody wrote it with a capital.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import OuterRef, QuerySet, Subquery

from communities import access
from communities.feeds.posts import PostRow
from communities.models import Community, Post, PostTopic, Topic
from rse.lib.pages import PAGE_SIZE, Page, cut
from rse.lib.prepared import Prepared, Statement
from rse.lib.text import topic_key
from rse.people.models import Person

ABOVE_ALL = (1 << 63) - 1
RECENT = 1_000  # bearings looked at for what people speak of
LISTED = 60
LOOKED_AT = 100  # topics of a common beginning


class TopicRow(NamedTuple):
    """A topic, and how many of the newest posts bear it."""

    key: str
    name: str
    posts: int


class TopicFeed(NamedTuple):
    """The posts that bear a topic, and how the newest of them writes it; the key when there is none."""

    name: str
    page: Page[PostRow]


def topic_feed(person: Person, key: str, *, before: int | None = None, size: int = PAGE_SIZE) -> TopicFeed:
    """The newest posts that bear the topic of that key. An unknown one and one used elsewhere only are both empty."""
    rows = _bearing(person.is_active, person.is_guest, size + 1, person=person.pk, key=key, before=ABOVE_ALL if before is None else before)
    return TopicFeed(rows[0][2] if rows else key, cut([PostRow(id_, version) for id_, version, _name in rows], size=size))


@Prepared
def _bearing(is_active: bool, is_guest: bool, limit: int, *, person: int, key: str, before: int) -> QuerySet[PostTopic, Any]:
    bearings = PostTopic.objects.filter(topic=Topic.objects.filter(key=key).values("pk")[:1], post__lt=before)
    readable = _posts(person, is_active, is_guest)
    return bearings.filter(post__in=readable.values("pk")).order_by("-post_id").values_list("post_id", "post__version", "name")[:limit]


def topics(person: Person, *, query: str = "", size: int = LISTED) -> list[TopicRow]:
    """What the newest posts are about, the most frequent first; with `query`, the topics that begin so, older ones after."""
    key = topic_key(query)
    if query.strip(" #") and not key:
        return []
    recent = _recent(person, key, size=size)
    return _once([*recent, *_older(person, key)])[:size] if key and len(recent) < size else recent


def topics_like(person: Person, prefix: str, *, community: Community | None = None, size: int = 8) -> list[TopicRow]:
    """Topics to complete what is being written, with or without its sign: those of the community first."""
    key = topic_key(prefix)
    if prefix.strip(" #") and not key:
        return []
    here = _recent(person, key, community=community, size=size) if community else []
    return _once([*here, *topics(person, query=prefix, size=size)])[:size]


def _recent(person: Person, beginning: str, *, community: Community | None = None, size: int) -> list[TopicRow]:
    try:
        statement = _recently(person.is_active, person.is_guest, community is not None, size)
    except EmptyResultSet:  # a closed account reads nothing
        return []
    where = {} if community is None else {"community": community.pk}
    return [TopicRow(*row) for row in statement.rows(person=person.pk, beginning=beginning, **where)]


@cache
def _recently(is_active: bool, is_guest: bool, in_community: bool, limit: int) -> Statement:
    """Around the rule: the newest bearings of readable posts by the index of bearings, then counted."""
    place = f"AND b.post_id IN (SELECT id FROM communities_post WHERE community_id = %(community)s ORDER BY id DESC LIMIT {RECENT})"
    return Statement(f"""
        SELECT t.key, (array_agg(recent.name ORDER BY recent.post_id DESC))[1], count(*)
        FROM (
            SELECT b.topic_id, b.post_id, b.name FROM communities_posttopic b
            WHERE b.post_id IN ({_readable.sql(is_active, is_guest, person=0)}) {place if in_community else ""}
            ORDER BY b.post_id DESC LIMIT {RECENT}
        ) recent
        JOIN communities_topic t ON t.id = recent.topic_id
        WHERE starts_with(t.key, %(beginning)s)
        GROUP BY t.key ORDER BY count(*) DESC, t.key LIMIT {limit}
    """)


@Prepared
def _readable(is_active: bool, is_guest: bool, *, person: int) -> QuerySet[Post, Any]:
    return _posts(person, is_active, is_guest).values_list("pk")


def _older(person: Person, beginning: str) -> list[TopicRow]:
    """The topics of a common beginning, the latest used first, whenever that was."""
    if not person.is_active:  # a closed account reads nothing, and the query would have no type for that
        return []
    alike = Topic.objects.filter(key__startswith=beginning).order_by("key").values("pk")[:LOOKED_AT]
    borne = PostTopic.objects.filter(topic=OuterRef("pk"), post__in=access.posts(person).values("pk"))
    newest = Topic.objects.filter(pk__in=alike).annotate(newest=Subquery(borne.order_by("-post_id").values("pk")[:1])).values("newest")
    rows = PostTopic.objects.filter(pk__in=newest).order_by("-post_id").values_list("topic__key", "name")
    return [TopicRow(key, name, 0) for key, name in rows]


def _posts(person: int, is_active: bool, is_guest: bool) -> QuerySet[Post]:
    return access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))


def _once(rows: Iterable[TopicRow]) -> list[TopicRow]:
    """The first row of each topic."""
    found: dict[str, TopicRow] = {}
    for row in rows:
        found.setdefault(row.key, row)
    return list(found.values())
