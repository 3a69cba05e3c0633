"""Small texts about communities that every page shows: each is made once for each state in which it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from communities.feeds import MyCommunity
from rse.lib.l10n import number

if TYPE_CHECKING:
    from communities.models import Community

register = template.Library()
KEPT = 20_000  # lines: a community has a handful of states


@register.filter
def states(places: Iterable[MyCommunity]) -> tuple[object, ...]:
    """What the rail shows of these communities, as plain values."""
    return tuple(
        (place.community.pk, place.community.slug, place.community.name, place.community.access, place.is_unread, place.is_muted)
        for place in places
    )


@register.simple_tag
def rail_line(place: MyCommunity, here_id: int | str) -> SafeString:
    """`{% rail_line place here.pk %}`: the link to a community of mine; the one shown is the current one."""
    community, language = place.community, get_language() or "fr"
    state = place.is_unread, place.is_muted, community.pk == here_id
    return _line(community.pk, community.slug, community.name, community.access, *state, language)


@lru_cache(maxsize=KEPT)
def _line(pk: int, slug: str, name: str, access: str, is_unread: bool, is_muted: bool, is_here: bool, language: str) -> SafeString:
    context = {"pk": pk, "slug": slug, "name": name, "access": access, "is_unread": is_unread, "is_muted": is_muted, "is_here": is_here}
    return render_to_string("communities/_rail_line.html", context)


@register.simple_tag
def place_items(communities: Iterable[Community]) -> SafeString:
    """`{% place_items communities %}`: each as an item of a list, with its cloth."""
    return mark_safe("".join(_item(community.pk, community.slug, community.name) for community in communities))


@lru_cache(maxsize=KEPT)
def _item(pk: int, slug: str, name: str) -> SafeString:
    return render_to_string("communities/_place_item.html", {"pk": pk, "slug": slug, "name": name})


@register.simple_tag
def members_count(count: int) -> str:
    """`{% members_count 1204 %}`: 1,204 members."""
    return _members(count, get_language() or "fr")


@lru_cache(maxsize=KEPT)
def _members(count: int, language: str) -> str:
    return ngettext("%(shown)s member", "%(shown)s members", count) % {"shown": number(count)}
