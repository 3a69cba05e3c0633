"""Keyset pages: a page is asked for by the key of the last row seen, never by a number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rse.lib.ids import id_in

T = TypeVar("T")
PAGE_SIZE = 20
MAX_PAGE_SIZE = 100


class BadCursor(ValueError):
    """The cursor of the address is not one that a page of ours gave."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """`rows`, and the cursor of the next page, or None on the last one."""

    rows: Sequence[T]
    next_cursor: str | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def parse_cursor(raw: str | None) -> int | None:
    """The id that a cursor holds; None when there is none.

    Raises BadCursor on anything else.
    """
    if raw is None or raw == "":
        return None
    if (id_ := id_in(raw)) is None:
        raise BadCursor(raw[:40])
    return id_


def cut(rows: Sequence[T], *, size: int) -> Page[T]:
    """A page of the first `size` of `rows`, which were fetched with one row more to know the end."""
    kept = rows[:size]
    if len(rows) <= size or not kept:
        return Page(kept)
    last = kept[-1]
    return Page(kept, str(getattr(last, "id", last)))
