"""A long thread from its middle: the comment that a link leads to, with those around it, and the page before a place."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from communities import access
from communities.feeds.posts import THREAD_PAGE, CommentRow, rows_in_order, thread_replies, thread_tops
from communities.feeds.reliance import first_tops
from communities.models import Comment, Post
from rse.lib.prepared import Prepared, any_of
from rse.people.models import Person

CONTEXT = 10  # top comments shown above the one sought


class ThreadPart(NamedTuple):
    """Comments in the order of the thread; the cursors of what comes after them and before them, if anything does."""

    rows: Sequence[CommentRow]
    next_cursor: str | None
    earlier_cursor: str | None


def sought_comment(person: Person, post: Post, id_: int) -> CommentRow | None:
    """The comment of this thread that a link names, deleted or not; None when there is none that the person may read."""
    rows = _sought(person.is_active, person.is_guest, person=person.pk, post=post.pk, comment=id_)
    return CommentRow(*rows[0]) if rows else None


@Prepared
def _sought(is_active: bool, is_guest: bool, *, person: int, post: int, comment: int) -> QuerySet[Comment, Any]:
    readable = access.comments(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    return readable.filter(post=post, pk=comment).values_list("id", "version", "parent_id")


def thread_around(person: Person, post: Post, sought: CommentRow, *, size: int = THREAD_PAGE) -> ThreadPart:
    """The page of the thread that holds this comment, a few top comments above it. Answers that come first keep their place."""
    first, top = first_tops(post), sought.parent_id or sought.id
    if top in first:
        below = thread_tops(person, post, after=0, limit=size + 1, apart=first)
        return _part(person, post, first, [], below, size=size, sought=sought)
    above = _above(person, post, until=top, limit=CONTEXT + 1, apart=first)
    below = thread_tops(person, post, after=top - 1, limit=size - CONTEXT + 1, apart=first)
    return _part(person, post, first, above, below, size=size, sought=sought)


def thread_until(person: Person, post: Post, *, until: int, size: int = THREAD_PAGE) -> ThreadPart:
    """The page that ends just before that top comment."""
    first = first_tops(post)
    above = _above(person, post, until=until, limit=size + 1, apart=first)
    part = _part(person, post, first, above, [], size=size, context=size)
    return part._replace(next_cursor=str(max(until - 1, 0)))


def _part(
    person: Person,
    post: Post,
    first: Sequence[int],
    above: Sequence[CommentRow],
    below: Sequence[CommentRow],
    *,
    size: int,
    context: int = CONTEXT,
    sought: CommentRow | None = None,
) -> ThreadPart:
    """Puts together what was asked for with one row more on each side, to know whether there is any."""
    kept = size - context if above else size
    tops = [*reversed(above[:context]), *below[:kept]]
    earlier = str(tops[0].id) if len(above) > context else None
    following = str(tops[-1].id) if len(below) > kept else None
    if earlier is None:
        tops = [*rows_in_order(person, post, first), *tops]
    replies = thread_replies(person, post, tops)
    if sought is not None and sought.parent_id and sought not in replies:
        replies = [*replies, sought]  # below more replies than a page shows
    rows = [row for top in tops for row in (top, *(reply for reply in replies if reply.parent_id == top.id))]
    return ThreadPart(rows, following, earlier)


def _above(person: Person, post: Post, *, until: int, limit: int, apart: Sequence[int]) -> list[CommentRow]:
    """The top comments before that one, the nearest first."""
    rows = _tops_above(person.is_active, person.is_guest, limit, person=person.pk, post=post.pk, until=until, apart=apart)
    return [CommentRow(*row) for row in rows]


@Prepared
def _tops_above(
    is_active: bool, is_guest: bool, limit: int, *, person: int, post: int, until: int, apart: Sequence[int]
) -> QuerySet[Comment, Any]:
    readable = access.comments(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    tops = readable.filter(post=post, parent=None, pk__lt=until).exclude(any_of("id", apart))
    return tops.order_by("-id").values_list("id", "version", "parent_id")[:limit]
