"""What a person has begun and not published."""

from collections.abc import Sequence
from dataclasses import dataclass

from communities import access
from communities.feeds.communities import MyCommunity, my_communities
from communities.models import Community, Draft
from rse.people.models import Person


@dataclass(frozen=True)
class DraftRow:
    """A draft; `community` is where it would be published, None before the choice and once one may not write there."""

    draft: Draft
    community: Community | None

    @property
    def is_shut_out(self) -> bool:
        """The place was chosen, and its writer publishes there no more: its name is not theirs to read."""
        return self.draft.community_id is not None and self.community is None


def destinations(person: Person, mine: Sequence[MyCommunity] | None = None) -> list[Community]:
    """Where the person may publish: their communities, but for archived ones. `mine` saves a query to whoever holds them."""
    places = my_communities(person) if mine is None else mine
    return [place.community for place in places if not place.community.is_archived]


def drafts(person: Person, where: Sequence[Community], *, size: int | None = None) -> list[DraftRow]:
    """The last written first. `where` is what `destinations` gives."""
    return [draft_row(draft, where) for draft in access.drafts(person).order_by("-updated_at", "-pk")[:size]]


def draft_row(draft: Draft, where: Sequence[Community]) -> DraftRow:
    return DraftRow(draft, next((community for community in where if community.pk == draft.community_id), None))
