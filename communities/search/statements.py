"""The statements of search. Whatever is asked, what one may not read is left out by the rule of access before anything is counted.

The words are counted on their index, up to MANY. Where there are few, all are there to be ranked; where there are many, the newest
entries are walked until a page is full: ranking half a million would take a second, and so would walking to a rare word.
"""

from functools import cache
from typing import Any

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from communities import access
from communities.models import Level, PersonLevel, SearchEntry
from communities.search.query import KINDS
from rse.lib.prepared import Prepared, Statement

MANY = 5_000
FACETS = 8
MAX = (1 << 63) - 1
TEXT, FILE_TEXT = 8_000, 20_000  # characters looked at for an extract
RELEVANCE, NEWEST = "relevance", "newest"
# A year of age weighs as much as a third of the rank; the instant is that of the entry, so that pages stay in order as time goes by.
_YEAR = 366 * 86_400_000
_RELEVANCE = (
    f"((ln(ts_rank_cd(e.vector, (SELECT words FROM asked), 1)::float8 + 1e-6) + (e.place >> 21)::float8 / {_YEAR}) * 1000000)::bigint"
)
_ASKED = """
    asked AS MATERIALIZED (
        SELECT words, words && %(marks)s::tsquery{among} AS narrowed FROM (
            SELECT to_tsquery('french'::regconfig, %(exact)s) || to_tsquery('french'::regconfig, %(flat)s)
                || to_tsquery('english'::regconfig, %(flat)s) AS words
        ) asked_for
    )
"""
_WITHOUT = """
    asked AS MATERIALIZED (
        SELECT words && !!without AS words, words && %(marks)s::tsquery{among} && !!without AS narrowed FROM (
            SELECT to_tsquery('french'::regconfig, %(exact)s) || to_tsquery('french'::regconfig, %(flat)s)
                || to_tsquery('english'::regconfig, %(flat)s) AS words,
                to_tsquery('french'::regconfig, %(not_exact)s) || to_tsquery('french'::regconfig, %(not_flat)s)
                || to_tsquery('english'::regconfig, %(not_flat)s) AS without
        ) asked_for
    )
"""
# A guest reads a few communities: the index is asked for the words in these. It is no right, only a place to look: see `entries`.
_AMONG = " && (SELECT string_agg('''=c' || community_id || '''', ' | ')::tsquery FROM communities_membership WHERE person_id = %(person)s)"
_DETAILS = f"""
    SELECT page.score, e.id, e.place, e.shape, e.post_id, e.comment_id, p.title, p.accepted_comment_id IS NOT NULL AS is_solved,
        p.accepted_comment_id = e.comment_id AS is_answer, p.comment_count AS comments,
        a.id AS author_id, a.first_name, a.last_name, a.photo,
        c.id AS community_id, c.slug, c.name AS community, c.readers, c.listed, f.token, f.name AS file, f.kind AS file_kind, f.size,
        CASE WHEN e.shape = 'document' THEN left(t.text, {FILE_TEXT}) WHEN e.comment_id IS NOT NULL THEN left(m.body_html, {TEXT})
            ELSE left(p.body_html, {TEXT}) END AS text,
        CASE e.shape WHEN 'story' THEN (SELECT situation || ' ' || change FROM communities_story s WHERE s.post_id = p.id)
            WHEN 'poll' THEN (SELECT string_agg(label, ' · ' ORDER BY position) FROM communities_polloption o WHERE o.poll_id = p.id)
            WHEN 'praise' THEN (SELECT what_for FROM communities_praise r WHERE r.post_id = p.id) END AS beside
    FROM page
    JOIN communities_searchentry e ON e.id = page.id
    JOIN communities_post p ON p.id = e.post_id
    JOIN communities_community c ON c.id = p.community_id
    JOIN people_person a ON a.id = e.author_id
    LEFT JOIN communities_comment m ON m.id = e.comment_id
    LEFT JOIN communities_attachment f ON f.id = e.attachment_id
    LEFT JOIN communities_filetext t ON t.attachment_id = e.attachment_id
    ORDER BY page.score DESC, e.id DESC
"""


@Prepared
def _readable(is_active: bool, is_guest: bool, answered: bool, raw: str, limit: int, *, person: int) -> QuerySet[SearchEntry, Any]:
    """The entries that meet `raw`, of those that the person may read and whose authors they have not blocked."""
    found = access.entries(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    found = found.annotate(meets=RawSQL(f"({raw})", [], BooleanField())).filter(meets=True)  # noqa: S611
    found = found.exclude(author__in=PersonLevel.objects.filter(person=person, level=Level.BLOCK).values("other"))
    if answered:
        found = found.filter(post__accepted_comment__isnull=False)
    rows = found.values_list("id", "place", "shape", "community_id")
    return rows[:limit] if limit else rows


def _asked(is_guest: bool, excludes: bool) -> str:
    return (_WITHOUT if excludes else _ASKED).format(among=_AMONG if is_guest else "")


def _within(kind: str, in_places: bool) -> str:
    """What narrows the entries found to a tab, and to some communities."""
    parts = [f"shape IN ({', '.join(repr(shape) for shape in KINDS[kind])})"] if kind else []
    if in_places:
        parts.append("community_id = ANY(%(places)s)")
    return " AND ".join(parts) or "true"


# By the index of words and no other: of how many entries two instants leave the planner knows nothing, and would walk them all.
_MEETS = (
    "communities_searchentry.vector @@ (SELECT narrowed FROM asked) AND communities_searchentry.place + 0 >= (SELECT after FROM span) "
    "AND communities_searchentry.place + 0 < (SELECT before FROM span)"
)
_SPAN = "span AS MATERIALIZED (SELECT %(after)s::bigint AS after, %(before)s::bigint AS before)"


@cache
def few(is_active: bool, is_guest: bool, excludes: bool, answered: bool, kind: str, in_places: bool, order: str, size: int) -> Statement:
    """One row: how many there are (MANY + 1 for more), by shape, by community, how many in what is chosen, the page, the lexemes.

    The page is empty where there are more than MANY. Raises EmptyResultSet for who reads nothing.
    """
    matching = _readable.sql(
        is_active,
        is_guest,
        answered,
        _MEETS,
        MANY + 1,
        person=0,
    )
    place = _within("", in_places)
    return Statement(f"""
        WITH {_asked(is_guest, excludes)},
        {_SPAN},
        matching AS MATERIALIZED ({matching}),
        total AS MATERIALIZED (SELECT count(*) AS n FROM matching),
        kept AS MATERIALIZED (SELECT id FROM matching WHERE {_within(kind, in_places)} AND (SELECT n FROM total) <= {MANY}),
        ranked AS MATERIALIZED (
            SELECT e.id, {_RELEVANCE if order == RELEVANCE else "e.place"} AS score
            FROM kept JOIN communities_searchentry e ON e.id = kept.id
        ),
        page AS MATERIALIZED (
            SELECT id, score FROM ranked WHERE (score, id) < (%(score)s, %(last)s) ORDER BY score DESC, id DESC LIMIT {size}
        )
        SELECT (SELECT n FROM total), (SELECT count(*) FROM kept),
            (SELECT json_object_agg(shape, n ORDER BY shape)
                FROM (SELECT shape, count(*) AS n FROM matching WHERE {place} GROUP BY shape) s),
            (SELECT json_agg(json_build_array(c.slug, c.name, f.n) ORDER BY f.n DESC, c.name_key) FROM (
                SELECT community_id, count(*) AS n FROM matching WHERE {_within(kind, False)}
                GROUP BY community_id ORDER BY n DESC, community_id LIMIT {FACETS}
            ) f JOIN communities_community c ON c.id = f.community_id),
            (SELECT json_agg(row_to_json(d)) FROM ({_DETAILS}) d),
            (SELECT words::text FROM asked)
    """)


@cache
def walk(is_active: bool, is_guest: bool, excludes: bool, answered: bool, kind: str, in_places: bool, window: int, size: int) -> Statement:
    """One row: the page found among the `window` newest entries before a place, where these end, how many they are, the lexemes."""
    raw = "communities_searchentry.id IN (SELECT id FROM newest WHERE meets)"
    matching = _readable.sql(is_active, is_guest, answered, raw, 0, person=0)
    place = "AND community_id = ANY(%(places)s)" if in_places else ""
    among = "AND community_id IN (SELECT community_id FROM communities_membership WHERE person_id = %(person)s)" if is_guest else ""
    return Statement(f"""
        WITH {_asked(is_guest, excludes)},
        newest AS MATERIALIZED (
            SELECT id, place, vector @@ (SELECT narrowed FROM asked) AS meets FROM communities_searchentry
            WHERE (place, id) < (%(score)s, %(last)s) AND place < %(before)s AND place >= %(after)s {place} {among}
            ORDER BY place DESC, id DESC LIMIT {window}
        ),
        matching AS MATERIALIZED ({matching}),
        page AS MATERIALIZED (
            SELECT id, place AS score FROM matching WHERE {_within(kind, False)} ORDER BY place DESC, id DESC LIMIT {size}
        )
        SELECT (SELECT json_agg(row_to_json(d)) FROM ({_DETAILS}) d),
            (SELECT json_build_array(place, id) FROM newest ORDER BY place, id LIMIT 1),
            (SELECT count(*) FROM newest), (SELECT words::text FROM asked)
    """)


@cache
def everything(is_active: bool, is_guest: bool, excludes: bool, answered: bool, kind: str, in_places: bool, size: int) -> Statement:
    """One row: the page of the newest among all that is found, the lexemes. For words that were common once, and are no more."""
    matching = _readable.sql(is_active, is_guest, answered, _MEETS, 0, person=0)
    return Statement(f"""
        WITH {_asked(is_guest, excludes)},
        {_SPAN},
        matching AS MATERIALIZED ({matching}),
        page AS MATERIALIZED (
            SELECT id, place AS score FROM matching WHERE (place, id) < (%(score)s, %(last)s) AND {_within(kind, in_places)}
            ORDER BY place DESC, id DESC LIMIT {size}
        )
        SELECT (SELECT json_agg(row_to_json(d)) FROM ({_DETAILS}) d), (SELECT words::text FROM asked)
    """)
