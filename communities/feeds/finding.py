"""Communities to find: what a list shows of each, and those suggested to somebody, with the reason in words that tell no secret.

What is computed is kept half an hour for each person, and looked at again before it is shown: a community that closed, that they
joined or set aside is gone at once. Of a closed community, colleagues are counted from three on, and never when they are all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from communities import access
from communities.feeds.levels import left_out
from communities.models import (
    Ban,
    Community,
    CommunityDismissal,
    Joining,
    JoinRequest,
    Level,
    Membership,
    Post,
    PostTopic,
    Readers,
    RequestState,
    TopicLevel,
)
from rse.lib.fold import fold
from rse.people.models import Person, PersonSkill

SUGGESTED = 24
KEPT_SECONDS = 1_800
COLLEAGUES = 1_000  # looked at
TOLD_FROM = 2  # colleagues in an open community
TOLD_FROM_CLOSED = 3
RECENT = 500  # bearings of the topics one follows


@dataclass(frozen=True)
class Why:
    """Why a community is suggested: colleagues of one's unit who are there, a skill it names, a topic one follows."""

    community: int
    colleagues: int = 0
    skill: str = ""
    topic: str = ""
    is_closed: bool = False  # when the colleagues were counted

    @property
    def reasons(self) -> int:
        return (self.colleagues > 0) + bool(self.skill) + bool(self.topic)


@dataclass(frozen=True)
class CommunityCard:
    """A community in a list. `reads`: the viewer may read it; `sample` is then its newest post, but for what they asked not to be shown."""

    community: Community
    reads: bool
    sample: Post | None
    has_asked: bool
    why: Why | None = None


def community_cards(person: Person, communities: Iterable[Community], *, why: Iterable[Why] = ()) -> list[CommunityCard]:
    """What a list shows of these communities, found through access. Three queries."""
    rows = list(communities)
    if not rows:
        return []
    ids, reasons = [row.pk for row in rows], {each.community: each for each in why}
    shown = access.posts(person).exclude(left_out(person)).filter(community=OuterRef("pk"))
    newest = access.readable_communities(person).filter(pk__in=ids).annotate(newest=Subquery(shown.order_by("-pk").values("pk")[:1]))
    samples = dict(newest.order_by().values_list("pk", "newest"))
    posts = {post.pk: post for post in Post.objects.filter(pk__in=[pk for pk in samples.values() if pk]).select_related("author")}
    asked = set(
        JoinRequest.objects.filter(person=person, community__in=ids, state=RequestState.PENDING).values_list("community_id", flat=True)
    )
    return [
        CommunityCard(row, row.pk in samples, posts.get(samples.get(row.pk) or 0), row.pk in asked, reasons.get(row.pk)) for row in rows
    ]


def suggested_communities(person: Person, *, query: str = "", size: int = SUGGESTED) -> Sequence[tuple[Community, Why]]:
    """What may interest somebody, most reasons first. Two queries from what is kept, seven once in a while; none for a guest."""
    if person.is_guest or not person.is_active:
        return []
    key = f"suggested:{person.pk}"
    if (kept := cache.get(key)) is None:
        kept = [asdict(why) for why in _computed(person)]
        cache.set(key, kept, KEPT_SECONDS)
    why = {row["community"]: Why(**row) for row in kept}
    known = {row.pk: row for row in _candidates(person).filter(pk__in=why)}
    held = [(known[id_], _still(known[id_], each)) for id_, each in why.items() if id_ in known]
    word = fold(query)
    return [(row, each) for row, each in held if each.reasons and word in f"{row.name_key} {fold(row.purpose)}"][:size]


def forget_suggested(person: Person) -> None:
    """Have the list made anew at its next showing."""
    cache.delete(f"suggested:{person.pk}")


def dismissed_communities(person: Person) -> Sequence[Community]:
    """What they said is not for them, of what they may still know of; by name."""
    gone = CommunityDismissal.objects.filter(person=person).values("community")
    return list(access.communities(person).filter(pk__in=gone, archived_at=None).order_by("name_key", "pk"))


def _candidates(person: Person) -> QuerySet[Community]:
    """Listed ones that one may come into by oneself or by asking. A protected one is never suggested: who is in it is nobody's business."""
    mine = Membership.objects.filter(community=OuterRef("pk"), person=person.pk)
    barred = Ban.objects.filter(community=OuterRef("pk"), person=person.pk)
    aside = CommunityDismissal.objects.filter(community=OuterRef("pk"), person=person.pk)
    known = access.communities(person).filter(listed=True, protected=False, archived_at=None)
    return known.filter(joining__in=(Joining.FREE, Joining.REQUEST)).exclude(Exists(mine) | Exists(barred) | Exists(aside))


def _computed(person: Person) -> list[Why]:
    candidates = {row.pk: row for row in _candidates(person)}
    colleagues, skills, topics = _colleagues(person), _skills(person, candidates.values()), _topics(person)
    found = [
        Why(
            id_,
            colleagues=_told(row, *colleagues.get(id_, (0, 0))),
            skill=skills.get(id_, ""),
            topic=topics.get(id_, ""),
            is_closed=row.readers != Readers.EVERYONE,
        )
        for id_, row in candidates.items()
    ]
    kept = [why for why in found if why.reasons]
    kept.sort(key=lambda why: (-why.reasons, -why.colleagues, -candidates[why.community].members_count, candidates[why.community].name_key))
    return kept[: 2 * SUGGESTED]


def _colleagues(person: Person) -> dict[int, tuple[int, int]]:
    """By community, how many of one's unit are there, and of how many."""
    if person.unit_id is None:
        return {}
    same = Person.objects.filter(unit=person.unit_id, is_active=True, is_guest=False).exclude(pk=person.pk)
    ids = list(same.order_by("pk").values_list("pk", flat=True)[:COLLEAGUES])
    rows = Membership.objects.filter(person__in=ids).order_by().values_list("community_id").annotate(people=Count("pk"))
    return {community: (people, len(ids)) for community, people in rows}


def _told(community: Community, count: int, unit: int) -> int:
    """How many colleagues may be spoken of: of a closed community, not so few, nor so many, that one would know who."""
    if community.readers == Readers.EVERYONE:
        return count if count >= TOLD_FROM else 0
    return count if TOLD_FROM_CLOSED <= count < unit else 0


def _skills(person: Person, communities: Iterable[Community]) -> dict[int, str]:
    """By community, the first skill of the person that its name or its purpose holds."""
    own = PersonSkill.objects.filter(person=person).order_by("skill__key").values_list("skill__key", "skill__name")
    pairs = [(f" {key} ", name) for key, name in own if len(key) > 2]
    if not pairs:
        return {}
    said = {row.pk: _words(row) for row in communities}
    return {pk: name for pk, words in said.items() if (name := next((name for key, name in pairs if key in words), ""))}


def _words(community: Community) -> str:
    """The name and the purpose, one blank on each side of each word."""
    return f" {' '.join(fold(f'{community.name} {community.purpose}').replace(',', ' ').replace('.', ' ').replace(':', ' ').split())} "


def _topics(person: Person) -> dict[int, str]:
    """By community, a topic that one follows and that a recent post there, which one may read, bears."""
    followed = dict(TopicLevel.objects.filter(person=person, level=Level.FOLLOW).values_list("topic_id", "name"))
    if not followed:
        return {}
    borne = PostTopic.objects.filter(topic__in=list(followed), post__in=access.posts(person).values("pk")).order_by("-post_id")
    rows: list[tuple[int, Any]] = list(borne.values_list("post__community_id", "topic_id")[:RECENT])
    return {community: followed[topic] for community, topic in reversed(rows)}


def _still(community: Community, why: Why) -> Why:
    """What may still be said of it, as the community is now."""
    is_open = community.readers == Readers.EVERYONE
    skill = why.skill if why.skill and f" {fold(why.skill)} " in _words(community) else ""
    colleagues = why.colleagues if is_open or why.is_closed else 0  # counted by the rule of open ones, it may tell too much
    return Why(community.pk, colleagues, skill, why.topic if is_open else "", is_closed=why.is_closed)
