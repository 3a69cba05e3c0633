"""Feeds of posts and threads of comments: which, in what order. Always over access.posts(person)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, Q, QuerySet

from communities import access
from communities.feeds.communities import MyCommunity, my_communities
from communities.feeds.levels import leaves_out, left_out
from communities.feeds.reliance import first_tops
from communities.feeds.sources import SHOWN, WISHES, newest_of_sources
from communities.models import Comment, Community, Pin, Post
from rse.lib.pages import PAGE_SIZE, Page, cut
from rse.lib.prepared import Prepared, Statement, any_of
from rse.people.models import Person

MAX_NEWER = 50
THREAD_PAGE = 50
MAX_REPLIES = 200


class PostRow(NamedTuple):
    """A post of a feed: enough to find its card."""

    id: int
    version: int


class CommentRow(NamedTuple):
    """A comment of a thread, and the comment it answers."""

    id: int
    version: int
    parent_id: int | None


@dataclass(frozen=True)
class HomePage(Page[PostRow]):
    """A page of the home feed, and whether its person mutes anybody or anything, which it then leaves out."""

    leaves_out: bool = False


def home_feed(
    person: Person, *, before: int | None = None, after: int | None = None, everything: bool = False, size: int = PAGE_SIZE
) -> HomePage:
    """The newest posts of one's communities and of whom and what one follows; with `everything`, of all that one may read.

    Whom and what one mutes is left out. `before` is the cursor of the page; `after` asks for what is newer than that id instead.
    """
    limit = (MAX_NEWER if after is not None else size) + 1
    if everything:
        shown = access.posts(person).exclude(left_out(person))
        bounds = Q(pk__gt=after) if after is not None else Q() if before is None else Q(pk__lt=before)
        rows = shown.filter(bounds).annotate(leaves=leaves_out(person)).order_by("-id").values_list("id", "version", "leaves")[:limit]
        return _home([*rows], size=limit - 1)
    return _home(newest_of_sources(person, before=before, after=after, limit=limit), size=limit - 1)


def _home(rows: Sequence[Sequence[Any]], *, size: int) -> HomePage:
    page = cut([PostRow(id_, version) for id_, version, _leaves in rows], size=size)
    return HomePage(page.rows, page.next_cursor, bool(rows) and rows[0][2])


def community_feed(
    person: Person,
    community: Community,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE_SIZE,
    without_pinned: bool = False,
) -> Page[PostRow]:
    """The newest posts of one community; `without_pinned`, for a page that shows those apart."""
    if after is not None:
        return _page(_without(access.posts(person).filter(community=community), without_pinned), before=None, after=after, size=size)
    viewer = person.is_active, person.is_guest
    rows = _of_community(*viewer, size + 1, without_pinned, person=person.pk, community=community.pk, before=_bound(before))
    return cut([PostRow(*row) for row in rows], size=size)


@Prepared
def _of_community(
    is_active: bool, is_guest: bool, limit: int, without_pinned: bool, *, person: int, community: int, before: int
) -> QuerySet[Post, Any]:
    readable = access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    newest = _without(readable.filter(community=community, pk__lt=before), without_pinned)
    return newest.order_by("-id").values_list("id", "version")[:limit]


def _without(posts: QuerySet[Post], pinned: bool) -> QuerySet[Post]:
    return posts.filter(~Exists(Pin.objects.filter(post=OuterRef("pk"), community=OuterRef("community")))) if pinned else posts


def profile_feed(person: Person, author: Person, *, before: int | None = None, size: int = PAGE_SIZE) -> Page[PostRow]:
    """What someone posted, of what the viewer may read."""
    rows = _of_author(person.is_active, person.is_guest, size + 1, person=person.pk, author=author.pk, before=_bound(before))
    return cut([PostRow(*row) for row in rows], size=size)


@Prepared
def _of_author(is_active: bool, is_guest: bool, limit: int, *, person: int, author: int, before: int) -> QuerySet[Post, Any]:
    readable = access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    return readable.filter(author=author, pk__lt=before).order_by("-id").values_list("id", "version")[:limit]


def posts_of_author_sql(is_active: bool, is_guest: bool, limit: int) -> str:
    """That list as part of a larger statement, with places for `person`, `author` and `before`. Raises EmptyResultSet."""
    return _of_author.sql(is_active, is_guest, limit, person=0, author=0, before=0)


def _bound(before: int | None) -> int:
    """Above every id when there is no cursor."""
    return (1 << 63) - 1 if before is None else before


def waiting_questions(person: Person, *, communities: Sequence[MyCommunity] | None = None, size: int = 3) -> Sequence[Post]:
    """The newest questions of one's communities that nobody has answered; one's own are left out, and what one mutes or blocks.

    `communities` saves a query when the caller holds the person's own already.
    """
    sources = my_communities(person) if communities is None else communities
    try:
        statement = _waiting(person.is_active, person.is_guest, size)
    except EmptyResultSet:  # a closed account reads nothing
        return []
    rows = statement.rows(person=person.pk, communities=[source.community.pk for source in sources])
    return [_with_author(values) for values in rows]


_NAMED = ["id", "community_id", "author_id", "kind", "title", "body_html", "at"]  # in the order of the columns
_AUTHOR = ["id", "first_name", "last_name"]


@Prepared
def _with_names(is_active: bool, is_guest: bool, *, person: int) -> QuerySet[Post, Any]:
    viewer = access.as_viewer(person, is_active=is_active, is_guest=is_guest)
    return access.posts(viewer).values_list(*_NAMED, *(f"author__{name}" for name in _AUTHOR))


@cache
def _waiting(is_active: bool, is_guest: bool, size: int) -> Statement:
    """Around the rule: the newest of each community by the index of waiting questions. Over the communities as a whole, the
    planner walks every post from the newest when it believes that such questions are many."""
    return Statement(f"""
        WITH wishes AS MATERIALIZED ({WISHES}),
        near AS MATERIALIZED (
            SELECT p.id FROM unnest(%(communities)s) source(id)
            CROSS JOIN LATERAL (
                SELECT p.id FROM communities_post p
                WHERE p.community_id = source.id AND p.kind = 'question' AND p.answer_count = 0 AND p.deleted_at IS NULL
                    AND p.author_id <> %(person)s AND {SHOWN}
                ORDER BY p.id DESC LIMIT {size}
            ) p
            ORDER BY p.id DESC LIMIT {size}
        )
        SELECT * FROM ({_with_names.sql(is_active, is_guest, person=0)}) r WHERE r.id IN (SELECT id FROM near) ORDER BY r.id DESC
    """)


def _with_author(values: Sequence[Any]) -> Post:
    post = Post.from_db("default", _NAMED, values[: len(_NAMED)])
    post.author = Person.from_db("default", _AUTHOR, values[len(_NAMED) :])
    return post


def thread(person: Person, post: Post, *, after: int | None = None, size: int = THREAD_PAGE) -> Page[CommentRow]:
    """A page of a thread, oldest first: top comments, each followed by its replies. `after` is the cursor.

    Validated answers, then the accepted one, come before the others, each with the whole of its own thread.
    """
    first = first_tops(post)
    page = cut(thread_tops(person, post, after=after or 0, limit=size + 1, apart=first), size=size)
    if first and after is None:
        page = Page([*rows_in_order(person, post, first), *page.rows], page.next_cursor)
    replies = thread_replies(person, post, page.rows)
    ordered = [row for top in page.rows for row in (top, *(reply for reply in replies if reply.parent_id == top.id))]
    return Page(ordered, page.next_cursor)


def thread_tops(person: Person, post: Post, *, after: int, limit: int, apart: Sequence[int]) -> list[CommentRow]:
    """The top comments after that id, oldest first, but for those that come `apart`: see `first_tops`."""
    rows = _tops(person.is_active, person.is_guest, limit, person=person.pk, post=post.pk, after=after, apart=apart)
    return [CommentRow(*row) for row in rows]


def thread_replies(person: Person, post: Post, tops: Sequence[CommentRow]) -> list[CommentRow]:
    """The replies to these, oldest first."""
    rows = _replies(person.is_active, person.is_guest, person=person.pk, post=post.pk, tops=[top.id for top in tops])
    return [CommentRow(*row) for row in rows]


@Prepared
def _tops(
    is_active: bool, is_guest: bool, limit: int, *, person: int, post: int, after: int, apart: Sequence[int]
) -> QuerySet[Comment, Any]:
    readable = access.comments(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    tops = readable.filter(post=post, parent=None, pk__gt=after).exclude(any_of("id", apart))
    return tops.order_by("id").values_list("id", "version", "parent_id")[:limit]


@Prepared
def _replies(is_active: bool, is_guest: bool, *, person: int, post: int, tops: Sequence[int]) -> QuerySet[Comment, Any]:
    readable = access.comments(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    replies = readable.filter(any_of("parent", tops), post=post)
    return replies.order_by("id").values_list("id", "version", "parent_id")[:MAX_REPLIES]


def thread_newer(person: Person, post: Post, *, after: int) -> Sequence[CommentRow]:
    """The comments that came after that id, oldest first."""
    return _comment_rows(access.comments(person).filter(post=post, pk__gt=after), limit=MAX_NEWER)


def rows_in_order(person: Person, post: Post, ids: Sequence[int]) -> list[CommentRow]:
    """These comments of the thread that the person may read, in the order of `ids`; one query, none without ids."""
    if not ids:
        return []
    found = _comment_rows(access.comments(person).filter(post=post, pk__in=ids), limit=len(ids))
    return sorted(found, key=lambda row: ids.index(row.id))


def _page(posts: QuerySet[Post], *, before: int | None, after: int | None, size: int) -> Page[PostRow]:
    if after is not None:
        return Page(_rows(posts.filter(pk__gt=after), limit=MAX_NEWER))
    earlier = Q() if before is None else Q(pk__lt=before)
    return cut(_rows(posts.filter(earlier), limit=size + 1), size=size)


def _rows(posts: QuerySet[Post], *, limit: int) -> list[PostRow]:
    return [PostRow(*row) for row in posts.order_by("-id").values_list("id", "version")[:limit]]


def _comment_rows(comments: QuerySet[Comment], *, limit: int) -> list[CommentRow]:
    return [CommentRow(*row) for row in comments.order_by("id").values_list("id", "version", "parent_id")[:limit]]
