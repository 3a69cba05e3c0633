"""Who may see which page of adoption; every consultation is written to the audit log.

Sponsors and pilots see the network and its communities; owners and animators, the figures of their own community; HR, units of ten
people or more; a manager, their own team of ten or more; elected members and the data protection officer, who looked at what. Nobody
sees a figure about a person, but everyone their own mirror and what is kept about themselves.
Protected and secret communities have no page here, even for those who own them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.text import Truncator

from adoption.history import Place, places
from adoption.models import Campaign, EvidencePack, PackScope, Pause
from communities import access as communities
from communities import feeds
from rse.audit import log
from rse.people.models import Person, Role

SHOWN_PACKS = 100


def may_see_network(person: Person) -> bool:
    return person.has_role(Role.SPONSOR, Role.PILOT)


def may_decide(person: Person) -> bool:
    """Perimeter and thresholds."""
    return person.has_role(Role.PILOT)


def may_seed(person: Person) -> bool:
    """The seeding assistant: staff lists, communities, pioneers and waves of a launch."""
    return person.has_role(Role.PILOT, Role.ADMIN)


def require_seed(person: Person) -> None:
    if not may_seed(person):
        raise PermissionDenied


def may_nominate(person: Person) -> bool:
    """Say whom one turns to, and whether one may be suggested oneself: employees."""
    return person.is_active and not person.is_guest


def require_nominate(person: Person) -> None:
    if not may_nominate(person):
        raise PermissionDenied


def may_see_units(person: Person) -> bool:
    """Units of ten people or more: for those who convince the managers, beside the sponsors and the pilots."""
    return person.has_role(Role.HR, Role.SPONSOR, Role.PILOT)


def leads_team(person: Person) -> bool:
    """Whether somebody of the organisation reports to this person now."""
    return not person.is_guest and Person.objects.filter(manager=person, is_active=True, is_guest=False).exists()


def require_units(person: Person) -> None:
    if not may_see_units(person):
        raise PermissionDenied


def require_team(person: Person) -> None:
    if not leads_team(person):
        raise PermissionDenied


def require_network(person: Person) -> None:
    if not may_see_network(person):
        raise PermissionDenied


def require_decide(person: Person) -> None:
    if not may_decide(person):
        raise PermissionDenied


def may_see_consultations(person: Person) -> bool:
    """Who looked at which figures: for the elected members and the data protection officer."""
    return person.has_role(Role.ELECTED)


def require_consultations(person: Person) -> None:
    if not may_see_consultations(person):
        raise PermissionDenied


def names_for(person: Person, ids: Iterable[int]) -> dict[int, str]:
    """Names of those of these communities that this person may know of."""
    return dict(communities.communities(person).filter(pk__in=list(ids)).values_list("pk", "name"))


@dataclass(frozen=True)
class Sight:
    """A community whose figures somebody may see; `animates`: they animate it and read it, and may be shown what waits there."""

    place: Place
    animates: bool


def get_sight_or_404(person: Person, slug: str) -> Sight:
    """A community whose figures this person may see. Its other members get PermissionDenied, anyone else learns nothing."""
    community = communities.get_community_or_404(person, slug)
    place = places().get(community.pk)
    if place is None:
        raise Http404
    role = communities.role_in(person, community)
    animates = role in communities.ANIMATION
    if animates or may_see_network(person):
        return Sight(place, animates and communities.may_read_community(person, community))
    if role is not None:
        raise PermissionDenied
    raise Http404


@dataclass(frozen=True)
class Waiting:
    """A post of one's own that nobody has answered: its id, its title or first words, and where it is."""

    id: int
    words: str
    place: str
    at: datetime


def waiting_posts(person: Person, ids: Sequence[int]) -> tuple[Waiting, ...]:
    """Of these threads, this person's own that still have no answer and that they may still read, newest first."""
    found = communities.posts(person).filter(pk__in=ids, author=person, answer_count=0).order_by("-pk")
    rows = found.values_list("pk", "title", "body", "community__name", "at")
    return tuple(Waiting(pk, title or Truncator(body).chars(90), place, at) for pk, title, body, place, at in rows)


def consulted(*, by: Person, page: str, at: datetime, target_type: str = "", target_id: object = "") -> None:
    """Write down who looked at which figures."""
    log.record(actor=by, act="adoption.consult", target_type=target_type, target_id=target_id, detail={"page": page}, at=at)


def animates(person: Person, place: Place) -> bool:
    """Whether they own or animate this community, and so may speak for it."""
    return communities.role_in(person, communities.get_community_or_404(person, place.slug)) in communities.ANIMATION


def require_animation(person: Person, place: Place) -> None:
    if not animates(person, place):
        raise PermissionDenied


def get_animated_place_or_404(person: Person, slug: str) -> Place:
    """A community that this person owns or animates; those who may only see its figures get PermissionDenied."""
    place = get_sight_or_404(person, slug).place
    require_animation(person, place)
    return place


def get_campaign_or_404(id_: int) -> Campaign:
    """A campaign, for whoever has passed the door of its page."""
    campaign = Campaign.objects.filter(pk=id_).first()
    if campaign is None:
        raise Http404
    return campaign


def get_pause_or_404(id_: int) -> Pause:
    """A pause, for whoever has passed the door of its page."""
    pause = Pause.objects.filter(pk=id_).first()
    if pause is None:
        raise Http404
    return pause


# Evidence packs ------------------------------------------------------------------------------------


def stories_for_board(person: Person, ids: Iterable[int] | None = None) -> list[feeds.ProofStory]:
    """Confirmed stories of open communities, which everyone of the network may read: nothing else leaves in a pack."""
    return feeds.stories_for_board(person, ids)


def quotes_for_board(person: Person, ids: Iterable[int] | None = None) -> list[feeds.Quote]:
    """Words that their person agreed to have shown to the board, and still does."""
    return feeds.quotes_for_board(person, ids)


def may_read_scope(scope: str, scope_id: int) -> bool:
    """Whether figures may still speak of that network, unit or community; a unit has its own floor, which its page keeps."""
    return scope != PackScope.COMMUNITY or scope_id in places()


def packs(person: Person) -> list[EvidencePack]:
    """The packs that this person may open, newest first: none about a community that is in no figure any more."""
    require_network(person)
    known = places()
    rows = EvidencePack.objects.defer("frozen").order_by("-id")[:SHOWN_PACKS]
    return [pack for pack in rows if pack.scope != PackScope.COMMUNITY or pack.scope_id in known]


def get_pack_or_404(person: Person, id_: int) -> EvidencePack:
    """A pack, for sponsors and pilots; as absent when its community has left the figures."""
    require_network(person)
    pack = EvidencePack.objects.filter(pk=id_).first()
    if pack is None or not may_read_scope(pack.scope, pack.scope_id):
        raise Http404
    return pack


def withdrawn(packs: Iterable[EvidencePack], person: Person) -> dict[int, int]:
    """Pack -> how many of the stories and quotes that it holds may not be shown any more; packs that hold none are missing."""
    asked = list(packs)
    stories = {story for pack in asked for story in pack.stories}
    quotes = {quote for pack in asked for quote in pack.testimonials}
    standing = {each.post_id for each in stories_for_board(person, stories)} if stories else set()
    agreed = {each.testimonial_id: each.given_at for each in quotes_for_board(person, quotes)} if quotes else {}
    gone = {
        pack.pk: len(set(pack.stories) - standing) + sum(not _agreed(agreed.get(id_), pack) for id_ in pack.testimonials) for pack in asked
    }
    return {id_: count for id_, count in gone.items() if count}


def _agreed(given_at: datetime | None, pack: EvidencePack) -> bool:
    """Whether the words in the pack are those agreed to: words that are changed lose their consents, and are agreed to again later."""
    return given_at is not None and given_at <= pack.asked_at


# The barometer -------------------------------------------------------------------------------------


def may_answer(person: Person) -> bool:
    """Everyone of the organisation, guests left out."""
    return person.is_active and not person.is_guest


def may_see_barometer(person: Person) -> bool:
    """Its results: sponsors, pilots and elected members."""
    return person.has_role(Role.SPONSOR, Role.PILOT, Role.ELECTED)


def require_answer(person: Person) -> None:
    if not may_answer(person):
        raise PermissionDenied


def require_barometer(person: Person) -> None:
    if not may_see_barometer(person):
        raise PermissionDenied
