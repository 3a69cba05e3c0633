""" "For you": the newest posts of one's sources in the order of `ranking`, each with its reason.

An order is reckoned once, at an instant that the cursors of its pages carry on, and kept while one reads: what is published, read or
answered meanwhile counts at the next visit, and pages neither repeat nor skip. What one may read is asked again for each page. Where
the cache has lost the order it is reckoned anew, as of that instant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.core.cache import cache as store
from django.core.exceptions import EmptyResultSet

from communities.feeds.posts import PostRow
from communities.feeds.ranking import DAYS, LATELY, Ranked, Scored, Signals, rank
from communities.feeds.sources import LEAVES, SHOWN, WISHES, near_statement, readable_sql
from rse.lib.fold import fold
from rse.lib.ids import first_id, hours_between, instant_of
from rse.lib.pages import PAGE_SIZE, BadCursor
from rse.lib.prepared import Statement
from rse.people.models import Person

CANDIDATES = 100
EXCHANGED = 50  # answers that one last gave, and as many reactions
LOOKED_AT = 200  # of the newest posts that one reacted to, among which the last reactions are looked for
LIFETIME = 3600  # seconds that an order is kept
_CURSOR = re.compile(r"(\d{1,19})-(\d{1,12})-(\d{1,19})")


@dataclass(frozen=True)
class RankedPage:
    """Posts in their order, why each is there, the cursor of the next page, and whether anything muted is left out."""

    rows: Sequence[PostRow]
    reasons: dict[int, Scored]
    next_cursor: str | None
    leaves_out: bool


def for_you(person: Person, *, at: datetime, cursor: str = "", size: int = PAGE_SIZE) -> RankedPage:
    """The best posts of the last days. One query. Raises BadCursor."""
    until, last = _read(cursor) if cursor else (first_id(at) + 1, None)
    ranked = _kept(person, until) if cursor else None
    if ranked is None:
        found = _candidates(person, until=until)
        ranked = _reckoned(person, found, until=until)
        rest = _after(ranked, last)
        if len(rest) > size:
            _keep(person, until, ranked)
    else:
        rest = _after(ranked, last)
        found = _still_shown(person, [each.id for each in rest])
    versions = {row[0]: row[1] for row in found}
    rest = [each for each in rest if each.id in versions]
    page = rest[:size]
    return RankedPage(
        rows=[PostRow(each.id, versions[each.id]) for each in page],
        reasons={each.id: each.scored for each in page},
        next_cursor=_write(until, page[-1]) if len(rest) > size else None,
        leaves_out=bool(found) and found[0][2],
    )


def _reckoned(person: Person, found: Sequence[tuple[Any, ...]], *, until: int) -> list[Ranked]:
    return rank((row[0], _signals(person, row), hours_between(row[0], until)) for row in found)


def _after(ranked: Sequence[Ranked], last: tuple[int, int] | None) -> list[Ranked]:
    return [each for each in ranked if last is None or (-each.scored.score, -each.id) > last]


def _keep(person: Person, until: int, ranked: Sequence[Ranked]) -> None:
    plain = [(each.id, each.scored.score, each.scored.reason, each.scored.about) for each in ranked]
    store.set(f"for-you:{person.pk}:{until}", plain, LIFETIME)


def _kept(person: Person, until: int) -> list[Ranked] | None:
    plain = store.get(f"for-you:{person.pk}:{until}")
    return None if plain is None else [Ranked(id_, Scored(score, reason, about)) for id_, score, reason, about in plain]


def _still_shown(person: Person, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """(id, version, whether anything is muted) of those that the person may read now and has not muted."""
    try:
        statement = _shown_of(person.is_active, person.is_guest)
    except EmptyResultSet:  # a closed account reads nothing
        return []
    return statement.rows(person=person.pk, ids=ids) if ids else []


@cache
def _shown_of(is_active: bool, is_guest: bool) -> Statement:
    return Statement(f"""
        WITH wishes AS MATERIALIZED ({WISHES})
        SELECT p.id, p.version, ({LEAVES})
        FROM ({readable_sql(is_active, is_guest)}) p(id, version, author_id, community_id) WHERE p.id = ANY(%(ids)s) AND {SHOWN}
    """)


def _candidates(person: Person, *, until: int) -> list[tuple[Any, ...]]:
    try:
        statement = _with_signals(person.is_active, person.is_guest)
    except EmptyResultSet:  # a closed account reads nothing
        return []
    since = first_id(max(instant_of(until) - timedelta(days=DAYS), datetime(2001, 1, 1, tzinfo=UTC)))
    lately = int((instant_of(until) - timedelta(days=LATELY)).timestamp())
    return statement.rows(person=person.pk, before=until, after=since - 1, lately=lately)


@cache
def _with_signals(is_active: bool, is_guest: bool) -> Statement:
    """Around the sources of home: what is so between the person and each of their newest posts.

    An answer counts towards whom it answers: the author of the comment, or of the post where there is none.
    """
    # Both bounds: between them lie some days of posts. Below the upper one alone, PostgreSQL would sort all that a community has.
    near = near_statement(is_active, is_guest, True, True, CANDIDATES)
    return Statement(f"""
        WITH acts AS MATERIALIZED (
            SELECT ARRAY(
                SELECT x.author_id FROM (
                    SELECT post_id FROM (
                        SELECT post_id, at FROM communities_reaction
                        WHERE person_id = %(person)s AND comment_id IS NULL ORDER BY post_id DESC LIMIT {LOOKED_AT}
                    ) newest WHERE at >= to_timestamp(%(lately)s) ORDER BY at DESC LIMIT {EXCHANGED}
                ) given JOIN communities_post x ON x.id = given.post_id
                UNION SELECT coalesce(q.author_id, x.author_id) FROM (
                    SELECT post_id, parent_id FROM communities_comment
                    WHERE author_id = %(person)s AND deleted_at IS NULL AND at >= to_timestamp(%(lately)s)
                    ORDER BY at DESC LIMIT {EXCHANGED}
                ) said JOIN communities_post x ON x.id = said.post_id LEFT JOIN communities_comment q ON q.id = said.parent_id
            ) AS authors
        ),
        near AS MATERIALIZED (SELECT * FROM ({near.sql}) n(id, version, leaves, author_id, community_id)),
        skilled AS MATERIALIZED (SELECT skills FROM people_profile WHERE person_id = %(person)s AND skills <> '{{}}'),
        followed AS MATERIALIZED (
            SELECT ARRAY(SELECT other_id FROM communities_personlevel WHERE person_id = %(person)s AND level = 'follow') AS people,
                ARRAY(SELECT topic_id FROM communities_topiclevel WHERE person_id = %(person)s AND level = 'follow') AS topics
        ),
        places AS MATERIALIZED (
            SELECT c.id, c.name, m.last_read_id, m.read_ids
            FROM communities_membership m JOIN communities_community c ON c.id = m.community_id WHERE m.person_id = %(person)s
        ),
        topics AS MATERIALIZED (
            SELECT DISTINCT ON (b.post_id) b.post_id, b.name FROM communities_posttopic b
            WHERE b.post_id IN (SELECT id FROM near) AND b.topic_id = ANY ((SELECT topics FROM followed)::bigint[])
            ORDER BY b.post_id, b.id
        ),
        known AS MATERIALIZED (
            SELECT n.*, n.author_id = ANY ((SELECT people FROM followed)::bigint[]) AS is_followed,
                n.author_id = ANY ((SELECT authors FROM acts)::bigint[]) AS exchanged
            FROM near n
        )
        SELECT n.id, n.version, n.leaves, n.author_id,
            CASE WHEN n.is_followed OR n.exchanged
                THEN (SELECT concat_ws(' ', first_name, last_name) FROM people_person WHERE id = n.author_id) END,
            m.name, n.is_followed, t.name, n.exchanged, asked.words, (SELECT skills FROM skilled)
        FROM known n
        LEFT JOIN places m ON m.id = n.community_id
        LEFT JOIN topics t ON t.post_id = n.id
        LEFT JOIN LATERAL (
            SELECT p.title || ' ' || left(p.body, 2000) AS words FROM skilled, communities_post p
            WHERE p.id = n.id AND p.kind = 'question' AND p.answer_count = 0
                AND NOT coalesce(p.id <= m.last_read_id OR p.id = ANY(m.read_ids), false)
        ) asked ON true
    """)


def _signals(person: Person, row: tuple[Any, ...]) -> Signals:
    _id, _version, _leaves, author, name, place, is_followed, topic, exchanged, asked, skills = row
    return Signals(
        skill=_skill_in(asked or "", skills or ()),
        person=name.strip() if is_followed else "",
        topic=topic or "",
        exchange=name.strip() if exchanged else "",
        community=place or "",
        is_own=author == person.pk,
    )


def _skill_in(asked: str, skills: Sequence[str]) -> str:
    """The first of these skills that the question names, as the profile writes it; `asked` is empty for what is none."""
    if not (asked and skills):
        return ""
    text = fold(asked)
    return next((skill for skill in skills if re.search(rf"(?<!\w){re.escape(fold(skill))}(?!\w)", text)), "")


def _write(until: int, last: Ranked) -> str:
    return f"{until}-{last.scored.score}-{last.id}"


def _read(cursor: str) -> tuple[int, tuple[int, int]]:
    match = _CURSOR.fullmatch(cursor) if cursor.isascii() else None
    until, score, id_ = (int(part) for part in match.groups()) if match else (1 << 63, 0, 0)
    if max(until, id_) >= 1 << 63:
        raise BadCursor(cursor[:40])
    return until, (-score, -id_)
