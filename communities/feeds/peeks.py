"""The last comments of a thread, as the card of its post shows them under it: made once for all, then so many of them for each viewer.

Two, and the unread ones of who had seen the thread, a few at most. What the card shows already is not said twice: an answer accepted
or validated. Of whom the viewer blocked, the line is folded.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from communities.feeds.reliance import QuestionRow
from communities.models import Comment, Post
from rse.lib.prepared import Statement
from rse.people.models import Person

LAST = 2
MOST = 5


class PeekLine(NamedTuple):
    """A comment in a line, and its place from the end of the thread, the last being 1."""

    place: int
    comment: Comment


class Earlier(NamedTuple):
    """With so many lines `shown`, the number of comments that are not."""

    shown: int
    size: int


@dataclass(frozen=True)
class PeekRow:
    """What a card holds of the thread, the oldest first; every viewer sees an end of it."""

    lines: Sequence[PeekLine]
    earlier: Sequence[Earlier]

    @property
    def key(self) -> tuple[tuple[int, int], ...]:
        """(comment, author) of each line."""
        return tuple((line.comment.pk, line.comment.author_id) for line in self.lines)


class Peek(NamedTuple):
    """What one viewer is shown of it: how many lines, and the places of those unread."""

    shown: int = LAST
    unread: frozenset[int] = frozenset()


UNPEEKED = Peek()


def peek(key: Sequence[tuple[int, int]], person: Person, *, seen: int | None, blocked: Collection[int]) -> Peek:
    """`seen` is the last comment of the thread that the person has had in front of them; None of who never opened it."""
    places = {
        len(key) - index
        for index, (id_, author) in enumerate(key)
        if seen is not None and id_ > seen and author not in (person.pk, *blocked)
    }
    shown = min(len(key), max(LAST, *places) if places else LAST)
    return Peek(shown, frozenset(places))


def peeks_of(posts: Sequence[Post], details: Mapping[int, object]) -> dict[int, PeekRow]:
    """Post -> its last comments, of those that have some beside what their card shows. One query, none where nobody commented."""
    apart = {post.pk: _shown_already(post, details.get(post.pk)) for post in posts}
    answered = [post for post in posts if post.comment_count > len(apart[post.pk])]
    if not answered:
        return {}
    rows = _last().rows(posts=[post.pk for post in answered], apart=[id_ for ids in apart.values() for id_ in ids])
    found: dict[int, list[Comment]] = {}
    for values in rows:
        comment = Comment.from_db("default", _COMMENT, values[: len(_COMMENT)])
        comment.author = Person.from_db("default", _AUTHOR, values[len(_COMMENT) :])
        found.setdefault(comment.post_id, []).append(comment)
    return {post.pk: _row(found[post.pk], post.comment_count - len(apart[post.pk])) for post in answered if post.pk in found}


def _shown_already(post: Post, details: object) -> list[int]:
    """The answers that the card of a question shows."""
    validated = details.validated.comment_id if isinstance(details, QuestionRow) and details.validated else None
    return [id_ for id_ in (post.accepted_comment_id, validated) if id_ is not None]


def _row(comments: Sequence[Comment], in_all: int) -> PeekRow:
    """`comments` the latest first."""
    lines = [PeekLine(place, comment) for place, comment in enumerate(comments, start=1)]
    shown = range(min(LAST, len(lines)), len(lines) + 1)
    return PeekRow(lines[::-1], [Earlier(size, in_all - size) for size in shown if in_all > size])


_COMMENT = ["id", "post_id", "author_id", "body_html", "at"]  # in the order of the columns
_AUTHOR = ["id", "first_name", "last_name", "photo", "is_guest"]


@cache
def _last() -> Statement:
    """The end of each thread by its index. Of posts whose cards are being made: who may read them was asked before."""
    comment = ", ".join(f"c.{name}" for name in _COMMENT)
    author = ", ".join(f"a.{name}" for name in _AUTHOR)
    return Statement(f"""
        SELECT {comment}, {author} FROM unnest(%(posts)s) post(id)
        CROSS JOIN LATERAL (
            SELECT * FROM communities_comment c
            WHERE c.post_id = post.id AND c.deleted_at IS NULL AND c.id <> ALL (%(apart)s)
            ORDER BY c.id DESC LIMIT {MOST}
        ) c JOIN people_person a ON a.id = c.author_id
        ORDER BY c.id DESC
    """)
