"""What has arrived in the history since it was last read, week by week."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from adoption.history.clock import id_bounds, week_of_id
from adoption.history.undone import undone_since


@dataclass(frozen=True)
class Arrivals:
    """The weeks that events after a mark belong to, and those whose past acts they undid."""

    weeks: frozenset[int]
    undone: frozenset[int]


def arrivals(mark: int) -> Arrivals:
    with connection.cursor() as cursor:
        # By the index on seq: asked outright, the oldest id would be looked for along the primary key.
        cursor.execute(
            "WITH fresh AS MATERIALIZED (SELECT id FROM communities_event WHERE seq > %s) SELECT min(id), max(id) FROM fresh",
            [mark],
        )
        oldest_id, newest_id = cursor.fetchone()
        if oldest_id is None:
            return Arrivals(frozenset(), frozenset())
        first, last = week_of_id(oldest_id), week_of_id(newest_id)
        cursor.execute(
            "SELECT DISTINCT width_bucket(id, %s::bigint[]) FROM communities_event WHERE seq > %s",
            [_starts(first, last), mark],
        )
        weeks = frozenset(first + bucket - 1 for (bucket,) in cursor.fetchall())
    return Arrivals(weeks, frozenset(week_of_id(id_) for id_ in undone_since(mark)))


def newest_mark() -> int:
    """The last mark given to an event; what has a lower one may still be on its way (see `settle`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM communities_event_seq")
        return int(cursor.fetchone()[0])


def settle(seconds: float = 0.5) -> bool:
    """Wait for whoever is writing to the history at this moment; False when somebody still is after so many seconds.

    A writer holds a lock on the table from before it draws a mark until its transaction ends: once those seen here are gone, whatever
    has a mark drawn before this call is there to be read, or never will be.
    """
    until = time.monotonic() + seconds
    writing = _writers()
    while writing and time.monotonic() < until:
        time.sleep(0.02)
        writing &= _writers()
    return not writing


def _writers() -> set[str]:
    """The transactions of others that write to the history."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = 'communities_event'::regclass "
            "AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid() "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return {one for (one,) in cursor.fetchall()}


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
