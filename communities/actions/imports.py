"""Communities and memberships known from the log of another platform; their events come from the log itself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from communities.actions import names
from communities.models import AccessSpell, Community, CommunitySlug, Joining, MemberRole, Membership, MembershipSpell, Readers
from rse.lib.fold import fit, fold

SETTINGS = {
    "open": (Readers.EVERYONE, Joining.FREE, True),
    "closed": (Readers.MEMBERS, Joining.REQUEST, True),
    "secret": (Readers.MEMBERS, Joining.INVITATION, False),
}


@dataclass(frozen=True)
class Spell:
    """Someone belonged to a community from one instant to another, None while they still do."""

    person_id: int
    community_id: int
    role: str
    from_at: datetime
    to_at: datetime | None


@transaction.atomic
def found_imported(*, name: str, slug: str, access: str, at: datetime) -> Community:
    """A community without an owner, founded at `at`; where its name or address is taken a number follows.

    The plain address of a secret one leads to it, until another community takes it.
    """
    readers, joining, listed = SETTINGS[access]
    address = slugify(fold(slug or name))[:70] or "community"
    community = Community(
        name=_free_name(name), slug=names.free_slug(address, listed=listed), readers=readers, joining=joining, listed=listed,
        closed_reason=_("Closed on the platform it was imported from") if access == "closed" else "", created_at=at,
    )  # fmt: skip
    CommunitySlug.objects.filter(slug=community.slug).delete()
    community.save(force_insert=True)
    if not listed and not Community.objects.filter(slug=address).exists():
        CommunitySlug.objects.get_or_create(slug=address, defaults={"community": community})
    AccessSpell.objects.create(community=community, readers=readers, joining=joining, listed=listed, protected=False, from_at=at)
    return community


@transaction.atomic
def add_spells(spells: Sequence[Spell]) -> int:
    """Write the spells of people who have none yet in the community, and the memberships that still run. Returns how many."""
    asked = {spell.community_id for spell in spells}
    known = set(MembershipSpell.objects.filter(community__in=asked).values_list("community_id", "person_id"))
    owned = set(Membership.objects.filter(community__in=asked, role=MemberRole.OWNER).values_list("community_id", flat=True))
    fresh = [spell for spell in spells if (spell.community_id, spell.person_id) not in known]
    MembershipSpell.objects.bulk_create(
        [MembershipSpell(community_id=s.community_id, person_id=s.person_id, role=s.role, from_at=s.from_at, to_at=s.to_at) for s in fresh],
        batch_size=1_000,
    )
    present = [spell for spell in fresh if spell.to_at is None]
    Membership.objects.bulk_create(
        [Membership(community_id=s.community_id, person_id=s.person_id, role=_role(s, owned), created_at=s.from_at) for s in present],
        batch_size=1_000,
    )
    for community_id, people in Counter(spell.community_id for spell in present).items():
        Community.objects.filter(pk=community_id).update(members_count=F("members_count") + people)
    return len(fresh)


def _role(spell: Spell, owned: set[int]) -> str:
    """The first animator of a community that nobody owns becomes its owner, so that someone may hand it over."""
    if spell.role == MemberRole.ANIMATOR and spell.community_id not in owned:
        owned.add(spell.community_id)
        return MemberRole.OWNER
    return spell.role


def _free_name(name: str) -> str:
    base = fit(" ".join(name.split()), 70, 110)
    return next(n for n in [base, *(f"{base} {number}" for number in range(2, 1_000))] if not names.is_taken(n))
