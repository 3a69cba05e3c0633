"""In which order a page lists: read from the address, and the page of posts in that order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone

from communities import feeds
from communities.views import reading
from rse.lib.pages import BadCursor, Page, parse_cursor

if TYPE_CHECKING:
    from communities.models import Community


class _Asked(TypedDict):
    sort: str
    period: str
    cursor: str
    at: datetime


class Order(NamedTuple):
    """What the address of a page asks for. `period` is of the top alone, "" elsewhere."""

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


def of_feed(request: HttpRequest) -> Order:
    """The same of home and of a topic."""
    return of_community(request)._replace(only_stories=False)


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
    with _good_cursor():
        return feeds.community_in_order(
            person, community, stories=order.only_stories, without_pinned=not order.only_stories, **_asked(order)
        )


def home(request: HttpRequest, order: Order, *, everything: bool, after: int | None = None) -> feeds.HomePage:
    """The posts of home; what is newer than `after` in the order of dates only."""
    person = reading.person_of(request)
    if after is not None and order.is_newest:
        return feeds.home_feed(person, after=after, everything=everything)
    with _good_cursor():
        return feeds.home_in_order(person, everything=everything, **_asked(order))


def topic(request: HttpRequest, key: str, order: Order) -> feeds.TopicFeed:
    """The posts of a topic, and how the newest of all writes it."""
    person = reading.person_of(request)
    with _good_cursor():
        if order.is_newest:
            return feeds.topic_feed(person, key, before=parse_cursor(order.cursor))
        page = feeds.topic_in_order(person, key, **_asked(order))
    return feeds.TopicFeed(feeds.topic_feed(person, key, size=1).name, page)


def _asked(order: Order) -> _Asked:
    return {"sort": order.sort, "period": order.period, "cursor": order.cursor, "at": timezone.now()}


@contextmanager
def _good_cursor() -> Iterator[None]:
    try:
        yield
    except BadCursor as error:
        raise BadRequest("bad cursor") from error
