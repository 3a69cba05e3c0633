"""What a person is known for: of their latest posts, those that most people found useful, in a few lines."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet

from communities.feeds.posts import posts_of_author_sql
from communities.feeds.sorts import USEFUL
from rse.lib.prepared import Statement
from rse.people.models import Person

SHOWN = 5
LOOKED_AT = 100  # of someone's latest posts that the reader may read


class ContributionRow(NamedTuple):
    """A post in a line. `useful` is how many found it so; `is_solved` of a question, `is_answered` too."""

    id: int
    kind: str
    title: str
    body_html: str  # its beginning
    at: datetime
    is_solved: bool
    is_answered: bool
    useful: int
    community: str


def contributions(person: Person, author: Person, *, size: int = SHOWN) -> Sequence[ContributionRow]:
    """Of what the reader may read, the most useful first; of equals the newest. One query."""
    try:
        statement = _most_useful(person.is_active, person.is_guest, size)
    except EmptyResultSet:  # a closed account reads nothing
        return []
    return [ContributionRow(*row) for row in statement.rows(person=person.pk, author=author.pk, before=(1 << 63) - 1)]


@cache
def _most_useful(is_active: bool, is_guest: bool, size: int) -> Statement:
    return Statement(f"""
        SELECT p.id, p.kind, p.title, left(p.body_html, 1000), p.at, p.accepted_comment_id IS NOT NULL, p.answer_count > 0,
            coalesce((p.reaction_counts->>'{USEFUL}')::int, 0) AS useful, c.name
        FROM ({posts_of_author_sql(is_active, is_guest, LOOKED_AT)}) r(id, version)
        JOIN communities_post p ON p.id = r.id JOIN communities_community c ON c.id = p.community_id
        ORDER BY useful DESC, p.id DESC LIMIT {size}
    """)
