"""The comments of a thread in another order than the oldest first. Answers that come first still do."""

import re
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from communities import access
from communities.feeds.posts import THREAD_PAGE, CommentRow, rows_in_order, thread, thread_replies
from communities.feeds.reliance import first_tops
from communities.feeds.sorts import USEFUL
from communities.models import Comment, Post
from rse.lib.pages import BadCursor, Page, cut, parse_cursor
from rse.lib.prepared import Prepared, any_of
from rse.people.models import Person

THREAD_SORTS = ("oldest", "newest", "useful")
_CURSOR = re.compile(r"(\d{1,9})-(\d{1,18}|[1-8]\d{18})")


def thread_in_order(person: Person, post: Post, *, sort: str, cursor: str = "", size: int = THREAD_PAGE) -> Page[CommentRow]:
    """A page of a thread: `sort` is one of THREAD_SORTS, by which its top comments go; the replies to each, the oldest first.

    The most useful are those that most people found useful; of equals the oldest first. Raises BadCursor.
    """
    if sort == "oldest":
        return thread(person, post, after=parse_cursor(cursor), size=size)
    first = first_tops(post)
    page = _newest(person, post, cursor, size, first) if sort == "newest" else _useful(person, post, cursor, size, first)
    if first and not cursor:
        page = Page([*rows_in_order(person, post, first), *page.rows], page.next_cursor)
    replies = thread_replies(person, post, page.rows)
    ordered = [row for top in page.rows for row in (top, *(reply for reply in replies if reply.parent_id == top.id))]
    return Page(ordered, page.next_cursor)


def _newest(person: Person, post: Post, cursor: str, size: int, first: list[int]) -> Page[CommentRow]:
    until = parse_cursor(cursor) or (1 << 63) - 1
    rows = _before(person.is_active, person.is_guest, size + 1, person=person.pk, post=post.pk, until=until, apart=first)
    return cut([CommentRow(*row) for row in rows], size=size)


def _useful(person: Person, post: Post, cursor: str, size: int, first: list[int]) -> Page[CommentRow]:
    match = _CURSOR.fullmatch(cursor) if cursor else None
    if cursor and (match is None or not cursor.isascii()):
        raise BadCursor(cursor[:40])
    useful, last = (int(match[1]), int(match[2])) if match else (1_000_000_000, 0)
    viewer = person.is_active, person.is_guest
    rows = _by_use(*viewer, size + 1, person=person.pk, post=post.pk, useful=useful, last=last, apart=first)
    page = rows[:size]
    following = f"{page[-1][3]}-{page[-1][0]}" if len(rows) > size else None
    return Page([CommentRow(*row[:3]) for row in page], following)


@Prepared
def _before(is_active: bool, is_guest: bool, limit: int, *, person: int, post: int, until: int, apart: list[int]) -> QuerySet[Comment, Any]:
    tops = _tops(is_active, is_guest, person, post, apart).filter(pk__lt=until)
    return tops.order_by("-id").values_list("id", "version", "parent_id")[:limit]


@Prepared
def _by_use(
    is_active: bool, is_guest: bool, limit: int, *, person: int, post: int, useful: int, last: int, apart: list[int]
) -> QuerySet[Comment, Any]:
    """The comments of one thread are few enough to be sorted."""
    found = Coalesce(Cast(KeyTextTransform(USEFUL, "reaction_counts"), BigIntegerField()), 0)
    tops = _tops(is_active, is_guest, person, post, apart).annotate(useful=found)
    following = tops.filter(Q(useful__lt=useful) | Q(useful=useful, pk__gt=last))
    return following.order_by("-useful", "id").values_list("id", "version", "parent_id", "useful")[:limit]


def _tops(is_active: bool, is_guest: bool, person: int, post: int, apart: list[int]) -> QuerySet[Comment]:
    readable = access.comments(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    return readable.filter(post=post, parent=None).exclude(any_of("id", apart))
