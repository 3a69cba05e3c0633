"""What a person follows, mutes or blocks: between them and one other thing, and in their own lists. Nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from communities import access
from communities.models import Community, Level, PersonLevel, Post, PostTopic, ThreadLevel, TopicLevel
from rse.lib.prepared import Prepared
from rse.people.models import Person

LISTED = 500
HIDING = (Level.MUTE, Level.BLOCK)


@dataclass(frozen=True)
class Subscriptions:
    """One's own lists, the latest first."""

    followed_people: Sequence[Person]
    muted_people: Sequence[Person]
    blocked_people: Sequence[Person]
    followed_topics: Sequence[TopicLevel]
    muted_topics: Sequence[TopicLevel]
    followed_threads: Sequence[Post]
    muted_threads: Sequence[Post]
    muted_communities: Sequence[Community]
    followers: int


def subscriptions(person: Person) -> Subscriptions:
    """All that someone follows, mutes or blocks, of what they may still see; and how many people follow them. Five queries."""
    people = PersonLevel.objects.filter(person=person, other__in=access.people(person).values("pk")).select_related("other", "other__site")
    topics = list(TopicLevel.objects.filter(person=person).select_related("topic").order_by("-since")[:LISTED])
    threads = ThreadLevel.objects.filter(person=person, post__in=access.posts(person).values("pk"))
    of_people = list(people.order_by("-since", "-pk")[: 2 * LISTED])
    of_threads = list(threads.select_related("post__author", "post__community").order_by("-since", "-pk")[:LISTED])
    return Subscriptions(
        followed_people=[row.other for row in of_people if row.level == Level.FOLLOW],
        muted_people=[row.other for row in of_people if row.level == Level.MUTE],
        blocked_people=[row.other for row in of_people if row.level == Level.BLOCK],
        followed_topics=[row for row in topics if row.level == Level.FOLLOW],
        muted_topics=[row for row in topics if row.level == Level.MUTE],
        followed_threads=[row.post for row in of_threads if row.level == Level.FOLLOW],
        muted_threads=[row.post for row in of_threads if row.level == Level.MUTE],
        muted_communities=list(access.readable_communities(person).filter(pk__in=access.muted_places(person)).order_by("name_key")),
        followers=PersonLevel.objects.filter(other=person, level=Level.FOLLOW, person__is_active=True).count(),
    )


def level_of_person(person: Person, other: Person) -> str:
    """follow, mute, block, or nothing."""
    rows = _of_person(person=person.pk, other=other.pk)
    return str(rows[0][0]) if rows else ""


@Prepared
def _of_person(*, person: int, other: int) -> QuerySet[PersonLevel, Any]:
    return PersonLevel.objects.filter(person=person, other=other).values_list("level")


def levels_of_people(person: Person, others: Sequence[int]) -> dict[int, str]:
    """follow, mute or block, of those of these people with whom there is one."""
    return dict(PersonLevel.objects.filter(person=person, other__in=others).values_list("other_id", "level")) if others else {}


def level_of_topic(person: Person, key: str) -> str:
    """follow, mute, or nothing."""
    rows = _of_topic(person=person.pk, key=key)
    return str(rows[0][0]) if rows else ""


@Prepared
def _of_topic(*, person: int, key: str) -> QuerySet[TopicLevel, Any]:
    return TopicLevel.objects.filter(person=person, topic__key=key).values_list("level")


def left_out(person: Person) -> Q:
    """Over Post: what this person asked not to be shown unless they look for it."""
    muted = TopicLevel.objects.filter(person=person, level=Level.MUTE)
    by_hidden = Q(author__in=PersonLevel.objects.filter(person=person, level__in=HIDING).values("other"))
    in_muted = Q(community__in=access.muted_places(person))
    return by_hidden | in_muted | Q(Exists(PostTopic.objects.filter(post=OuterRef("pk"), topic__in=muted.values("topic"))))


def leaves_out(person: Person) -> "ExpressionWrapper[Q]":
    """Whether there is any such wish, as a column of a query."""
    hidden = Exists(PersonLevel.objects.filter(person=person, level__in=HIDING))
    muted = Exists(TopicLevel.objects.filter(person=person, level=Level.MUTE))
    places = Exists(access.muted_places(person))
    return ExpressionWrapper(Q(hidden) | Q(muted) | Q(places), output_field=BooleanField())
