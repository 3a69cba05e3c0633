"""Who may see which page of adoption; every consultation is written to the audit log.

Sponsors and pilots see the network and its communities; owners and animators, the figures of their own community. Nobody sees
a figure about a person. Protected and secret communities have no page here, even for those who own them.
"""

from __future__ import annotations

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


def get_place_or_404(person: Person, slug: str) -> Place:
    """A community whose figures this person may see. Its other members get PermissionDenied, anyone else learns nothing."""
    community = communities.get_community_or_404(person, slug)
    place = places().get(community.pk)
    if place is None:
        raise Http404
    role = communities.role_in(person, community)
    if may_see_network(person) or role in communities.ANIMATION:
        return place
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
    place = get_place_or_404(person, slug)
    require_animation(person, place)
    return place


def get_pause_or_404(id_: int) -> Pause:
    """A pause, for whoever has passed the door of its page."""
    pause = Pause.objects.filter(pk=id_).first()
    if pause is None:
        raise Http404
    return pause
