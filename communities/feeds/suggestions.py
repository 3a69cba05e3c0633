"""What may be meant by the first letters after an @: people, then communities, of those that the writer may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from communities import access
from communities.feeds.people import so_named
from communities.models import Community, Membership
from rse.lib.fold import fold
from rse.people.models import Person

PEOPLE, COMMUNITIES = 8, 4


@dataclass(frozen=True)
class Suggested:
    """Somebody or a community; `is_apt` is False where naming them would reach nobody, tell a secret, or is not given to the writer.

    `tells` is how many people hear of it when one names the community in which one writes; None elsewhere.
    """

    what: Person | Community
    is_apt: bool
    tells: int | None = None


def people_suggested(person: Person, beginning: str, *, community: Community | None, size: int = PEOPLE) -> Sequence[Suggested]:
    """Open accounts whose first or last name begins so; members of `community` first, not apt who could not read there."""
    found = so_named(access.people(person).filter(is_active=True).exclude(pk=person.pk), beginning)
    if community is None:
        return [Suggested(one, True) for one in found.select_related("site").order_by("name_key", "id")[:size]]
    inside = Exists(Membership.objects.filter(community=community.pk, person=OuterRef("pk")))
    rows = list(found.annotate(inside=inside).select_related("site").order_by("-inside", "name_key", "id")[:size])
    readers = access.readers_among([row.pk for row in rows], community_id=community.pk) if rows else set()
    return [Suggested(row, row.pk in readers) for row in rows]


def communities_suggested(person: Person, beginning: str, *, community: Community | None, size: int = COMMUNITIES) -> Sequence[Suggested]:
    """Communities whose name has a word that begins so; a secret one is apt among its own members only.

    The one in which one writes is apt for whoever may call all its members.
    """
    word = fold(beginning)
    known = access.communities(person).filter(archived_at=None)
    named = known.filter(Q(name_key__startswith=word) | Q(name_key__contains=f" {word}"))
    rows = named.order_by("name_key", "id")[:size]
    return [_here(person, row) if community is not None and row.pk == community.pk else Suggested(row, row.listed) for row in rows]


def _here(person: Person, community: Community) -> Suggested:
    return Suggested(community, access.may_call(person, community), access.called(person.pk, community.pk).count())
