"""What a person wishes to be told, and how: their choices, then those of whoever administers, resolved in one place."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import (
    Channel,
    Community,
    CommunityTelling,
    DefaultTelling,
    Level,
    Membership,
    PersonLevel,
    PersonTelling,
    Telling,
    ThreadLevel,
)
from communities.models.notification import Notice
from communities.models.telling import CHANNELS, LEVEL, OWN_CHANNELS
from rse.people.models import Person

LEVELS = list(Telling)  # in their order: each holds what those before it hold

# From which level on one is told of it. What is not named here comes at any level.
LEVEL_OF = {
    **dict.fromkeys(
        (
            Notice.REPLY, Notice.THREAD, Notice.CALL, Notice.ANSWER_ACCEPTED, Notice.ANSWER_TRIAL, Notice.STORY_CONFIRMED, Notice.OBJECTION,
        ),
        Telling.MENTIONS,
    ),
    Notice.NEW_POST: Telling.POSTS,
    Notice.NEW_COMMENT: Telling.EVERYTHING,
}  # fmt: skip
# What names one, for whatever reason a colleague has: at any level, by the channels that one chose. The rest is a duty: it is shown.
NAMES_ONE = (Notice.MENTION, Notice.PRAISE, Notice.STORY)
SOCIAL = (  # one is not told of whom one blocked
    Notice.MENTION, Notice.PRAISE, Notice.STORY, Notice.REPLY, Notice.THREAD, Notice.INVITATION, Notice.TESTIMONIAL, Notice.NEW_POST,
    Notice.NEW_COMMENT,
)  # fmt: skip
OF_THREAD = (Notice.REPLY, Notice.THREAD, Notice.CALL, Notice.NEW_COMMENT)  # one is not told of it in a thread that one muted


@dataclass(frozen=True)
class Wish:
    """What somebody wants to be told of a community, or of what is of none: from which level on, by which channels."""

    level: Telling
    channels: frozenset[str]

    def hears(self, level: str) -> bool:
        """Whether what comes from that level on comes to them."""
        return LEVELS.index(self.level) >= LEVELS.index(Telling(level))

    def channels_of(self, notice: str) -> frozenset[str]:
        """By which channels such a notice goes out; none: it is not wished at all. A duty is always shown on the site."""
        asked = LEVEL_OF.get(Notice(notice))
        if asked is not None and not self.hears(asked):
            return frozenset()
        return self.channels if asked is not None or notice in NAMES_ONE else self.channels | {Channel.IN_APP}


def wishes(people: Collection[int], *, community_id: int | None) -> dict[int, Wish]:
    """The wish of each of these people for that community, or for what is of none. Three queries, however many they are."""
    house, place = _defaults(community_id)
    own = {row.person_id: row for row in PersonTelling.objects.filter(person__in=people)}
    there = {}
    if community_id is not None:
        there = {row.person_id: row for row in CommunityTelling.objects.filter(community=community_id, person__in=people)}
    return {person: _wish(there.get(person), own.get(person), place, house, of_none=community_id is None) for person in people}


def wish(person: Person, *, community_id: int | None) -> Wish:
    return wishes([person.pk], community_id=community_id)[person.pk]


def places_told_by(person: Person, channel: str) -> list[int]:
    """The communities of this person that they hear of by that channel, muted ones left out. Four queries, however many there are."""
    places = list(Membership.objects.filter(person=person).values_list("community_id", flat=True))
    own = PersonTelling.objects.filter(person=person).first()
    there = {row.community_id: row for row in CommunityTelling.objects.filter(person=person)}
    defaults = {row.community_id: row for row in DefaultTelling.objects.filter(Q(community=None) | Q(community__in=places))}
    wished = {id_: _wish(there.get(id_), own, defaults.get(id_), defaults.get(None), of_none=False) for id_ in places}
    return [id_ for id_, wish in wished.items() if channel in wish.channels and wish.level != Telling.NOTHING]


def default_wish(community_id: int | None = None) -> Wish:
    """What holds for whoever chose nothing: in that community, or in one where nothing else was said."""
    house, place = _defaults(community_id)
    return _wish(None, None, place, house, of_none=False)


def default_own_channels() -> frozenset[str]:
    """By which channels comes what is of no community, to whoever chose nothing."""
    house, _place = _defaults(None)
    return _wish(None, None, None, house, of_none=True).channels


def departing(community: Community | None) -> set[int]:
    """Who chose something other than the defaults, in that community or anywhere, but for what they only muted."""
    there = CommunityTelling.objects.exclude(level=Telling.NOTHING)
    if community is not None:
        return set(there.filter(community=community).values_list("person_id", flat=True))
    return set(there.values_list("person_id", flat=True)) | set(PersonTelling.objects.values_list("person_id", flat=True))


def usual_wishes(person: Person, communities: Collection[int]) -> "dict[int | None, Wish]":
    """What this person would be told of each of these communities, had they chosen nothing for it; under None, of others. Two queries."""
    rows = {row.community_id: row for row in DefaultTelling.objects.filter(Q(community=None) | Q(community__in=communities))}
    own, house = PersonTelling.objects.filter(person=person).first(), rows.get(None)
    found: dict[int | None, Wish] = {None: _wish(None, own, None, house, of_none=False)}
    return found | {place: _wish(None, own, rows.get(place), house, of_none=False) for place in communities}


def hearers(community_id: int, *, level: str) -> "QuerySet[Membership, Any]":
    """The active members of a community who may hear of it at that level: whoever chose something, or all when the default asks for it.

    Some of them may hear less: `wishes` tells of each.
    """
    members = Membership.objects.filter(community=community_id, person__is_active=True)
    if default_wish(community_id).hears(level):
        return members
    asking = LEVELS[LEVELS.index(Telling(level)) :]
    there = CommunityTelling.objects.filter(community=community_id, level__in=asking).values("person")
    everywhere = PersonTelling.objects.filter(level__in=asking).values("person")
    return members.filter(person__in=there.union(everywhere))


def blocked_by(person: Person) -> set[int]:
    """Whom this person blocked."""
    return set(PersonLevel.objects.filter(person=person, level=Level.BLOCK).values_list("other_id", flat=True))


def muted_threads(person: Person) -> set[int]:
    """The posts whose threads this person muted."""
    return set(ThreadLevel.objects.filter(person=person, level=Level.MUTE).values_list("post_id", flat=True))


def muted_places(person: Person) -> "QuerySet[CommunityTelling, Any]":
    """The communities that this person mutes: a row by its community."""
    return CommunityTelling.objects.filter(person=person, level=Telling.NOTHING).values("community")


def _defaults(community_id: int | None) -> tuple[DefaultTelling | None, DefaultTelling | None]:
    """Of the installation, of the community."""
    where = Q(community=None) if community_id is None else Q(community=None) | Q(community=community_id)
    found = {row.community_id: row for row in DefaultTelling.objects.filter(where)}
    return found.get(None), found.get(community_id) if community_id is not None else None


def _wish(
    there: CommunityTelling | None, own: PersonTelling | None, place: DefaultTelling | None, house: DefaultTelling | None, *, of_none: bool
) -> Wish:
    """The first that says something, of the four from the nearest to the farthest; else what the house began with."""
    if of_none:
        chosen = [row.own_channels for row in (own, house) if row is not None and row.own_channels is not None]
        return Wish(Telling.EVERYTHING, frozenset(chosen[0] if chosen else OWN_CHANNELS))
    rows = [row for row in (there, own, place, house) if row is not None]
    levels = [row.level for row in rows if row.level]
    channels = [row.channels for row in rows if row.channels is not None]
    return Wish(Telling(levels[0]) if levels else LEVEL, frozenset(channels[0] if channels else CHANNELS))
