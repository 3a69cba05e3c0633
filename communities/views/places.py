"""What every page of a community shows around its content: header, tabs, what one may do there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from communities import access, feeds
from communities.forms import NoteForm
from rse.lib import slots

if TYPE_CHECKING:
    from communities.models import Community
    from rse.people.models import Person


def place(person: Person, community: Community, *, tab: str) -> dict[str, Any]:
    """The context of the header of `community` for this person, on its tab `tab`."""
    mine = feeds.my_communities(person)
    own = next((each for each in mine if each.community.pk == community.pk), None)
    role = own.role if own else None
    animates = role in access.ANIMATION
    animation = feeds.animation(community)
    is_orphan = not any(each.role == "owner" for each in animation)
    requests = feeds.join_requests(community) if animates else []
    reads = own is not None or access.may_read_community(person, community)
    here: dict[str, Any] = {
        "community": community,
        "mine": mine,
        "roles": {each.community.pk: each.role for each in mine},
        "role": role,
        "is_unread": own.is_unread if own else False,
        "level": own.level if own else "",
        "reads": reads,
        "animation": animation,
        "animates": animates,
        "owns": role == "owner",
        "may_hand_over": is_orphan and access.may_hand_over(person, community),
        "is_orphan": is_orphan,
        "may_invite": access.invites(person, community, role=role),
        "waiting": len(requests),
        "proposed": feeds.open_proposals(community) if reads else {},
        "reported": feeds.reports_waiting(person, community) if animates else 0,
        "tab": tab,
        "more_tabs": slots.tabs("community", person=person, community=community, animates=animates),
    }
    return here | {"head_key": _head_key(here), "animation_key": _animation_key(here)}


def _head_key(here: dict[str, Any]) -> tuple[Any, ...]:
    """All that the header shows, as plain values; what stands at the door comes on top."""
    community: Community = here["community"]
    about = (
        community.pk, community.slug, community.name, community.purpose, community.access, community.protected,
        community.is_archived, community.members_count, community.created_at, timezone.get_current_timezone_name(),
    )  # fmt: skip
    mine = tuple(here[name] for name in ("reads", "role", "level", "may_invite", "animates", "owns", "waiting", "reported", "tab"))
    return about, mine, tuple(sorted(here["proposed"].items())), tuple((tab.url, str(tab.label)) for tab in here["more_tabs"])


def _animation_key(here: dict[str, Any]) -> tuple[Any, ...]:
    """All that the list of who animates shows."""
    people = [(each.person, each.role) for each in here["animation"]]
    return tuple((p.pk, p.name, p.photo_url, p.job_title, p.site.name if p.site else "", role) for p, role in people)


def door(person: Person, community: Community, *, role: str | None) -> dict[str, Any]:
    """What stands at the door of `community` for someone who is not in."""
    if role is not None:
        return {}
    return {
        "my_request": feeds.my_request(person, community),
        "is_invited": access.is_invited(person, community),
        "may_join": access.may_join(person, community),
        "may_request": access.may_request(person, community),
        "note": NoteForm(),
    }
