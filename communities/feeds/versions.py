"""What a post or a comment said over time, the latest first, and what changed from one time to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from communities.feeds.said import FieldRow, Names, field_rows, file_pieces, people_said
from communities.models import Comment, Post, TextVersion, details_said, files_said
from rse.lib.pages import Page
from rse.lib.word_diff import Piece, word_diff
from rse.people.models import Person

VERSIONS_PAGE = 10


@dataclass(frozen=True)
class _Words:
    at: datetime
    title: str
    body: str
    details: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[Sequence[str]] = ()
    removed_at: datetime | None = None
    removed_by_id: int | None = None


@dataclass(frozen=True)
class VersionRow:
    """Words that stood from a moment on; the pieces tell them from those before.

    Where either were taken away there is nothing to tell apart: the words that are left stand whole.
    """

    number: int
    words: _Words
    earlier: _Words | None
    is_present: bool
    removed_by: Person | None = None
    names: Names = field(default_factory=dict)

    @property
    def is_removed(self) -> bool:
        return self.words.removed_at is not None

    @property
    def follows_removed(self) -> bool:
        return self.earlier is not None and self.earlier.removed_at is not None

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def title_pieces(self) -> Sequence[Piece]:
        before = self.words if self.earlier is None or self.follows_removed else self.earlier
        return [] if self.is_removed else word_diff(before.title, self.words.title)

    @property
    def body_pieces(self) -> Sequence[Piece]:
        if self.is_removed:
            return []
        if self.earlier is None or self.follows_removed:
            return [Piece("same", self.words.body)]
        return word_diff(self.earlier.body, self.words.body)

    @property
    def fields(self) -> list[FieldRow]:
        """What its kind says beside the words, where that is new."""
        return [] if self.is_removed else field_rows(self.words.details, self._before.details if self._before else None, self.names)

    @property
    def files(self) -> list[Piece]:
        """The names of its files, where they are others than before."""
        return [] if self.is_removed else file_pieces(self.words.files, self._before.files if self._before else None)

    @property
    def file_names(self) -> list[str]:
        return [name for _token, name in self.words.files]

    @property
    def _before(self) -> _Words | None:
        return None if self.follows_removed else self.earlier


def versions(content: Post | Comment, *, before: int | None = None, size: int = VERSIONS_PAGE) -> Page[VersionRow]:
    """The versions of a text that was got through access, the present one first. The cursor is the number of the last one."""
    post, comment = (content, None) if isinstance(content, Post) else (content.post, content)
    kept = TextVersion.objects.filter(post=post, comment=comment).order_by("id")
    newest = kept.count() + 1
    top = newest if before is None else min(before - 1, newest)
    bottom = max(0, top - size)  # the number of the one before the page, to compare with
    columns = kept.values_list("at", "title", "body", "details", "files", "removed_at", "removed_by")
    words = [_Words(*row) for row in columns[max(0, bottom - 1) : top]]
    if top == newest:
        title = post.title if comment is None else ""
        words.append(_Words(content.edited_at or content.at, title, content.body, details_said(content), files_said(content)))
    first = max(1, bottom)
    people = Person.objects.in_bulk({each.removed_by_id for each in words if each.removed_by_id})
    names = people_said(each.details for each in words)
    rows = [_row(number, words, first, newest, people, names) for number in range(top, bottom, -1)]
    return Page(rows, str(bottom + 1) if bottom else None)


def _row(number: int, words: Sequence[_Words], first: int, newest: int, people: Mapping[int, Person], names: Names) -> VersionRow:
    earlier, own = words[number - first - 1] if number > 1 else None, words[number - first]
    return VersionRow(number, own, earlier, is_present=number == newest, removed_by=people.get(own.removed_by_id or 0), names=names)
