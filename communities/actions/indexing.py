"""The index of search: entries are made from texts, off the path of who writes. The mark is the truth, the task a hint.

Whatever writes, changes, moves, deletes or restores a text records or announces an event, and `events` leaves the mark in the same
transaction. The round over all posts finds what has none: what was there before search was, and what went wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import (
    Attachment,
    Comment,
    FileState,
    FileText,
    PollOption,
    Post,
    PostKind,
    Praise,
    SearchEntry,
    SearchMark,
    SearchRound,
    Story,
)
from rse.lib.file_text import MAX_TEXT, may_have_text
from rse.lib.fold import fold
from rse.lib.search_words import words_of
from rse.lib.text import plain

log = structlog.get_logger(__name__)

EDITION = 1  # raise it when vectors are made otherwise: the next round makes them anew
AT_ONCE = 200
ROUND_STEP = 2_000  # posts looked at in one step of a round
_TRIED_AGAIN_AFTER = timedelta(minutes=5)
_TRIES = 5
_LOCK = 7_318_413
_SAID_APART = {PostKind.POLL.value, PostKind.PRAISE.value, PostKind.STORY.value}

# A heading weighs more than what it heads. French with accents, then without, then English: each finds what the others miss.
# The marks say where a text is and whose: a question about one place looks in that place's part of the index alone.
_VECTOR = (
    "setweight(to_tsvector('french', %(head)s) || to_tsvector('french', %(flat_head)s) || to_tsvector('english', %(flat_head)s), 'A') || "
    "setweight(to_tsvector('french', %(text)s) || to_tsvector('french', %(flat)s) || to_tsvector('english', %(flat)s), 'D') || "
    "array_to_tsvector(%(marks)s::text[])"
)
_PUT = (
    "INSERT INTO communities_searchentry "
    "(place, shape, post_id, comment_id, attachment_id, community_id, author_id, edition, indexed_at, vector) "
    f"VALUES (%(place)s, %(shape)s, %(post)s, %(comment)s, %(attachment)s, %(community)s, %(author)s, %(edition)s, %(at)s, {_VECTOR}) "
)


@dataclass(frozen=True)
class Text:
    """One text to be found: what heads it, what it says, where and whose it is."""

    place: int
    shape: str
    post_id: int
    comment_id: int | None
    attachment_id: int | None
    community_id: int
    author_id: int
    head: str
    text: str

    @property
    def marks(self) -> list[str]:
        """Lexemes that no text has: see `mark`."""
        return [mark("c", self.community_id), mark("a", self.author_id), mark("s", self.shape)]


def mark(about: str, value: int | str) -> str:
    """The lexeme of a community (c), an author (a) or a shape (s)."""
    return f"={about}{value}"


@transaction.atomic
def index_due(at: datetime, *, most: int = AT_ONCE) -> int:
    """Index what waits, the longest first, and forget the marks. Returns how many marks were taken.

    One worker at a time: so the words that are read last are those that are kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    taken = list(SearchMark.objects.filter(due_at__lte=at).order_by("due_at", "pk")[:most])
    if not taken:
        return 0
    SearchMark.objects.filter(pk__in=[row.pk for row in taken]).delete()
    if not _indexed(taken, at):
        for row in taken:  # one of them cannot be: the others are none the worse for it
            if not _indexed([row], at) and row.tries < _TRIES:
                again = at + _TRIED_AGAIN_AFTER * 2**row.tries
                SearchMark.objects.create(post_id=row.post_id, comment_id=row.comment_id, tries=row.tries + 1, due_at=again)
    return len(taken)


def mark_text(post_id: int, comment_id: int | None, *, at: datetime) -> None:
    """Have a text indexed anew where no event tells of it."""
    SearchMark.objects.create(post_id=post_id, comment_id=comment_id, due_at=at)


def begin_round() -> None:
    """Have all posts looked at once more, from the first on."""
    SearchRound.objects.all().delete()


def round_is_over() -> bool:
    """Whether all posts were looked at since the last round began."""
    return SearchRound.objects.exclude(ended_at=None).exists()


@transaction.atomic
def go_on_with_round(at: datetime) -> bool:
    """Look at some posts more, and mark those whose entries are missing or old. Returns False once there are none left.

    Waits as long as much is marked already: then the index is not the one that is behind.
    """
    row, _is_new = SearchRound.objects.select_for_update().get_or_create(pk=1, defaults={"began_at": at})
    if row.ended_at is not None:
        return False
    if SearchMark.objects.count() > 2 * ROUND_STEP:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_MARK_OLD, {"last": row.post_id, "step": ROUND_STEP, "at": at, "edition": EDITION})
        (last,) = cursor.fetchone()
    row.post_id, row.ended_at = last or row.post_id, None if last else at
    row.save(update_fields=["post_id", "ended_at"])
    return last is not None


_OLD = "e.id IS NULL OR e.community_id <> l.community_id OR e.edition <> %(edition)s"
_MARK_OLD = f"""
    WITH looked AS MATERIALIZED (
        SELECT id, community_id, deleted_at, edited_at FROM communities_post WHERE id > %(last)s ORDER BY id LIMIT %(step)s
    ), marked AS (
        INSERT INTO communities_searchmark (post_id, comment_id, due_at, tries)
        SELECT l.id, NULL::bigint, %(at)s::timestamptz, 0 FROM looked l
        LEFT JOIN communities_searchentry e ON e.post_id = l.id AND e.comment_id IS NULL AND e.attachment_id IS NULL
        WHERE CASE WHEN l.deleted_at IS NULL THEN {_OLD} OR l.edited_at > e.indexed_at ELSE e.id IS NOT NULL END
        UNION
        SELECT c.post_id, c.id, %(at)s::timestamptz, 0 FROM looked l JOIN communities_comment c ON c.post_id = l.id
        LEFT JOIN communities_searchentry e ON e.comment_id = c.id AND e.attachment_id IS NULL
        WHERE CASE WHEN l.deleted_at IS NULL AND c.deleted_at IS NULL THEN {_OLD} OR c.edited_at > e.indexed_at ELSE e.id IS NOT NULL END
        UNION
        SELECT a.post_id, a.comment_id, %(at)s::timestamptz, 0 FROM looked l JOIN communities_attachment a ON a.post_id = l.id
        LEFT JOIN communities_comment c ON c.id = a.comment_id
        LEFT JOIN communities_searchentry e ON e.attachment_id = a.id
        WHERE l.deleted_at IS NULL AND c.deleted_at IS NULL AND ({_OLD})
    )
    SELECT max(id) FROM looked
"""


def _indexed(marks: Sequence[SearchMark], at: datetime) -> bool:
    """Whether the entries of these could be made."""
    try:
        with transaction.atomic():
            _index({(row.post_id, row.comment_id) for row in marks}, at)
    except DatabaseError:
        log.exception("index_failed", marks=len(marks), post_id=marks[0].post_id)
        return False
    return True


def _index(keys: Iterable[tuple[int, int | None]], at: datetime) -> None:
    """Make the entries of these texts as they stand now; with a post, those of its thread that are missing or elsewhere."""
    keys = set(keys)
    post_ids = [post for post, comment in keys if comment is None]
    posts = list(Post.objects.filter(pk__in=post_ids, deleted_at=None).defer("body"))
    gone = set(post_ids) - {post.pk for post in posts}
    comments = {comment for _post, comment in keys if comment is not None} | _astray(posts)
    SearchEntry.objects.filter(Q(post__in=post_ids, comment=None) | Q(post__in=gone) | Q(comment__in=comments)).delete()
    _write([*_of_posts(posts, at), *_of_comments(comments, at)], at)


def _astray(posts: Sequence[Post]) -> set[int]:
    """The replies to these posts that have no entry, or one elsewhere: of a thread that moved, or came back."""
    there = SearchEntry.objects.filter(comment=OuterRef("pk"), attachment=None, community=OuterRef("post__community"))
    found = Comment.objects.filter(~Exists(there), post__in=[post.pk for post in posts], deleted_at=None)
    return set(found.values_list("pk", flat=True))


def _of_posts(posts: Sequence[Post], at: datetime) -> list[Text]:
    beside = _said_beside([post for post in posts if post.kind in _SAID_APART])
    made = [
        Text(post.pk, post.kind, post.pk, None, None, post.community_id, post.author_id, post.title, _joined(post, beside))
        for post in posts
    ]
    return made + _of_files(Attachment.objects.filter(post__in=[post.pk for post in posts], comment=None), at)


def _joined(post: Post, beside: dict[int, list[str]]) -> str:
    return " \n ".join([plain(post.body_html), *beside.get(post.pk, [])])


def _said_beside(posts: Sequence[Post]) -> dict[int, list[str]]:
    """What the kinds of these posts say beside their words: choices of a poll, the two parts of a story, what is praised."""
    said: dict[int, list[str]] = {}
    ids = [post.pk for post in posts]
    if not ids:
        return said
    for post_id, label in PollOption.objects.filter(poll__in=ids).order_by("poll", "position").values_list("poll_id", "label"):
        said.setdefault(post_id, []).append(label)
    for post_id, what_for in Praise.objects.filter(post__in=ids).values_list("post_id", "what_for"):
        said.setdefault(post_id, []).append(what_for)
    parts = ("situation", "change", "unit", "period", "countersign_note")
    for post_id, *words in Story.objects.filter(post__in=ids).values_list("post_id", *parts):
        said.setdefault(post_id, []).extend(word for word in words if word)
    return said


def _of_comments(ids: Iterable[int], at: datetime) -> list[Text]:
    standing = Comment.objects.filter(pk__in=list(ids), deleted_at=None, post__deleted_at=None)
    rows = list(standing.values_list("pk", "post_id", "post__community_id", "author_id", "body_html"))
    made = [Text(pk, "comment", post, pk, None, community, author, "", plain(html)) for pk, post, community, author, html in rows]
    return made + _of_files(Attachment.objects.filter(comment__in=[pk for pk, *_others in rows]), at)


def _of_files(files: QuerySet[Attachment], at: datetime) -> list[Text]:
    """Files are found by their names at once, by what they hold once that was read."""
    rows = list(files)
    readable = [FileText(attachment=row, due_at=at) for row in rows if may_have_text(row.name.rpartition(".")[2])]
    FileText.objects.bulk_create(readable, ignore_conflicts=True)
    texts = dict(FileText.objects.filter(attachment__in=rows, state=FileState.READ).values_list("attachment_id", "text"))
    return [
        Text(
            row.published_id or 0, "document", row.post_id or 0, row.comment_id, row.pk, row.community_id or 0, row.owner_id,
            f"{row.name} {row.alt}", texts.get(row.pk, ""),
        )
        for row in rows
    ]  # fmt: skip


def _write(texts: Sequence[Text], at: datetime) -> None:
    with connection.cursor() as cursor:
        for each in texts:
            words = words_of(each.text[:MAX_TEXT])
            head = words_of(each.head)
            values = {
                "place": each.place, "shape": each.shape, "post": each.post_id, "comment": each.comment_id,
                "attachment": each.attachment_id, "community": each.community_id, "author": each.author_id, "edition": EDITION, "at": at,
                "head": " ".join(head), "flat_head": fold(" ".join(head)), "marks": each.marks,
            }  # fmt: skip
            _put(cursor, values, words)


def _put(cursor: Any, values: dict[str, Any], words: list[str]) -> None:
    """A vector holds a megabyte: of a text with too many different words the beginning is found."""
    text = " ".join(words)
    try:
        with transaction.atomic():
            cursor.execute(_PUT, values | {"text": text, "flat": fold(text)})
    except DatabaseError:
        if len(words) < 1_000:
            raise
        _put(cursor, values, words[: len(words) // 2])
