"""Who may see which page of adoption; every consultation is written to the audit log.

Sponsors and pilots see the network and its communities; owners and animators, the figures of their own community; elected members and
the data protection officer, who looked at what. Nobody sees a figure about a person, but everyone what is kept about themselves.
Protected and secret communities have no page here, even for those who own them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from adoption.history import Place, places
from adoption.models import Pause
from communities import access as communities
from rse.audit import log
from rse.people.models import Person, Role


def may_see_network(person: Person) -> bool:
    return person.has_role(Role.SPONSOR, Role.PILOT)


def may_decide(person: Person) -> bool:
    """Perimeter and thresholds."""
    return person.has_role(Role.PILOT)


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


def get_pause_or_404(id_: int) -> Pause:
    """A pause, for whoever has passed the door of its page."""
    pause = Pause.objects.filter(pk=id_).first()
    if pause is None:
        raise Http404
    return pause
