"""In which order a page lists: read from the address, and the page of a community's posts in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone

from communities import feeds
from communities.views import reading
from rse.lib.pages import BadCursor, Page

if TYPE_CHECKING:
    from communities.models import Community


class Order(NamedTuple):
    """What the address of a community's page asks for. `period` is of the top alone, "" elsewhere."""

    sort: str
    period: str
    only_stories: bool
    cursor: str

    @property
    def is_newest(self) -> bool:
        return self.sort == "newest"


def of_community(request: HttpRequest) -> Order:
    """`sort` is newest, activity or top; `period` week, month or year; `kind=story` leaves the rest out. Others are bad requests."""
    sort = one_of(request, "sort", feeds.SORTS)
    period = one_of(request, "period", ("month", *feeds.PERIODS)) if sort == "top" else ""
    return Order(sort, period, request.GET.get("kind") == "story", request.GET.get("before", ""))


def one_of(request: HttpRequest, name: str, values: tuple[str, ...]) -> str:
    """One of these that the address names; the first when it names none."""
    asked = request.GET.get(name) or values[0]
    if asked not in values:
        raise BadRequest(f"no such {name}")
    return asked


def posts(request: HttpRequest, community: Community, order: Order, *, after: int | None = None) -> Page[feeds.PostRow]:
    """What stands under the pinned posts; what is newer than `after` in the order of dates only."""
    person = reading.person_of(request)
    if after is not None and order.is_newest and not order.only_stories:
        return feeds.community_feed(person, community, after=after, without_pinned=True)
    try:
        return feeds.community_in_order(
            person,
            community,
            sort=order.sort,
            period=order.period,
            at=timezone.now(),
            cursor=order.cursor,
            stories=order.only_stories,
            without_pinned=not order.only_stories,
        )
    except BadCursor as error:
        raise BadRequest("bad cursor") from error
