"""Put the log of another platform into this installation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from adoption.history.hands import Ink, Pencil
from adoption.history.loading import Loaded, Loading, Progress, owns_people
from adoption.history.logs import ListedCommunity, ListedPerson, Problem, Unusable
from adoption.history.logs.formats import Log
from adoption.history.problems import Problems
from adoption.history.staging import Staged
from adoption.models import Basis, Perimeter
from rse.audit import log as audit
from rse.lib.refusal import Refused
from rse.people.models import Person

Item = TypeVar("Item", ListedPerson, ListedCommunity)
STEP = 5_000  # lines between two words of progress


def import_log(
    *,
    log: Log,
    people: Iterable[ListedPerson | Problem] | None,
    communities: Iterable[ListedCommunity | Problem] = (),
    files: tuple[str, str, str],
    by: Person | None,
    at: datetime,
    merge: bool = False,
    dry: bool = False,
    progress: Progress = lambda what, done, share: None,
) -> Loaded:
    """Create people, communities, memberships and events; what cannot be used is reported line by line, the rest goes in.

    Without `people` they are those who act in the log or towards whom others act. People, communities and memberships go in
    together, then the events by batches that each stay: after an interruption another run adds what is missing. `dry` writes nothing.
    Raises Refused when the installation has people of its own, unless `merge`; Unusable when nothing tells who its people are.
    Without `merge` the target of the figures becomes all the people of the list.
    """
    loaded = Loaded(only_seen=people is None)
    listed = list(_good(people or (), ListedPerson, loaded.problems))
    places = list(_good(communities, ListedCommunity, loaded.problems))
    if people is not None:
        _require_room(listed, loaded, merge=merge, dry=dry)
    with Staged() as staged:
        seen = _stage(log, staged, loaded, progress)
        if people is None:
            listed = _people_seen(seen, log)
            if not staged and not dry:
                raise Unusable(f"{log.name}: nothing in it can be used, for {len(loaded.problems)} reasons; --dry-run tells which")
            _require_room(listed, loaded, merge=merge, dry=dry)
        hand = Pencil() if dry else Ink(by, at)
        loading = Loading(staged, hand, loaded, files, log.unit, log.nested, log.names, progress)
        if dry:
            _rehearse(loading, listed, places, at)
        else:
            _perform(loading, listed, places, by, at, merge=merge)
    return loaded


def _good(items: Iterable[Item | Problem], kind: type[Item], problems: Problems) -> Iterator[Item]:
    """What could be read; what could not goes to the problems."""
    for item in items:
        if isinstance(item, kind):
            yield item
        elif isinstance(item, Problem):
            problems.append(item)


def _require_room(listed: list[ListedPerson], loaded: Loaded, *, merge: bool, dry: bool) -> None:
    if merge or not owns_people(listed):
        return
    loaded.refused = _("This installation already has people of its own: give --merge to add the log to them.")
    if not dry:
        raise Refused(loaded.refused)


def _stage(log: Log, staged: Staged, loaded: Loaded, progress: Progress) -> dict[str, int]:
    """Read it all. Returns who acts or is acted towards, each with the line where they are first seen."""
    seen: dict[str, int] = {}
    for done, item in enumerate(log, start=1):
        if done % STEP == 0:
            progress("Reading", done, log.share())
        if isinstance(item, Problem):
            loaded.problems.append(item)
            continue
        staged.add(item)
        loaded.read[item.verb] += 1
        if loaded.only_seen:
            seen.setdefault(item.actor, item.line)
            if item.target:
                seen.setdefault(item.target, item.line)
    loaded.lines, loaded.first, loaded.last = len(staged), staged.first, staged.last
    return seen


def _people_seen(seen: dict[str, int], log: Log) -> list[ListedPerson]:
    """An identifier that is an e-mail address is theirs."""
    return [
        ListedPerson(line, id_, log.names.get(id_, ""), id_ if "@" in id_ and "/" not in id_ else "", "", "", None, None, "")
        for id_, line in seen.items()
    ]


def _rehearse(loading: Loading, listed: list[ListedPerson], places: list[ListedCommunity], at: datetime) -> None:
    """As it would be, in a transaction that cannot write and is then undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        loading.prepare(listed, places, at=at)
        loading.record()
        transaction.set_rollback(True)


def _perform(
    loading: Loading, listed: list[ListedPerson], places: list[ListedCommunity], by: Person | None, at: datetime, *, merge: bool
) -> None:
    loaded = loading.loaded
    with transaction.atomic():
        loading.prepare(listed, places, at=at)
        if not merge and listed and not Perimeter.objects.exists():
            reason = _("People seen in an imported log, not a list") if loaded.only_seen else _("Imported list")
            Perimeter.objects.create(from_at=loaded.first or at, basis=Basis.LISTED, reason=reason, decided_at=at)
    try:
        loading.record()
    except BaseException:
        with suppress(DatabaseError):
            _trace(loading, by, at, interrupted=True)
        raise
    _trace(loading, by, at)


def _trace(loading: Loading, by: Person | None, at: datetime, **more: bool) -> None:
    loaded = loading.loaded
    detail = {"people": loaded.people, "communities": loaded.communities, "events": loaded.events} | more
    with transaction.atomic():
        audit.record(actor=by, act="adoption.import", target_type="log", target_id=loading.files[0], detail=detail, at=at)
