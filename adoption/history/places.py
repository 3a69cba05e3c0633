"""The communities that figures may speak of: neither protected nor secret, now or when it happened."""

from dataclasses import dataclass

from communities.models import AccessSpell, Community
from communities.models.community import Readers

FOREVER = 1 << 62


@dataclass(frozen=True)
class Place:
    """A community as the figures know it."""

    id: int
    slug: str
    name: str
    access: str
    created_ms: int
    archived: bool


def places() -> dict[int, Place]:
    """The communities of the statistics, by id."""
    found = Community.objects.filter(protected=False, listed=True).order_by("id")
    return {c.pk: Place(c.pk, c.slug, c.name, c.access, int(c.created_at.timestamp() * 1000), c.is_archived) for c in found}


def access_changes() -> dict[int, tuple[int, bool]]:
    """The first change of a community between open and closed, in milliseconds, and whether it was open before."""
    found: dict[int, tuple[int, bool]] = {}
    before: dict[int, bool] = {}
    for spell in AccessSpell.objects.filter(listed=True, protected=False).order_by("community_id", "from_at", "id"):
        is_open = spell.readers == Readers.EVERYONE
        if before.get(spell.community_id, is_open) != is_open and spell.community_id not in found:
            found[spell.community_id] = (int(spell.from_at.timestamp() * 1000), not is_open)
        before[spell.community_id] = is_open
    return found


def hidden_spells() -> list[tuple[int, int, int]]:
    """(community, from, to) in milliseconds: periods during which a community of today was secret or protected."""
    spells = AccessSpell.objects.exclude(listed=True, protected=False).order_by("id")
    return [(s.community_id, int(s.from_at.timestamp() * 1000), int(s.to_at.timestamp() * 1000) if s.to_at else FOREVER) for s in spells]
