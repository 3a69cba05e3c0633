"""The posts of one community in another order than the newest first: by their last activity, or by `points` over some days.
Home and topics take the same orders: see `orders`.

Both walk a bounded part of the community whatever its size, then ask the rule about the few rows of the page. What makes a post
stand where it stands is written here and on the page: nothing of the reader counts, and nothing else does.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet

from communities.feeds.posts import PostRow, community_feed
from communities.feeds.sources import readable_sql
from communities.feeds.stories import community_stories
from communities.models import Community
from rse.lib.ids import first_id, instant_of
from rse.lib.pages import PAGE_SIZE, BadCursor, Page, parse_cursor
from rse.lib.prepared import Statement
from rse.people.models import Person

SORTS = ("newest", "activity", "top")
PERIODS = {"week": 7, "month": 30, "year": 365}  # days
CANDIDATES = 500  # the latest posts of the period, among which the top is looked for
USEFUL = "utile"  # the reaction that counts
# Parts of a statement: what was active before the bounds, on posts `p`; the rest on the posts `n` that were found.
BEFORE = "(p.last_activity_at, p.id) < (timestamptz 'epoch' + %(at)s * interval '1 microsecond', %(last)s)"
ACTIVE_AT = "(extract(epoch FROM n.last_activity_at) * 1000000)::bigint"
COUNTED = f"(n.comment_count > 0 OR n.reaction_counts->>'{USEFUL}' IS NOT NULL)"
COUNTS = f"""
    CASE WHEN n.reaction_counts->>'{USEFUL}' IS NULL THEN 0 ELSE (
        SELECT count(*) FROM communities_reaction x
        WHERE x.post_id = n.id AND x.comment_id IS NULL AND x.kind_id = '{USEFUL}' AND x.person_id <> n.author_id
    ) END,
    CASE WHEN n.comment_count = 0 THEN 0 ELSE (
        SELECT count(DISTINCT c.author_id) FROM communities_comment c
        WHERE c.post_id = n.id AND c.deleted_at IS NULL AND c.author_id <> n.author_id
    ) END
"""
_ACTIVE = re.compile(r"(\d{1,16})-(\d{1,19})")
_TOP = re.compile(r"(\d{1,19})-(\d{1,9})-(\d{1,19})")
_LAST = (9_999_999_999_999_999, (1 << 63) - 1)  # after any activity, above any id


def points(useful: int, answerers: int) -> int:
    """The worth of a post in the order "top": one point for each person who found it useful, one for each who answered it.

    Its author counts for neither, and nobody twice for the same. Of equals the newest comes first.
    """
    return useful + answerers


def community_in_order(
    person: Person,
    community: Community,
    *,
    sort: str,
    at: datetime,
    period: str = "month",
    cursor: str = "",
    stories: bool = False,
    without_pinned: bool = False,
    size: int = PAGE_SIZE,
) -> Page[PostRow]:
    """A page of one community's posts, or of its `stories` alone: `sort` is one of SORTS, `period` of the top one of PERIODS.

    One query. `without_pinned` is for a page that shows those apart. Raises BadCursor.
    """
    if sort == "activity":
        return _by_activity(person, community, cursor=cursor, stories=stories, without_pinned=without_pinned, size=size)
    if sort == "top":
        days = PERIODS[period]
        return _by_points(person, community, at=at, days=days, cursor=cursor, stories=stories, without_pinned=without_pinned, size=size)
    if stories:
        return community_stories(person, community, before=parse_cursor(cursor), size=size)
    return community_feed(person, community, before=parse_cursor(cursor), size=size, without_pinned=without_pinned)


def _by_activity(person: Person, community: Community, *, cursor: str, stories: bool, without_pinned: bool, size: int) -> Page[PostRow]:
    """The posts published or answered last."""
    bounds = activity_bounds(cursor)
    return activity_page(_rows(_active, person, stories, without_pinned, size + 1, community=community.pk, **bounds), size=size)


def _by_points(
    person: Person, community: Community, *, at: datetime, days: int, cursor: str, stories: bool, without_pinned: bool, size: int
) -> Page[PostRow]:
    """The posts of the last days with the most points, those without any left out.

    `at` is the end of the period of a first page, which its cursor carries on: what is published meanwhile waits.
    """
    span = top_span(cursor, at=at, days=days)
    found = _rows(_with_counts, person, stories, without_pinned, CANDIDATES, community=community.pk, until=span.until, since=span.since)
    return top_page(found, span, size=size)


def activity_bounds(cursor: str) -> dict[str, int]:
    """`at` (microseconds) and `last` (an id) before which a page begins: see BEFORE. Raises BadCursor."""
    at, last = _read(_ACTIVE, cursor, _LAST)
    return {"at": at, "last": last}


def activity_page(rows: Sequence[Sequence[Any]], *, size: int) -> Page[PostRow]:
    """Of (id, version, microseconds of its activity, …) in that order, with one row more to know the end."""
    page = rows[:size]
    following = f"{page[-1][2]}-{page[-1][0]}" if len(rows) > size else None
    return Page([PostRow(row[0], row[1]) for row in page], following)


class TopSpan(NamedTuple):
    """The posts of a top: ids from `since` to before `until`; and `after` which of them a page goes on, by (points, id)."""

    until: int
    since: int
    after: tuple[int, int] | None


def top_span(cursor: str, *, at: datetime, days: int) -> TopSpan:
    """`at` is the end of the period of a first page. Raises BadCursor."""
    until, worth, last = _read(_TOP, cursor, (first_id(at) + 1, 0, 0))
    since = first_id(max(instant_of(until) - timedelta(days=days), datetime(2001, 1, 1, tzinfo=UTC)))
    return TopSpan(until, since, (worth, last) if cursor else None)


def top_page(found: Sequence[Sequence[Any]], span: TopSpan, *, size: int) -> Page[PostRow]:
    """Of (id, version, how many found it useful, how many answered it, …) in any order."""
    ranked = sorted(((points(row[2], row[3]), row[0], row[1]) for row in found), reverse=True)
    rest = [row for row in ranked if row[0] > 0 and (span.after is None or row[:2] < span.after)]
    page = rest[:size]
    following = f"{span.until}-{page[-1][0]}-{page[-1][1]}" if len(rest) > size else None
    return Page([PostRow(id_, version) for _worth, id_, version in page], following)


def _rows(statement: Any, person: Person, stories: bool, without_pinned: bool, limit: int, **values: int) -> list[tuple[Any, ...]]:
    try:
        made: Statement = statement(person.is_active, person.is_guest, stories, without_pinned, limit)
    except EmptyResultSet:  # a closed account reads nothing
        return []
    return made.rows(person=person.pk, **values)


@cache
def _active(is_active: bool, is_guest: bool, stories: bool, without_pinned: bool, limit: int) -> Statement:
    """Of one community the rule lets read all or nothing, so that the walk may end before it is asked."""
    return Statement(f"""
        WITH near AS MATERIALIZED (
            SELECT p.id, p.last_activity_at FROM {_posts(stories, without_pinned)}
                AND {BEFORE}
            ORDER BY p.last_activity_at DESC, p.id DESC LIMIT {limit}
        )
        SELECT r.id, r.version, {ACTIVE_AT}
        FROM near n JOIN ({readable_sql(is_active, is_guest)}) r(id, version, author_id, community_id) ON r.id = n.id
        ORDER BY n.last_activity_at DESC, n.id DESC
    """)


@cache
def _with_counts(is_active: bool, is_guest: bool, stories: bool, without_pinned: bool, limit: int) -> Statement:
    """Those of the latest posts that anybody reacted to or answered, each with the numbers that `points` is made of."""
    return Statement(f"""
        WITH latest AS MATERIALIZED (
            SELECT p.id, p.author_id, p.comment_count, p.reaction_counts FROM {_posts(stories, without_pinned)}
                AND p.id < %(until)s AND p.id >= %(since)s
            ORDER BY p.id DESC LIMIT {limit}
        )
        SELECT r.id, r.version, {COUNTS}
        FROM latest n JOIN ({readable_sql(is_active, is_guest)}) r(id, version, author_id, community_id) ON r.id = n.id
        WHERE {COUNTED}
    """)


def _posts(stories: bool, without_pinned: bool) -> str:
    """The beginning of a walk over the community: which posts, without a bound."""
    source = "communities_story s JOIN communities_post p ON p.id = s.post_id AND s.community_id = p.community_id" * stories
    pinned = "AND NOT EXISTS (SELECT 1 FROM communities_pin x WHERE x.post_id = p.id AND x.community_id = p.community_id)" * without_pinned
    return f"{source or 'communities_post p'} WHERE p.community_id = %(community)s AND p.deleted_at IS NULL {pinned}"


def _read(form: re.Pattern[str], cursor: str, first: Sequence[int]) -> Sequence[int]:
    if not cursor:
        return first
    match = form.fullmatch(cursor) if cursor.isascii() else None
    numbers = [int(part) for part in match.groups()] if match else [1 << 63]
    if max(numbers) >= 1 << 63:
        raise BadCursor(cursor[:40])
    return numbers
