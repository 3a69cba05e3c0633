"""The first steps of a newcomer: which are done, by the facts, and what is proposed at each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q

from communities import access
from communities.feeds.communities import MyCommunity, my_communities
from communities.feeds.posts import waiting_questions
from communities.models import Ban, Comment, Community, Joining, JoinRequest, Membership, Post, PostKind, Reaction, RequestState
from rse.lib.fold import fold
from rse.people.models import Person, Profile

ENOUGH = 3  # skills, communities
LOOKED_AT = 400  # profiles of colleagues whose skills are counted
NEWEST = 20  # posts among which something to do is looked for


@dataclass(frozen=True)
class ArrivalStep:
    """`name` is photo, skills, communities or act; `url` the name of its page."""

    name: str
    is_done: bool

    @property
    def url(self) -> str:
        return f"welcome-{self.name}"


@dataclass(frozen=True)
class SuggestedCommunity:
    """A community proposed to a newcomer, and why: how many colleagues of their unit, of their site, are in it; 0 where not told."""

    community: Community
    is_default: bool
    of_unit: int
    of_site: int

    @property
    def asks(self) -> bool:
        """Whether one comes in on request."""
        return self.community.joining != Joining.FREE


@dataclass(frozen=True)
class FirstActs:
    """Three things that a newcomer can do at once, of what they may read and where they may write; None where there is none."""

    question: Post | None
    react: Post | None
    hello: Post | None


def arrival_steps(person: Person) -> Sequence[ArrivalStep]:
    """The first steps of this person, in their order; a guest has neither skills to say nor communities to choose."""
    acted = _has_acted(person)
    if person.is_guest:
        return [ArrivalStep("photo", bool(person.photo)), ArrivalStep("act", acted)]
    profile = Profile.objects.filter(person=person).first()
    places = Membership.objects.filter(person=person).count()
    places += JoinRequest.objects.filter(person=person, state=RequestState.PENDING).count()
    return [
        ArrivalStep("photo", bool(person.photo)),
        ArrivalStep("skills", profile is not None and len(profile.skills) >= ENOUGH),
        ArrivalStep("communities", places >= ENOUGH),
        ArrivalStep("act", acted),
    ]


def _has_acted(person: Person) -> bool:
    """Whether they wrote or reacted, once."""
    return (
        Reaction.objects.filter(person=person).exists()
        or Comment.objects.filter(author=person).exists()
        or Post.objects.filter(author=person).exists()
    )


def skills_around(person: Person, *, size: int = 12) -> Sequence[str]:
    """What colleagues say they can do, the most said first: those of the unit, then of the site; without what one says oneself."""
    near = access.people(person).filter(is_active=True).exclude(pk=person.pk)
    found: list[str] = []
    for circle in (Q(unit=person.unit_id or 0), Q(site=person.site_id or 0), Q()):
        if len(found) < size:
            said = Profile.objects.filter(person__in=near.filter(circle).values("pk")).exclude(skills=[])
            rows = said.order_by("pk").values_list("skills", flat=True)[:LOOKED_AT]
            counts = Counter(skill for skills in rows for skill in skills)
            found += sorted(counts, key=lambda skill: (-counts[skill], fold(skill)))
    own = Profile.objects.filter(person=person).values_list("skills", flat=True).first() or []
    known = {fold(skill) for skill in own}
    fresh = {fold(skill): skill for skill in reversed(found) if fold(skill) not in known}
    return list(reversed(fresh.values()))[:size]


def communities_for_newcomer(person: Person, *, size: int = 8) -> Sequence[SuggestedCommunity]:
    """Communities that one could join or ask to join: those of the organisation first, then where one's colleagues are."""
    if person.is_guest:
        return []
    mine = Membership.objects.filter(community=OuterRef("pk"), person=person)
    barred = Ban.objects.filter(community=OuterRef("pk"), person=person)
    asked = JoinRequest.objects.filter(community=OuterRef("pk"), person=person, state=RequestState.PENDING)
    known = access.communities(person).filter(joining__in=(Joining.FREE, Joining.REQUEST), listed=True, archived_at=None)
    open_ = known.exclude(Exists(mine) | Exists(barred) | Exists(asked))
    largest = list(open_.filter(slug__in=settings.DEFAULT_COMMUNITIES)) + list(open_.order_by("-members_count", "name_key")[:60])
    places = {place.pk: place for place in largest}
    # Who belongs to a community that one does not read is not told, be it by a count; nor to a protected one.
    told = access.readable_communities(person).filter(pk__in=places, protected=False).values_list("pk", flat=True)
    of_unit, of_site = _colleagues(told, unit=person.unit_id), _colleagues(told, site=person.site_id)
    rows = [
        SuggestedCommunity(place, place.slug in settings.DEFAULT_COMMUNITIES, of_unit.get(pk, 0), of_site.get(pk, 0))
        for pk, place in places.items()
    ]
    rows.sort(
        key=lambda row: (not row.is_default, row.asks, -row.of_unit, -row.of_site, -row.community.members_count, row.community.name_key)
    )
    return rows[:size]


def _colleagues(places: Iterable[int], **where: int | None) -> dict[int, int]:
    """Community -> how many of its members are there."""
    if None in where.values():
        return {}
    there = Q(person__is_active=True, **{f"person__{name}": value for name, value in where.items()})
    rows = Membership.objects.filter(there, community__in=list(places))
    return dict(rows.values("community").annotate(count=Count("pk")).values_list("community", "count"))


def first_acts(person: Person) -> FirstActs:
    """A question that nobody has answered, a post to react to, a conversation to say hello in: three different posts, if there are."""
    mine = [place for place in my_communities(person) if not place.community.is_archived]
    questions = waiting_questions(person, communities=mine, size=1) if mine else []
    used = [question.pk for question in questions]
    newest = _newest(person, mine, but_for=used)
    react = next((post for post in newest if post.kind != PostKind.ANNOUNCEMENT), None)
    talked = sorted((post for post in newest if post != react), key=lambda post: -post.comment_count)
    return FirstActs(_in_full(person, questions), react, talked[0] if talked else None)


def _in_full(person: Person, questions: Sequence[Post]) -> Post | None:
    """The first of them, with its community."""
    ids = [question.pk for question in questions]
    return access.posts(person).filter(pk__in=ids).select_related("community", "author").first()


def _newest(person: Person, mine: Sequence[MyCommunity], *, but_for: Sequence[int]) -> list[Post]:
    posts = access.posts(person).filter(community__in=[place.community.pk for place in mine]).exclude(author=person).exclude(pk__in=but_for)
    given = Exists(Reaction.objects.filter(person=person, post=OuterRef("pk")))
    return list(posts.exclude(given).select_related("community", "author").order_by("-id")[:NEWEST])
