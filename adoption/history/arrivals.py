"""What has arrived in the history since it was last read, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from adoption.history.clock import id_bounds, week_of_id
from adoption.history.undone import undone_since


@dataclass(frozen=True)
class Arrivals:
    """The weeks that events after a mark belong to, those whose past acts they undid, and the newest mark."""

    weeks: frozenset[int]
    undone: frozenset[int]
    mark: int


def arrivals(mark: int) -> Arrivals:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0), min(id), max(id) FROM communities_event WHERE seq > %s", [mark])
        newest, oldest_id, newest_id = cursor.fetchone()
        if oldest_id is None:
            return Arrivals(frozenset(), frozenset(), mark)
        first, last = week_of_id(oldest_id), week_of_id(newest_id)
        cursor.execute(
            "SELECT DISTINCT width_bucket(id, %s::bigint[]) FROM communities_event WHERE seq > %s",
            [_starts(first, last), mark],
        )
        weeks = frozenset(first + bucket - 1 for (bucket,) in cursor.fetchall())
    return Arrivals(weeks, frozenset(week_of_id(id_) for id_ in undone_since(mark)), newest)


def newest_mark() -> int:
    """The newest mark of the history, for a first reading of everything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM communities_event")
        return int(cursor.fetchone()[0])


def fingerprints(weeks: Sequence[int]) -> dict[int, tuple[int, Decimal]]:
    """For each week how many events it holds and the sum of their seq; both 0 for an empty one."""
    found = {week: (0, Decimal(0)) for week in weeks}
    if not weeks:
        return found
    first, last = min(weeks), max(weeks)
    low, high = id_bounds(first, last)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT width_bucket(id, %s::bigint[]), count(*), sum(seq) FROM communities_event WHERE id >= %s AND id < %s GROUP BY 1",
            [_starts(first, last), low, high],
        )
        for bucket, count, total in cursor.fetchall():
            if first + bucket - 1 in found:
                found[first + bucket - 1] = (count, Decimal(total))
    return found


def first_week() -> int | None:
    """The week of the oldest event, None without any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM communities_event")
        (oldest,) = cursor.fetchone()
    return None if oldest is None else week_of_id(oldest)


def _starts(first: int, last: int) -> list[int]:
    return [id_bounds(week, week)[0] for week in range(first, last + 1)]
