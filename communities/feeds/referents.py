"""Who answers for which topic: in one community, or for one topic wherever the viewer reads."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from communities import access
from communities.models import Community, Membership, PostTopic, TopicReferent
from rse.lib.kept import Kept
from rse.people.models import Person

LISTED = 100
_topics: Kept[frozenset[str]] = Kept(1, seconds=30)


@dataclass(frozen=True)
class ReferentRow:
    """`name` is the topic as the newest post of the community writes it."""

    referent: TopicReferent
    name: str
    may_release: bool


def topic_referents(person: Person, community: Community) -> list[ReferentRow]:
    """Those of a community, by topic and name; one query, for whoever reads it."""
    borne = PostTopic.objects.filter(topic=OuterRef("topic"), post__community=OuterRef("community"), post__deleted_at=None)
    name = Coalesce(Subquery(borne.order_by("-post_id").values("name")[:1]), "topic__key")
    rows = _present(person).filter(community=community).annotate(name=name).order_by("topic__key", "person__name_key", "pk")
    return [ReferentRow(row, row.name, access.may_release_referent(person, row)) for row in rows[:LISTED]]


def referents_of_topic(person: Person, key: str) -> list[TopicReferent]:
    """Who answers for that topic in the communities that this person reads; one query, mostly none for a topic without referents."""
    if key not in _answered_for():
        return []
    there = access.readable_communities(person).values("pk")
    return list(
        _present(person).filter(topic__key=key, community__in=there).order_by("community__name_key", "person__name_key", "pk")[:LISTED]
    )


def _answered_for() -> frozenset[str]:
    """The topics that have referents anywhere; remembered for half a minute."""
    keys = TopicReferent.objects.order_by().values_list("topic__key", flat=True).distinct()
    return _topics.make("topics", lambda: frozenset(keys))


def _present(person: Person) -> QuerySet[TopicReferent]:
    """Members still, whom the viewer may see."""
    belongs = Membership.objects.filter(community=OuterRef("community"), person=OuterRef("person"), person__is_active=True)
    found = TopicReferent.objects.filter(Exists(belongs), person__in=access.people(person).values("pk"))
    return found.select_related("person", "community", "topic", "named_by")
