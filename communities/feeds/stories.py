"""Stories: what their card shows, and those of a community."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet

from communities import access
from communities.feeds.posts import PostRow
from communities.models import Community, Story, StoryPerson, StoryRenewal
from rse.lib.pages import PAGE_SIZE, Page, cut
from rse.lib.prepared import Prepared, PreparedRows, any_of
from rse.people.models import Person


@dataclass(frozen=True)
class Proof:
    """A link, and the host that it leads to."""

    address: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or self.address


@dataclass(frozen=True)
class StoryRow:
    """A story as its card shows it. Without a figure, `amount` is None."""

    situation: str
    change: str
    amount: Decimal | None
    unit: str
    period: str
    basis: str
    basis_label: str
    proofs: tuple[Proof, ...]
    happened_on: date
    state: str
    countersigned_by: Person | None
    countersigned_at: datetime | None
    countersign_note: str
    months: int
    renew_on: date
    is_due: bool
    renewed_at: datetime | None
    retired_at: datetime | None
    people: tuple[Person, ...]


def stories_of(post_ids: Sequence[int]) -> dict[int, StoryRow]:
    """Post -> its story, in three queries."""
    people: dict[int, list[Person]] = {}
    for row in _authors(posts=post_ids):
        people.setdefault(row.story_id, []).append(row.person)
    renewed = dict(_renewals(posts=post_ids))
    return {story.pk: _row(story, people.get(story.pk, []), renewed.get(story.pk)) for story in _stories(posts=post_ids)}


@PreparedRows
def _authors(*, posts: Sequence[int]) -> QuerySet[StoryPerson, StoryPerson]:
    return StoryPerson.objects.filter(any_of("story", posts)).select_related("person").order_by("person__name_key", "person")


@Prepared
def _renewals(*, posts: Sequence[int]) -> QuerySet[StoryRenewal, Any]:
    return StoryRenewal.objects.filter(any_of("story", posts)).order_by("at").values_list("story", "at")


@PreparedRows
def _stories(*, posts: Sequence[int]) -> QuerySet[Story, Story]:
    return Story.objects.filter(any_of("post", posts)).select_related("countersigned_by")


def _row(story: Story, people: Sequence[Person], renewed_at: datetime | None) -> StoryRow:
    return StoryRow(
        situation=story.situation,
        change=story.change,
        amount=story.amount,
        unit=story.unit,
        period=story.period,
        basis=story.basis,
        basis_label=story.get_basis_display(),
        proofs=tuple(Proof(address) for address in story.proofs),
        happened_on=story.happened_on,
        state=story.state,
        countersigned_by=story.countersigned_by,
        countersigned_at=story.countersigned_at,
        countersign_note=story.countersign_note,
        months=story.months,
        renew_on=story.renew_on,
        is_due=story.due_at is not None,
        renewed_at=renewed_at,
        retired_at=story.retired_at,
        people=tuple(people),
    )


def community_stories(person: Person, community: Community, *, before: int | None = None, size: int = PAGE_SIZE) -> Page[PostRow]:
    """The stories of one community, newest first; one query."""
    readable = access.posts(person).filter(pk__in=Story.objects.filter(community=community).values("pk"))
    earlier = readable if before is None else readable.filter(pk__lt=before)
    return cut([PostRow(*row) for row in earlier.order_by("-pk").values_list("id", "version")[: size + 1]], size=size)
