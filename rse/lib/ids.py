"""Ids of posts, comments and events: ordered by date, unguessable, unique within a batch.

63 bits: 42 of milliseconds since the Unix epoch (until the year 2109), then 21 bits drawn at
random. Sorting by id sorts by date, imported history included.
"""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

RANDOM_BITS = 21
_RANDOM_SPAN = 1 << RANDOM_BITS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def new_id(at: datetime) -> int:
    """An id for something that happened at `at` (aware, from 1970 on)."""
    return first_id(at) | secrets.randbelow(_RANDOM_SPAN)


def new_ids(instants: Iterable[datetime]) -> list[int]:
    """One id per instant, all different, each in the order of its instant."""
    taken: set[int] = set()
    ids: list[int] = []
    for at in instants:
        candidate = new_id(at)
        while candidate in taken:
            candidate = new_id(at)
        taken.add(candidate)
        ids.append(candidate)
    return ids


def first_id(at: datetime) -> int:
    """The smallest id that anything of that millisecond can have: a bound for ranges by date."""
    milliseconds = (at - _EPOCH) // _MILLISECOND
    if milliseconds < 0 or milliseconds >= 1 << 42:
        raise ValueError(f"no id can be made for {at.isoformat()}")
    return milliseconds << RANDOM_BITS


def instant_of(id_: int) -> datetime:
    """When the thing with this id happened, to the millisecond, in UTC."""
    return _EPOCH + (id_ >> RANDOM_BITS) * _MILLISECOND


def hours_between(earlier: int, later: int) -> float:
    """Between what these two ids stand for, to the millisecond."""
    return ((later >> RANDOM_BITS) - (earlier >> RANDOM_BITS)) / 3_600_000


def id_in(text: int | str) -> int | None:
    """The id that somebody sent, 63 bits in digits; None when it is none. Python refuses to read numbers of thousands of digits."""
    digits = str(text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 19:
        return None
    number = int(digits)
    return number if number < 1 << 63 else None
