"""Feeds of posts and threads of comments: which, in what order. Always over access.posts(person)."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet

from communities import access
from communities.feeds.communities import MyCommunity, my_communities
from communities.models import Comment, Community, Post
from rse.lib.pages import PAGE_SIZE, Page, cut
from rse.lib.prepared import Prepared, Statement, any_of
from rse.people.models import Person

FRESH_SOURCES = 2 * PAGE_SIZE  # enough for a first page, whatever was deleted since
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


def home_feed(
    person: Person, *, before: int | None = None, after: int | None = None, everything: bool = False, size: int = PAGE_SIZE
) -> Page[PostRow]:
    """The newest posts of one's communities; with `everything`, of all that one may read.

    `before` is the cursor of the page; `after` asks for what is newer than that id instead.
    """
    if everything:
        return _page(access.posts(person), before=before, after=after, size=size)
    limit = (MAX_NEWER if after is not None else size) + 1
    return cut(_newest_of_sources(person, before=before, after=after, limit=limit), size=limit - 1)


def community_feed(
    person: Person, community: Community, *, before: int | None = None, after: int | None = None, size: int = PAGE_SIZE
) -> Page[PostRow]:
    """The newest posts of one community."""
    if after is not None:
        return _page(access.posts(person).filter(community=community), before=None, after=after, size=size)
    rows = _of_community(person.is_active, person.is_guest, size + 1, person=person.pk, community=community.pk, before=_bound(before))
    return cut([PostRow(*row) for row in rows], size=size)


@Prepared
def _of_community(is_active: bool, is_guest: bool, limit: int, *, person: int, community: int, before: int) -> QuerySet[Post, Any]:
    readable = access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    return readable.filter(community=community, pk__lt=before).order_by("-id").values_list("id", "version")[:limit]


def profile_feed(person: Person, author: Person, *, before: int | None = None, size: int = PAGE_SIZE) -> Page[PostRow]:
    """What someone posted, of what the viewer may read."""
    rows = _of_author(person.is_active, person.is_guest, size + 1, person=person.pk, author=author.pk, before=_bound(before))
    return cut([PostRow(*row) for row in rows], size=size)


@Prepared
def _of_author(is_active: bool, is_guest: bool, limit: int, *, person: int, author: int, before: int) -> QuerySet[Post, Any]:
    readable = access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    return readable.filter(author=author, pk__lt=before).order_by("-id").values_list("id", "version")[:limit]


def _bound(before: int | None) -> int:
    """Above every id when there is no cursor."""
    return (1 << 63) - 1 if before is None else before


def waiting_questions(person: Person, *, communities: Sequence[MyCommunity] | None = None, size: int = 3) -> Sequence[Post]:
    """The newest questions of one's communities that nobody has answered, one's own left out.

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
        WITH near AS MATERIALIZED (
            SELECT p.id FROM unnest(%(communities)s) source(id)
            CROSS JOIN LATERAL (
                SELECT id FROM communities_post
                WHERE community_id = source.id AND kind = 'question' AND comment_count = 0 AND deleted_at IS NULL
                    AND author_id <> %(person)s
                ORDER BY id DESC LIMIT {size}
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

    The accepted answer comes before the others, with the whole of its own thread.
    """
    viewer = person.is_active, person.is_guest
    first = _top_of_answer(post)
    tops = _tops(*viewer, size + 1, person=person.pk, post=post.pk, after=after or 0, apart=first or 0)
    page = cut([CommentRow(*row) for row in tops], size=size)
    if first and after is None:
        answer = _comment_rows(access.comments(person).filter(post=post, pk=first), limit=1)
        page = Page([*answer, *page.rows], page.next_cursor)
    under = _replies(*viewer, person=person.pk, post=post.pk, tops=[top.id for top in page.rows])
    replies = [CommentRow(*row) for row in under]
    ordered = [row for top in page.rows for row in (top, *(reply for reply in replies if reply.parent_id == top.id))]
    return Page(ordered, page.next_cursor)


@Prepared
def _tops(is_active: bool, is_guest: bool, limit: int, *, person: int, post: int, after: int, apart: int) -> QuerySet[Comment, Any]:
    readable = access.comments(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    tops = readable.filter(post=post, parent=None, pk__gt=after).exclude(pk=apart)
    return tops.order_by("id").values_list("id", "version", "parent_id")[:limit]


@Prepared
def _replies(is_active: bool, is_guest: bool, *, person: int, post: int, tops: Sequence[int]) -> QuerySet[Comment, Any]:
    readable = access.comments(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    replies = readable.filter(any_of("parent", tops), post=post)
    return replies.order_by("id").values_list("id", "version", "parent_id")[:MAX_REPLIES]


def thread_newer(person: Person, post: Post, *, after: int) -> Sequence[CommentRow]:
    """The comments that came after that id, oldest first."""
    return _comment_rows(access.comments(person).filter(post=post, pk__gt=after), limit=MAX_NEWER)


def _top_of_answer(post: Post) -> int | None:
    """The comment that is the accepted answer, or that it replies to."""
    answer = post.accepted_comment
    return None if answer is None else answer.parent_id or answer.pk


def _page(posts: QuerySet[Post], *, before: int | None, after: int | None, size: int) -> Page[PostRow]:
    if after is not None:
        return Page(_rows(posts.filter(pk__gt=after), limit=MAX_NEWER))
    earlier = Q() if before is None else Q(pk__lt=before)
    return cut(_rows(posts.filter(earlier), limit=size + 1), size=size)


def _rows(posts: QuerySet[Post], *, limit: int) -> list[PostRow]:
    return [PostRow(*row) for row in posts.order_by("-id").values_list("id", "version")[:limit]]


def _comment_rows(comments: QuerySet[Comment], *, limit: int) -> list[CommentRow]:
    return [CommentRow(*row) for row in comments.order_by("id").values_list("id", "version", "parent_id")[:limit]]


@Prepared
def _readable(is_active: bool, is_guest: bool, *, person: int) -> QuerySet[Post, Any]:
    viewer = access.as_viewer(person, is_active=is_active, is_guest=is_guest)
    return access.posts(viewer).values_list("id", "version")


def _newest_of_sources(person: Person, *, before: int | None, after: int | None, limit: int) -> list[PostRow]:
    """The newest of each community of the person, then the newest of these, of those that the rule lets them read.

    The first page looks at the freshest communities only; the next ones at all of them.
    """
    try:
        statement = _near(person.is_active, person.is_guest, before is not None, after is not None, limit)
    except EmptyResultSet:  # a closed account reads nothing
        return []
    bounds = {name: bound for name, bound in (("before", before), ("after", after)) if bound is not None}
    return [PostRow(*row) for row in statement.rows(person=person.pk, **bounds)]


@cache
def _near(is_active: bool, is_guest: bool, has_before: bool, has_after: bool, limit: int) -> Statement:
    """The statement of the home feed, around the rule. It names only the bounds that there are: of a statement planned once,
    two bounds look so narrow that PostgreSQL would rather sort what lies between them than walk the index."""
    rule = _readable.sql(is_active, is_guest, person=0)
    fresh_only = "" if has_before else f"ORDER BY c.last_post_id DESC LIMIT {FRESH_SOURCES}"
    bounds = "AND id < %(before)s " * has_before + "AND id > %(after)s" * has_after
    return Statement(f"""
        WITH near AS MATERIALIZED (
            SELECT p.id FROM (
                SELECT c.id FROM communities_membership m JOIN communities_community c ON c.id = m.community_id
                WHERE m.person_id = %(person)s AND c.last_post_id > {"%(after)s" if has_after else 0} {fresh_only}
            ) source
            CROSS JOIN LATERAL (
                SELECT id FROM communities_post
                WHERE community_id = source.id AND deleted_at IS NULL {bounds}
                ORDER BY id DESC LIMIT {limit}
            ) p
            ORDER BY p.id DESC LIMIT {limit}
        )
        SELECT r.id, r.version FROM ({rule}) r(id, version) WHERE r.id IN (SELECT id FROM near) ORDER BY r.id DESC
    """)
