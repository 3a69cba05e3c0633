"""What an evidence pack may take out of the network: confirmed stories of open communities, and the words that may go to a board.

A pack leaves the network, and is read by people nobody knows: closed, protected and secret communities give nothing to it, whoever asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from communities import access
from communities.feeds.testimonials import Quote, quotes_with_consent
from communities.models import Story, Use
from communities.models.community import Readers
from communities.models.story import StoryState
from rse.people.models import Person

MAX_PROOFS = 200


@dataclass(frozen=True)
class ProofStory:
    """A confirmed story in words for a paper; `figure` is empty, or an amount with its unit and period."""

    post_id: int
    title: str
    community: str
    situation: str
    change: str
    amount: float | None
    unit: str
    period: str
    basis: str
    happened_on: date
    state: str
    confirmed_by: str
    confirmed_at: datetime | None


def stories_for_board(person: Person, ids: Iterable[int] | None = None) -> list[ProofStory]:
    """Newest first; of these posts, or of all."""
    found = Story.objects.filter(_told(), post__in=access.posts(person).values("pk"))
    if ids is not None:
        found = found.filter(post__in=list(ids))
    rows = found.select_related("post", "community", "countersigned_by").order_by("-post")[:MAX_PROOFS]
    return [_proof(row) for row in rows]


def quotes_for_board(person: Person, ids: Iterable[int] | None = None) -> list[Quote]:
    """Words that their person lets be shown to the board now, about those stories; of these testimonials, or all."""
    quotes = quotes_with_consent(person, use=Use.BOARD)
    told = set(Story.objects.filter(_told(), post__in=[each.post_id for each in quotes]).values_list("post_id", flat=True))
    wanted = None if ids is None else set(ids)
    return [each for each in quotes if each.post_id in told and (wanted is None or each.testimonial_id in wanted)]


def _told() -> Q:
    return Q(
        state=StoryState.COUNTERSIGNED, community__readers=Readers.EVERYONE, community__listed=True, community__protected=False,
        post__deleted_at=None,
    )  # fmt: skip


def _proof(row: Story) -> ProofStory:
    signer = row.countersigned_by
    return ProofStory(
        post_id=row.pk, title=row.post.title or row.change, community=row.community.name, situation=row.situation, change=row.change,
        amount=None if row.amount is None else float(row.amount), unit=row.unit, period=row.period,
        basis=str(row.get_basis_display()), happened_on=row.happened_on, state=str(row.get_state_display()),
        confirmed_by=signer.name if signer is not None and signer.is_active else "", confirmed_at=row.countersigned_at,
    )  # fmt: skip
