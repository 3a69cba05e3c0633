"""The history: every write tells what happened here, in its own transaction.

`record` writes one Event row, `record_many` a batch (imports, demo). After the commit the listeners
that `apps.py` registered hear of it: live, and the notifications' task.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from typing import Protocol

import structlog
from django.db import IntegrityError, connection, transaction
from psycopg2.extras import execute_values

from communities.models import Event
from communities.models.event import Verb
from rse.lib.bulk import copy_text
from rse.lib.ids import first_id, new_id, new_ids

log = structlog.get_logger(__name__)

NOTIFYING = {
    Verb.POST,
    Verb.MENTION,
    Verb.COMMENT,
    Verb.REQUEST,
    Verb.DECIDE,
    Verb.INVITE,
    Verb.ACCEPT,
    Verb.HAND_OVER,
    Verb.ANNOUNCE,
    Verb.COUNTERSIGN,
    Verb.DUE,
    Verb.ASK,
    Verb.REVIEW,
    Verb.NAME,
    Verb.REPORT,
    Verb.MOVE,
}
_COLUMNS = "id, at, actor_id, verb, community_id, object_type, object_id, root_id, target_id, via, source"
_BATCH = 5_000
_MANY = 500  # rows from which COPY is worth its while
_ATTEMPTS = 50
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class NewEvent:
    """An event to come: everything but its id and its order of arrival."""

    at: datetime
    verb: str
    actor_id: int | None = None
    community_id: int | None = None
    object_type: str = ""
    object_id: int | None = None
    root_id: int | None = None
    target_id: int | None = None
    via: str = ""
    source: str = "web"


Listener = Callable[[Event], None]
_listeners: list[Listener] = []


class SeenListener(Protocol):
    def __call__(self, *, person_id: int, verb: str, object_id: int, at: datetime) -> None: ...


_seen_listeners: list[SeenListener] = []


class LinkListener(Protocol):
    def __call__(self, *, page_id: int) -> object: ...


_link_listeners: list[LinkListener] = []


def listen(listener: Listener) -> None:
    """Have `listener` called with each event after its transaction has committed."""
    if listener not in _listeners:
        _listeners.append(listener)


def listen_seen(listener: SeenListener) -> None:
    """Have `listener` called with each visit or profile view that a door saw."""
    if listener not in _seen_listeners:
        _seen_listeners.append(listener)


def listen_link(listener: LinkListener) -> None:
    """Have `listener` called with each page that is to be looked up, once the transaction has committed."""
    if listener not in _link_listeners:
        _link_listeners.append(listener)


def hint_link(*, page_id: int) -> None:
    """Say that a page is to be looked up: a hint, what is lost of it is swept. Never raises."""
    transaction.on_commit(partial(_tell_link, page_id), robust=True)


def hint_seen(*, person_id: int, verb: str, at: datetime, object_id: int = 0) -> None:
    """Say that someone came by: a hint for the listeners, who record it off the path of the answer. Never raises."""
    for listener in _seen_listeners:
        try:
            listener(person_id=person_id, verb=verb, object_id=object_id, at=at)
        except Exception:
            log.exception("seen_listener_failed", verb=verb)


def record(event: NewEvent) -> Event:
    """Write one event in the present transaction, and tell the listeners once it has committed."""
    row = _insert(event)
    if event.verb in NOTIFYING:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO communities_pendingevent (event_id, at) VALUES (%s, %s)", [row.id, event.at])
    transaction.on_commit(partial(_tell, row), robust=True)
    return row


def announce(event: NewEvent) -> None:
    """Tell the listeners once the present transaction has committed, and write nothing: of what is no event of the history."""
    row = _row(new_id(event.at), event)
    transaction.on_commit(partial(_tell, row), robust=True)


def record_many(events: Iterable[NewEvent]) -> int:
    """Write a batch without waking anyone: imports and the demo. Returns how many were written."""
    written = 0
    batch: list[NewEvent] = []
    for event in events:
        batch.append(event)
        if len(batch) == _BATCH:
            written += _write(batch)
            batch = []
    return written + (_write(batch) if batch else 0)


def ensure_partitions(instants: Iterable[datetime]) -> None:
    """Make the monthly partitions that hold these instants, unless the default one already holds rows of that month."""
    for month in sorted({(at.astimezone(UTC).year, at.astimezone(UTC).month) for at in instants}):
        _make_partition(*month)


def _insert(event: NewEvent) -> Event:
    with connection.cursor() as cursor:
        for _attempt in range(5):
            row = _row(new_id(event.at), event)
            cursor.execute(
                f"INSERT INTO communities_event ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING RETURNING seq",
                _columns(row.id, event),
            )
            if found := cursor.fetchone():
                row.seq = found[0]
                return row
    raise RuntimeError(f"no free id at {event.at.isoformat()}")


def _write(batch: Sequence[NewEvent]) -> int:
    """Insert a batch. Of what happened in one millisecond few ids are drawn at random: those already taken are drawn again."""
    ensure_partitions(event.at for event in batch)
    left = list(batch)
    for attempt in range(_ATTEMPTS):
        rows = dict(zip(new_ids(event.at for event in left), left, strict=True))
        if attempt == 0 and len(rows) >= _MANY and _copied(rows):
            return len(batch)
        written = _inserted(rows)
        if len(written) == len(rows):
            return len(batch)
        left = [rows[id_] for id_ in rows.keys() - written]
    raise RuntimeError(f"no free id at {left[0].at.isoformat()}")


def _copied(rows: dict[int, NewEvent]) -> bool:
    """Write rows the quick way, all or none: False when an id is taken."""
    lines = ("\t".join(map(_copyable, _columns(id_, event))) for id_, event in rows.items())
    text = StringIO("\n".join(lines))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            copy_text(cursor, f"COPY communities_event ({_COLUMNS}) FROM STDIN", text)
    except IntegrityError:
        return False
    return True


def _copyable(value: int | str | datetime | None) -> str:
    if value is None:
        return "\\N"
    text = str(value)
    return text.translate(_ESCAPED) if isinstance(value, str) else text


def _inserted(rows: dict[int, NewEvent]) -> set[int]:
    """Write the rows whose ids are free. Returns these ids."""
    with connection.cursor() as cursor:
        written = execute_values(
            cursor,
            f"INSERT INTO communities_event ({_COLUMNS}) VALUES %s ON CONFLICT DO NOTHING RETURNING id",
            [_columns(id_, event) for id_, event in rows.items()],
            page_size=1_000,
            fetch=True,
        )
    return {id_ for (id_,) in written}


def _make_partition(year: int, month: int) -> None:
    start = datetime(year, month, 1, tzinfo=UTC)
    end = (start + timedelta(days=32)).replace(day=1)
    name = f"communities_event_y{year:04d}m{month:02d}"
    low, high = first_id(start), first_id(end)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        if cursor.fetchone()[0]:
            return
        cursor.execute("SELECT pg_advisory_xact_lock(7318412)")
        cursor.execute(
            "SELECT to_regclass(%s) IS NOT NULL OR EXISTS (SELECT 1 FROM communities_event_default WHERE id >= %s AND id < %s)",
            [name, low, high],
        )
        if not cursor.fetchone()[0]:
            cursor.execute(f"CREATE TABLE {name} PARTITION OF communities_event FOR VALUES FROM ({low}) TO ({high})")


def _row(id_: int, event: NewEvent) -> Event:
    return Event(
        id=id_,
        at=event.at,
        actor_id=event.actor_id,
        verb=event.verb,
        community_id=event.community_id,
        object_type=event.object_type,
        object_id=event.object_id,
        root_id=event.root_id,
        target_id=event.target_id,
        via=event.via,
        source=event.source,
    )


def _columns(id_: int, event: NewEvent) -> "tuple[int | str | datetime | None, ...]":
    return (
        id_, event.at, event.actor_id, event.verb, event.community_id, event.object_type,
        event.object_id, event.root_id, event.target_id, event.via, event.source,
    )  # fmt: skip


def _tell(row: Event) -> None:
    for listener in _listeners:
        try:
            listener(row)
        except Exception:
            log.exception("listener_failed", listener=getattr(listener, "__qualname__", "?"), event_id=row.id)


def _tell_link(page_id: int) -> None:
    for listener in _link_listeners:
        listener(page_id=page_id)
