"""The events of a foreign log, with what the log lets us work out, put into the history once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import connection

from adoption.history.founding import Places
from adoption.history.hands import Hand
from adoption.history.listed import Directory
from adoption.history.logs import LogLine, Problem
from adoption.history.problems import Problems
from communities.events import NewEvent
from rse.lib.ids import RANDOM_BITS, first_id

SOURCE = "import:log"
BATCH = 5_000
WRITING = {"post": "post", "comment": "comment", "upload": "upload"}
ABOUT = ("comment", "reaction", "unreact", "delete")  # have whoever wrote it as their target
WITHIN = ("reaction", "unreact", "mention", "poll_vote")  # are of the thread of what they are about
MAX_VIA = 80


@lru_cache(maxsize=1 << 16)
def number63(text: str) -> int | None:
    """A foreign id as a positive 63-bit number, the same at every run."""
    if not text:
        return None
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1


class Threads:
    """What was written, by whom and, where answers may be answered, in which thread; lines come in the order of their dates."""

    def __init__(self, *, nested: bool) -> None:
        self.nested = nested
        self.written: dict[int, tuple[str, str]] = {}  # object: its type, its author
        self.roots: dict[int, int] = {}
        self._pairs: dict[tuple[str, str], tuple[str, str]] = {}

    def place(self, line: LogLine) -> tuple[str, int | None, int | None, str]:
        """Type, object and root of an event, and its target as the log knows them."""
        object_id, root_id = number63(line.object), number63(line.root)
        if line.verb in WRITING and object_id is not None:
            pair = (WRITING[line.verb], line.actor)
            self.written.setdefault(object_id, self._pairs.setdefault(pair, pair))
        kind = WRITING.get(line.verb) or self._of(object_id)[0]
        target = line.target or self._target(line.verb, object_id, root_id)
        if line.verb == "post" and root_id is None:
            root_id = object_id
        return kind, object_id, self._root(line.verb, object_id, root_id) if self.nested else root_id, target

    def _of(self, key: int | None) -> tuple[str, str]:
        return self.written.get(key, ("", "")) if key is not None else ("", "")

    def _target(self, verb: str, object_id: int | None, root_id: int | None) -> str:
        """Whoever wrote what this is about: what is answered for a comment, the object itself for a reaction or an undoing."""
        if verb not in ABOUT:
            return ""
        about = root_id if verb == "comment" else object_id
        return (self._of(about) if about in self.written else self._of(root_id))[1]

    def _root(self, verb: str, object_id: int | None, root_id: int | None) -> int | None:
        """The post of the thread: an answer to an answer belongs to the thread of the latter."""
        if root_id is not None:
            root_id = self.roots.get(root_id, root_id)
        elif verb in WITHIN and object_id is not None:
            root_id = self.roots.get(object_id)
        if verb in WRITING and object_id is not None:
            self.roots.setdefault(object_id, object_id if root_id is None else root_id)
        return root_id


class Recorder:
    """Events written by batches, each of which is there once: those of earlier runs, and those the log holds twice, are left out."""

    def __init__(self, directory: Directory, places: Places, hand: Hand, problems: Problems, *, file: str, unit: str, nested: bool) -> None:
        self.directory, self.places, self.hand, self.problems, self.file, self.unit = directory, places, hand, problems, file, unit
        self.threads = Threads(nested=nested)
        self.people = {id_: person.pk for id_, person in directory.people.items()}
        self.verbs: Counter[str] = Counter()  # what went in
        self.already = 0
        self.events = 0
        self._known: set[tuple[object, ...]] = set()
        self._until: datetime | None = None  # up to when the history has been read

    def take(self, lines: Iterator[LogLine]) -> Iterator[int]:
        """Write all; tells after each batch how many lines were taken."""
        batch: list[NewEvent] = []
        for line in lines:
            batch.append(self._event(line))
            if len(batch) == BATCH:
                yield self._record(batch)
                batch = []
        if batch:
            yield self._record(batch)

    def _event(self, line: LogLine) -> NewEvent:
        kind, object_id, root_id, target = self.threads.place(line)
        if target and target not in self.people and target not in self.directory.bots:
            reason = "unknown target {}; the event goes in without it"
            self.problems.append(Problem(self.file, line.line, reason, (target,), self.unit))
        return NewEvent(
            line.at, line.verb, self.people[line.actor], self.places.id(line.community), kind, object_id, root_id,
            self.people.get(target), line.via[:MAX_VIA], SOURCE,
        )  # fmt: skip

    def _record(self, batch: list[NewEvent]) -> int:
        self._look_up(batch[0].at, batch[-1].at)
        fresh = []
        for event in batch:
            key = _key(event)
            if key in self._known:
                self.already += 1
            else:
                self._known.add(key)
                fresh.append(event)
        self.events += self.hand.record(fresh) if fresh else 0
        self.verbs.update(event.verb for event in fresh)
        return len(batch)

    def _look_up(self, first: datetime, last: datetime) -> None:
        """Know the keys of what is there from an instant to another; those of an instant that goes on are kept from the last batch."""
        since = first_id(first)
        if self._until is not None:
            instant = first_id(first) >> RANDOM_BITS
            self._known = {key for key in self._known if key[0] == instant}
            since = max(since, first_id(self._until + timedelta(milliseconds=1)))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id >> {RANDOM_BITS}, actor_id, verb, community_id, object_id, root_id, target_id FROM communities_event "
                "WHERE id >= %s AND id < %s AND source = %s",
                [since, first_id(last + timedelta(milliseconds=1)), SOURCE],
            )
            self._known.update(cursor.fetchall())
        self._until = last


def _key(event: NewEvent) -> tuple[object, ...]:
    instant = first_id(event.at) >> RANDOM_BITS
    return (instant, event.actor_id, event.verb, event.community_id, event.object_id, event.root_id, event.target_id)
