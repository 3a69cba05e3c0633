"""The end of the history: events older than what the organisation keeps are dropped, with the names in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import OperationalError, connection, transaction

from rse.lib.ids import first_id

BATCH = 20_000  # rows in one transaction, so that nobody waits long
LOCK_TIMEOUT = "2s"  # dropping a month stops every reader of the history for an instant: given up if it cannot be had soon
MONTH = re.compile(r"communities_event_y(\d{4})m(\d{2})")


@dataclass(frozen=True)
class Forgotten:
    """Events dropped, and how many whole months among them."""

    events: int = 0
    months: int = 0


def forget_events(*, before: datetime) -> Forgotten:
    """Drop the events of before an instant: whole months at once, the rest in batches. Safe to interrupt and to run again."""
    events = months = 0
    for name in _months_before(before):
        dropped = _drop(name)
        if dropped is not None:
            events, months = events + dropped, months + 1
    while deleted := _delete(before):
        events += deleted
    return Forgotten(events, months)


def _months_before(before: datetime) -> list[str]:
    """Partitions that end before an instant, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = 'communities_event'::regclass ORDER BY c.relname"
        )
        names = [MONTH.fullmatch(name) for (name,) in cursor.fetchall()]
    return [name[0] for name in names if name is not None and _ends(int(name[1]), int(name[2])) <= before]


def _ends(year: int, month: int) -> datetime:
    return (datetime(year, month, 1, tzinfo=UTC) + timedelta(days=32)).replace(day=1)


def _drop(name: str) -> int | None:
    """How many events the month held; None when it is in use: its rows are deleted instead, the empty month another night."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            cursor.execute(f"LOCK TABLE ONLY communities_event, {name} IN ACCESS EXCLUSIVE MODE")
            cursor.execute(f"SELECT count(*) FROM {name}")
            count = int(cursor.fetchone()[0])
            cursor.execute(f"DROP TABLE {name}")
            return count
    except OperationalError:
        return None


@transaction.atomic
def _delete(before: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM communities_event WHERE id IN (SELECT id FROM communities_event WHERE id < %s ORDER BY id LIMIT %s)",
            [first_id(before), BATCH],
        )
        return int(cursor.rowcount)
