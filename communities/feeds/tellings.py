"""What one chose to be told, for the page of its settings: what holds everywhere, each community of one's own, and what is of none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils.functional import Promise

from communities import access
from communities.feeds.communities import MyCommunity
from communities.models import Channel, Community, CommunityTelling, DefaultTelling, PersonTelling, Telling
from rse.lib.fold import fold
from rse.people.models import Person


@dataclass(frozen=True)
class Choice:
    """What was chosen ("" and None: nothing), and what holds."""

    level: str
    channels: Sequence[str] | None
    held: access.Wish


@dataclass(frozen=True)
class PlaceChoice:
    place: MyCommunity
    choice: Choice
    usual: access.Wish  # what holds there for whoever chooses nothing for this community


@dataclass(frozen=True)
class Tellings:
    places: Sequence[PlaceChoice]
    everywhere: Choice
    own_channels: frozenset[str]  # of what is of no community
    house: access.Wish  # what holds everywhere for whoever chose nothing


def tellings(person: Person, mine: Sequence[MyCommunity]) -> Tellings:
    """One's choices, of the communities given. Four queries, however many they are."""
    usual = access.usual_wishes(person, [place.community.pk for place in mine])
    chosen = {row.community_id: row for row in CommunityTelling.objects.filter(person=person)}
    own = PersonTelling.objects.filter(person=person).first()
    places = []
    for place in mine:
        row, otherwise = chosen.get(place.community.pk), usual[place.community.pk]
        level, channels = (row.level, row.channels) if row else ("", None)
        held = access.Wish(Telling(level) if level else otherwise.level, otherwise.channels if channels is None else frozenset(channels))
        places.append(PlaceChoice(place, Choice(level, channels, held), otherwise))
    everywhere = Choice(own.level if own else "", own.channels if own else None, usual[None])
    return Tellings(places, everywhere, access.wish(person, community_id=None).channels, access.default_wish())


@dataclass(frozen=True)
class Defaults:
    """What holds for whoever chose nothing: everywhere, and in the communities that have a default of their own."""

    house: access.Wish
    own_channels: frozenset[str]
    places: Sequence[DefaultTelling]
    departing: int


def defaults(person: Person) -> Defaults:
    """Of the communities that this administrator may know of. The number of people who chose something else, anywhere."""
    known = access.communities(person).values("pk")
    places = DefaultTelling.objects.filter(community__in=known).select_related("community").order_by("community__name_key")
    return Defaults(access.default_wish(), access.default_own_channels(), list(places), len(access.departing(None)))


def choices() -> "dict[str, list[tuple[str, str | Promise]]]":
    """The levels and the channels, as they are called."""
    return {"levels": [(one.value, one.label) for one in Telling], "channels": [(one.value, one.label) for one in Channel]}


def community_named(person: Person, name: str) -> Community:
    """The community of that name or address. Raises Http404 when this person knows of none."""
    found = access.communities(person).filter(Q(slug=name) | Q(name_key=fold(name))).order_by("pk").first()
    if found is None:
        raise Http404
    return found
