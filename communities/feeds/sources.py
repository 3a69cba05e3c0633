"""The sources of the home feed: one's communities, the people and the topics that one follows, without what one mutes or blocks."""

from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from communities import access
from communities.models import Post
from rse.lib.pages import PAGE_SIZE
from rse.lib.prepared import Prepared, Statement
from rse.people.models import Person

FRESH_SOURCES = 2 * PAGE_SIZE  # enough for a first page, whatever was deleted since


def newest_of_sources(person: Person, *, before: int | None, after: int | None, limit: int) -> list[tuple[int, int, bool]]:
    """(id, version, whether anything is muted): the newest of each source, then the newest of these, that the rule lets them read.

    The first page looks at the freshest communities and people only; the next ones at all of them.
    """
    try:
        statement = near_statement(person.is_active, person.is_guest, before is not None, after is not None, limit)
    except EmptyResultSet:  # a closed account reads nothing
        return []
    bounds = {name: bound for name, bound in (("before", before), ("after", after)) if bound is not None}
    return [(id_, version, leaves) for id_, version, leaves, _author, _place in statement.rows(person=person.pk, **bounds)]


@cache
def near_statement(is_active: bool, is_guest: bool, has_before: bool, has_after: bool, limit: int) -> Statement:
    """The statement of the home feed, around the rule. It names only the bounds that there are: of a statement planned once,
    two bounds look so narrow that PostgreSQL would rather sort what lies between them than walk the index."""
    rule = _readable.sql(is_active, is_guest, person=0)
    bounds = "AND p.id < %(before)s " * has_before + "AND p.id > %(after)s" * has_after
    newer = "%(after)s" if has_after else "0"
    # What bears a muted topic: below a bound, the few since are listed once; from the beginning on, each post is looked at.
    unmuted = "p.id NOT IN (SELECT id FROM hidden)" if has_after else OF_SHOWN_TOPICS
    branches = [_of_communities(newer, _freshest("c", has_before), bounds, unmuted, limit)]
    topics = ""
    if not is_guest:  # whatever a guest reads is in their communities
        branches.append(_of_people(rule, newer, _freshest("o", has_before), bounds, unmuted, limit))
        topics = f"UNION {_of_topics(rule, bounds, unmuted, limit)}"
    # Of topics only what is newer than the last of as many others.
    return Statement(f"""
        WITH wishes AS MATERIALIZED ({WISHES}),
        {HIDDEN if has_after else ""}
        others AS MATERIALIZED (SELECT id FROM ({" UNION ".join(branches)}) source ORDER BY id DESC LIMIT {limit}),
        bound AS MATERIALIZED (SELECT CASE WHEN count(*) = {limit} THEN min(id) ELSE 0 END AS id FROM others),
        near AS MATERIALIZED (
            SELECT id FROM (SELECT id FROM others {topics}) source ORDER BY id DESC LIMIT {limit}
        )
        SELECT r.id, r.version, ({LEAVES}), r.author_id, r.community_id
        FROM ({rule}) r(id, version, author_id, community_id) WHERE r.id IN (SELECT id FROM near) ORDER BY r.id DESC
    """)


# Parts of a statement on posts `p`: whom and what `%(person)s` asked not to be shown, as the table `wishes`; what passes it.
WISHES = """
    SELECT
        ARRAY(SELECT other_id FROM communities_personlevel WHERE person_id = %(person)s AND level IN ('mute', 'block')) AS people,
        ARRAY(SELECT topic_id FROM communities_topiclevel WHERE person_id = %(person)s AND level = 'mute') AS topics,
        ARRAY(SELECT community_id FROM communities_communitytelling WHERE person_id = %(person)s AND level = 'nothing') AS places
"""
LEAVES = "SELECT cardinality(people) + cardinality(topics) + cardinality(places) > 0 FROM wishes"
OF_SHOWN_TOPICS = """
    ((SELECT cardinality(topics) FROM wishes) = 0 OR NOT coalesce((
        SELECT true FROM communities_posttopic b WHERE b.post_id = p.id AND b.topic_id = ANY ((SELECT topics FROM wishes)::bigint[]) LIMIT 1
    ), false))
"""  # as NOT EXISTS, PostgreSQL would rather read all that bears a muted topic; as IS NULL, believe that hardly any post passes
HIDDEN = """
    hidden AS MATERIALIZED (
        SELECT b.post_id AS id FROM communities_posttopic b
        WHERE b.topic_id = ANY ((SELECT topics FROM wishes)::bigint[]) AND b.post_id > %(after)s
    ),
"""
OF_SHOWN_PLACES = "p.community_id <> ALL ((SELECT places FROM wishes)::bigint[])"
UNMUTED = "c.id <> ALL ((SELECT places FROM wishes)::bigint[])"
OF_SHOWN_PEOPLE = "p.author_id <> ALL ((SELECT people FROM wishes)::bigint[])"
SHOWN = f"{OF_SHOWN_PEOPLE} AND {OF_SHOWN_PLACES} AND {OF_SHOWN_TOPICS}"


def _freshest(source: str, has_before: bool) -> str:
    return "" if has_before else f"ORDER BY {source}.last_post_id DESC LIMIT {FRESH_SOURCES}"


def _of_communities(newer: str, freshest: str, bounds: str, unmuted: str, limit: int) -> str:
    return f"""
        (SELECT p.id FROM (
            SELECT c.id FROM communities_membership m JOIN communities_community c ON c.id = m.community_id
            WHERE m.person_id = %(person)s AND {UNMUTED} AND c.last_post_id > {newer} {freshest}
        ) place
        CROSS JOIN LATERAL (
            SELECT p.id FROM communities_post p
            WHERE p.community_id = place.id AND p.deleted_at IS NULL {bounds} AND {OF_SHOWN_PEOPLE} AND {OF_SHOWN_PLACES} AND {unmuted}
            ORDER BY p.id DESC LIMIT {limit}
        ) p)
    """


def _of_people(rule: str, newer: str, freshest: str, bounds: str, unmuted: str, limit: int) -> str:
    """What someone wrote for members only is in a community of mine already, so their mark of freshness misses nothing."""
    return f"""
        (SELECT p.id FROM (
            SELECT o.id FROM communities_personlevel l JOIN people_person o ON o.id = l.other_id
            WHERE l.person_id = %(person)s AND l.level = 'follow' AND o.last_post_id > {newer} {freshest}
        ) colleague
        CROSS JOIN LATERAL (
            SELECT p.id FROM ({rule}) p(id, version, author_id, community_id)
            WHERE p.author_id = colleague.id {bounds} AND {OF_SHOWN_PLACES} AND {unmuted}
            ORDER BY p.id DESC LIMIT {limit}
        ) p)
    """


def _of_topics(rule: str, bounds: str, unmuted: str, limit: int) -> str:
    return f"""
        (SELECT p.id FROM (
            SELECT topic_id FROM communities_topiclevel WHERE person_id = %(person)s AND level = 'follow'
        ) topic
        CROSS JOIN LATERAL (
            SELECT p.id FROM communities_posttopic b JOIN ({rule}) p(id, version, author_id, community_id) ON p.id = b.post_id
            WHERE b.topic_id = topic.topic_id AND b.post_id > (SELECT id FROM bound) {bounds.replace("p.id", "b.post_id")}
                AND {OF_SHOWN_PEOPLE} AND {OF_SHOWN_PLACES} AND {unmuted}
            ORDER BY b.post_id DESC LIMIT {limit}
        ) p)
    """


@Prepared
def _readable(is_active: bool, is_guest: bool, *, person: int) -> QuerySet[Post, Any]:
    viewer = access.as_viewer(person, is_active=is_active, is_guest=is_guest)
    return access.posts(viewer).values_list("id", "version", "author_id", "community_id", "last_activity_at")


def readable_sql(is_active: bool, is_guest: bool) -> str:
    """The rule, to be part of a statement: (id, version, author_id, community_id, last_activity_at) of what `%(person)s` may read.

    Raises EmptyResultSet.
    """
    return _readable.sql(is_active, is_guest, person=0)
