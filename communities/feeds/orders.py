"""Home and the page of a topic in the orders that a community has: see `sorts`. One query for each page, each of them bounded.

By activity, home takes the latest of each source by its own index, as the newest order does: communities, people, and of a topic that
one follows the posts among the FOLLOWED latest. The top looks at the HOME_CANDIDATES latest posts of the sources within the period.
The page of a topic orders the CANDIDATES latest posts that bear it, whatever the topic's age.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet

from communities.feeds.posts import HomePage, PostRow, home_feed
from communities.feeds.sorts import (
    ACTIVE_AT,
    BEFORE,
    CANDIDATES,
    COUNTED,
    COUNTS,
    PERIODS,
    activity_bounds,
    activity_page,
    top_page,
    top_span,
)
from communities.feeds.sources import LEAVES, OF_SHOWN_PLACES, OF_SHOWN_TOPICS, SHOWN, WISHES, near_statement, readable_sql
from communities.feeds.topics import topic_feed
from rse.lib.pages import PAGE_SIZE, Page, parse_cursor
from rse.lib.prepared import Statement, Value
from rse.people.models import Person

HOME_CANDIDATES = 150
FOLLOWED = 200
_ORDER = "ORDER BY last_activity_at DESC, id DESC"
_LEAVES = f"({LEAVES})"


def home_in_order(
    person: Person,
    *,
    sort: str,
    at: datetime,
    period: str = "month",
    cursor: str = "",
    everything: bool = False,
    size: int = PAGE_SIZE,
) -> HomePage:
    """A page of home: `sort` is one of SORTS, `period` of the top one of PERIODS; `everything` as in `home_feed`. Raises BadCursor."""
    if sort == "newest":
        return home_feed(person, before=parse_cursor(cursor), everything=everything, size=size)
    if sort == "activity":
        found = _rows(_active_anywhere if everything else _active, person, size + 1, **activity_bounds(cursor))
        page = activity_page(found, size=size)
    else:
        span = top_span(cursor, at=at, days=PERIODS[period])
        found = _rows(_top_anywhere if everything else _top, person, HOME_CANDIDATES, before=span.until, since=span.since)
        page = top_page(found, span, size=size)
    return HomePage(page.rows, page.next_cursor, bool(found) and found[0][-1])


def topic_in_order(
    person: Person, key: str, *, sort: str, at: datetime, period: str = "month", cursor: str = "", size: int = PAGE_SIZE
) -> Page[PostRow]:
    """A page of the posts that bear the topic of that key, in the same orders. Raises BadCursor."""
    if sort == "newest":
        return topic_feed(person, key, before=parse_cursor(cursor), size=size).page
    if sort == "activity":
        return activity_page(_rows(_active_of_topic, person, size + 1, key=key, **activity_bounds(cursor)), size=size)
    span = top_span(cursor, at=at, days=PERIODS[period])
    return top_page(_rows(_top_of_topic, person, CANDIDATES, key=key, before=span.until, since=span.since), span, size=size)


def _rows(statement: Callable[[bool, bool, int], Statement], person: Person, limit: int, **values: Value) -> list[tuple[Any, ...]]:
    try:
        return statement(person.is_active, person.is_guest, limit).rows(person=person.pk, **values)
    except EmptyResultSet:  # a closed account reads nothing
        return []


@cache
def _active(is_active: bool, is_guest: bool, limit: int) -> Statement:
    """The latest of each source, then the latest of these that the rule lets read."""
    rule = readable_sql(is_active, is_guest)
    branches = [_of_communities(limit)]
    if not is_guest:  # whatever a guest reads is in their communities
        branches += [_of_people(rule, limit), _of_topics(rule, limit)]
    return Statement(f"""
        WITH wishes AS MATERIALIZED ({WISHES}),
        near AS MATERIALIZED (
            SELECT id, last_activity_at FROM ({" UNION ".join(branches)}) source {_ORDER} LIMIT {limit}
        )
        SELECT r.id, r.version, {ACTIVE_AT}, {_LEAVES}
        FROM near n JOIN ({rule}) r(id, version, author_id, community_id) ON r.id = n.id
        ORDER BY n.last_activity_at DESC, n.id DESC
    """)


def _of_communities(limit: int) -> str:
    return f"""
        (SELECT p.id, p.last_activity_at FROM communities_membership m
        CROSS JOIN LATERAL (
            SELECT p.id, p.last_activity_at FROM communities_post p
            WHERE p.community_id = m.community_id AND p.deleted_at IS NULL AND {BEFORE} AND {SHOWN}
            ORDER BY p.last_activity_at DESC, p.id DESC LIMIT {limit}
        ) p WHERE m.person_id = %(person)s)
    """


def _of_people(rule: str, limit: int) -> str:
    return f"""
        (SELECT p.id, p.last_activity_at FROM communities_personlevel l
        CROSS JOIN LATERAL (
            SELECT p.id, p.last_activity_at FROM ({rule}) p(id, version, author_id, community_id)
            WHERE p.author_id = l.other_id AND {BEFORE} AND {OF_SHOWN_PLACES} AND {OF_SHOWN_TOPICS}
            ORDER BY p.last_activity_at DESC, p.id DESC LIMIT {limit}
        ) p WHERE l.person_id = %(person)s AND l.level = 'follow')
    """


def _of_topics(rule: str, limit: int) -> str:
    return f"""
        (SELECT p.id, p.last_activity_at FROM communities_topiclevel t
        CROSS JOIN LATERAL (
            SELECT p.id, p.last_activity_at FROM (
                SELECT post_id FROM communities_posttopic WHERE topic_id = t.topic_id ORDER BY post_id DESC LIMIT {FOLLOWED}
            ) b JOIN ({rule}) p(id, version, author_id, community_id) ON p.id = b.post_id
            WHERE {BEFORE} AND {SHOWN}
            ORDER BY p.last_activity_at DESC, p.id DESC LIMIT {limit}
        ) p WHERE t.person_id = %(person)s AND t.level = 'follow')
    """


@cache
def _active_anywhere(is_active: bool, is_guest: bool, limit: int) -> Statement:
    return Statement(f"""
        WITH wishes AS MATERIALIZED ({WISHES})
        SELECT n.id, n.version, {ACTIVE_AT}, {_LEAVES} FROM (
            SELECT p.id, p.version, p.last_activity_at FROM ({readable_sql(is_active, is_guest)}) p(id, version, author_id, community_id)
            WHERE {BEFORE} AND {SHOWN} ORDER BY p.last_activity_at DESC, p.id DESC LIMIT {limit}
        ) n
    """)


@cache
def _top(is_active: bool, is_guest: bool, limit: int) -> Statement:
    """Around the newest of the sources. Their walk has one bound, as `near_statement` says; the other is put on what it found."""
    near = near_statement(is_active, is_guest, True, False, limit)
    return Statement(f"""
        SELECT n.id, n.version, {COUNTS}, found.leaves
        FROM ({near.sql}) found(id, version, leaves) JOIN communities_post n ON n.id = found.id
        WHERE n.id >= %(since)s AND {COUNTED}
    """)


@cache
def _top_anywhere(is_active: bool, is_guest: bool, limit: int) -> Statement:
    return Statement(f"""
        WITH wishes AS MATERIALIZED ({WISHES}),
        latest AS MATERIALIZED (
            SELECT p.id FROM ({readable_sql(is_active, is_guest)}) p(id, version, author_id, community_id)
            WHERE p.id < %(before)s AND {SHOWN} ORDER BY p.id DESC LIMIT {limit}
        )
        SELECT n.id, n.version, {COUNTS}, {_LEAVES} FROM latest JOIN communities_post n ON n.id = latest.id
        WHERE n.id >= %(since)s AND {COUNTED}
    """)


@cache
def _active_of_topic(is_active: bool, is_guest: bool, limit: int) -> Statement:
    return Statement(f"""
        WITH latest AS MATERIALIZED ({_bearing(is_active, is_guest, "")})
        SELECT n.id, n.version, {ACTIVE_AT} FROM (SELECT * FROM latest p WHERE {BEFORE} {_ORDER} LIMIT {limit}) n
        ORDER BY n.last_activity_at DESC, n.id DESC
    """)


@cache
def _top_of_topic(is_active: bool, is_guest: bool, limit: int) -> Statement:
    return Statement(f"""
        WITH latest AS MATERIALIZED ({_bearing(is_active, is_guest, "AND b.post_id < %(before)s")})
        SELECT n.id, n.version, {COUNTS} FROM latest JOIN communities_post n ON n.id = latest.id
        WHERE n.id >= %(since)s AND {COUNTED}
    """)


def _bearing(is_active: bool, is_guest: bool, bound: str) -> str:
    return f"""
        SELECT p.id, p.version, p.last_activity_at
        FROM communities_posttopic b JOIN ({readable_sql(is_active, is_guest)}) p(id, version, author_id, community_id) ON p.id = b.post_id
        WHERE b.topic_id = (SELECT id FROM communities_topic WHERE key = %(key)s) {bound}
        ORDER BY b.post_id DESC LIMIT {CANDIDATES}
    """
