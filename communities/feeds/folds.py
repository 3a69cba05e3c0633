"""A thread as whoever comes back reads it: the comments that they have not seen and the last two, those between them folded.

All comments of a thread come in one light query, in which the page, what is folded and what is new are found.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet, Subquery

from communities import access
from communities.feeds.posts import MAX_REPLIES, THREAD_PAGE, CommentRow, thread_replies
from communities.feeds.reliance import first_tops
from communities.models import Comment, Post, ThreadSeen
from rse.lib.prepared import Prepared, any_of
from rse.people.models import Person

WHOLE = 1_000  # beyond, a thread is read page by page, nothing folded and nothing marked
LAST = 2
FEWEST = 3  # to fold fewer saves no room
FOLDS_FROM = LAST + FEWEST


class Line(NamedTuple):
    """A comment of a thread, before anybody renders it."""

    id: int
    version: int
    parent_id: int | None
    is_own: bool
    is_gone: bool


class Fold(NamedTuple):
    """So many comments that are not shown, between two top comments, or with `top` the first replies to that one.

    `after` and `until` are ids: what is folded lies between them.
    """

    size: int
    after: int
    until: int
    top: int | None = None


@dataclass(frozen=True)
class Sight:
    """A thread, and what its reader has seen of it; `seen` is None of who opens it for the first time."""

    lines: Sequence[Line]
    seen: int | None

    @property
    def newest(self) -> int:
        return self.lines[-1].id if self.lines else 0

    @property
    def unread(self) -> frozenset[int]:
        """The comments of others that came since. To who never saw the thread all are new, and none is marked."""
        if self.seen is None:
            return frozenset()
        return frozenset(line.id for line in self.lines if line.id > self.seen and not line.is_own and not line.is_gone)

    def row(self, id_: int) -> CommentRow | None:
        """That comment of the thread, deleted or not."""
        return next((_row(line) for line in self.lines if line.id == id_), None)

    def seen_with(self, shown: Iterable[int]) -> int | None:
        """Up to which id all was seen once these were; None when that is nothing new."""
        held, seen = set(shown), self.seen or 0
        missed = next((line.id for line in self.lines if line.id > seen and line.id not in held), None)
        up_to = self.newest if missed is None else missed - 1
        return up_to if up_to > seen and any(seen < id_ <= up_to for id_ in held) else None


@dataclass(frozen=True)
class FoldedPage:
    """The rows of a first page; what is folded before a top comment (0: after the last) and among its first replies."""

    rows: list[CommentRow]
    next_cursor: str | None = None
    before: dict[int, Fold] = field(default_factory=dict)
    within: dict[int, Fold] = field(default_factory=dict)


def sight(person: Person, post: Post) -> Sight | None:
    """A thread that this person may read and what they have seen of it. One query; None of a thread that is too long."""
    rows = _lines(person.is_active, person.is_guest, person=person.pk, post=post.pk)
    if len(rows) > WHOLE:
        return None
    lines = [Line(id_, version, parent, author == person.pk, gone is not None) for id_, version, parent, author, gone, _seen in rows]
    return Sight(lines, rows[0][5] if rows else None)


@Prepared
def _lines(is_active: bool, is_guest: bool, *, person: int, post: int) -> QuerySet[Comment, Any]:
    readable = access.comments(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    seen = Subquery(ThreadSeen.objects.filter(person=person, post=post).values("last_id"))
    return (
        readable.filter(post=post)
        .annotate(seen=seen)
        .order_by("id")
        .values_list("id", "version", "parent_id", "author_id", "deleted_at", "seen")[: WHOLE + 1]
    )


def folded_page(post: Post, seen: Sight, *, keep: Collection[int] = (), folds: bool = True, size: int = THREAD_PAGE) -> FoldedPage:
    """The first page of a thread. Answers that come first are whole; `keep` are comments that must be on it."""
    replies: dict[int, list[Line]] = {line.id: [] for line in seen.lines if line.parent_id is None}
    tops = {line.id: line for line in seen.lines if line.parent_id is None}
    for line in seen.lines:
        if line.parent_id in replies:
            replies[line.parent_id].append(line)
    last = [line.id for line in seen.lines if not line.is_gone][-LAST:]
    shown = {line.id for line in seen.lines if not folds or seen.seen is None or line.id > seen.seen or line.id in last or line.id in keep}
    first = [id_ for id_ in first_tops(post) if id_ in tops]
    page = FoldedPage([_row(each) for id_ in first for each in (tops[id_], *replies[id_])])
    rest = _unfolded([id_ for id_ in tops if id_ not in first], tops, replies, shown)
    above, hidden, count = 0, 0, 0
    for id_, is_shown in rest:
        if not is_shown:
            hidden += _count([tops[id_], *replies[id_]])
            continue
        if count == size:
            return FoldedPage(page.rows, str(above), page.before, page.within)
        if hidden:
            page.before[id_] = Fold(hidden, above, id_)
        page.rows.append(_row(tops[id_]))
        page.rows.extend(_replies(id_, replies[id_], shown, page))
        above, hidden, count = id_, 0, count + 1
    if hidden:
        page.before[0] = Fold(hidden, above, (1 << 63) - 1)
    return page


def _unfolded(ids: Sequence[int], tops: dict[int, Line], replies: dict[int, list[Line]], shown: Collection[int]) -> list[tuple[int, bool]]:
    """Top comments and whether each is shown, with its replies: a run too short to be folded is."""
    marked: list[tuple[int, bool]] = []
    run: list[int] = []

    def close() -> None:
        is_short = sum(_count([tops[id_], *replies[id_]]) for id_ in run) < FEWEST
        marked.extend((id_, is_short) for id_ in run)
        run.clear()

    for id_ in ids:
        if id_ in shown or any(reply.id in shown for reply in replies[id_]):
            close()
            marked.append((id_, True))
        else:
            run.append(id_)
    close()
    return marked


def _replies(top: int, lines: list[Line], shown: Collection[int], page: FoldedPage) -> list[CommentRow]:
    """The replies to a top comment that is shown, without the first ones when these were seen and are many."""
    start = next((place for place, line in enumerate(lines) if line.id in shown), len(lines))
    hidden = _count(lines[:start])
    is_whole = hidden < FEWEST or (top not in shown and start == len(lines))
    if not is_whole:
        page.within[top] = Fold(hidden, 0, lines[start].id if start < len(lines) else (1 << 63) - 1, top)
    room = MAX_REPLIES - sum(1 for row in page.rows if row.parent_id)
    return [_row(line) for line in lines[0 if is_whole else start :][: max(room, 0)]]


def _row(line: Line) -> CommentRow:
    return CommentRow(line.id, line.version, line.parent_id)


def _count(lines: Iterable[Line]) -> int:
    return sum(not line.is_gone for line in lines)


def thread_between(person: Person, post: Post, *, after: int, until: int, top: int = 0, size: int = THREAD_PAGE) -> FoldedPage:
    """What was folded: the top comments between two ids, the nearest to the second, each with its replies; what is left of it.

    With `top`, the replies to that comment instead. Three queries.
    """
    viewer = person.is_active, person.is_guest
    if top:
        rows = [row for row in thread_replies(person, post, [CommentRow(top, 0, None)]) if row.id < until]
        return FoldedPage(rows)
    apart = first_tops(post)
    nearest = _between(*viewer, size + 1, person=person.pk, post=post.pk, after=after, until=until, apart=apart)
    tops = [CommentRow(*row) for row in reversed(nearest[:size])]
    replies = thread_replies(person, post, tops)
    page = FoldedPage([row for each in tops for row in (each, *(reply for reply in replies if reply.parent_id == each.id))])
    if len(nearest) > size:
        page.before[tops[0].id] = Fold(_left(person, post, after, tops[0].id, apart), after, tops[0].id)
    return page


@Prepared
def _between(
    is_active: bool, is_guest: bool, limit: int, *, person: int, post: int, after: int, until: int, apart: Sequence[int]
) -> QuerySet[Comment, Any]:
    readable = access.comments(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    tops = readable.filter(post=post, parent=None, pk__gt=after, pk__lt=until).exclude(any_of("id", apart))
    return tops.order_by("-id").values_list("id", "version", "parent_id")[:limit]


def _left(person: Person, post: Post, after: int, until: int, apart: Sequence[int]) -> int:
    """How many comments lie there, replies included."""
    there = access.comments(person).filter(post=post, deleted_at=None)
    tops = there.filter(parent=None, pk__gt=after, pk__lt=until).exclude(pk__in=apart)
    return tops.count() + there.filter(parent__gt=after, parent__lt=until).exclude(parent__in=apart).count()
