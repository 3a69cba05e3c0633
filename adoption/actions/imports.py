"""Put the log of another platform into this installation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from adoption.history.clock import zone
from adoption.history.loading import Loaded, owns_people, put_in
from adoption.history.logs import ListedCommunity, ListedPerson, LogLine, Problem
from adoption.models import Basis, FillState, Perimeter
from adoption.science import weeks
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person

Item = TypeVar("Item", LogLine, ListedPerson, ListedCommunity)


@transaction.atomic
def import_log(
    *,
    lines: Iterable[LogLine | Problem],
    people: Iterable[ListedPerson | Problem],
    communities: Iterable[ListedCommunity | Problem] = (),
    files: tuple[str, str, str],
    by: Person | None,
    at: datetime,
    merge: bool = False,
) -> Loaded:
    """Create people, communities, memberships and events; what cannot be used is reported line by line, the rest goes in.

    Raises Refused when the installation has people of its own, unless `merge`. Without `merge` the target of the figures becomes
    all the people of the list.
    """
    listed, wrong = _apart(people, ListedPerson)
    if not merge and owns_people(listed):
        raise Refused(_("This installation already has people of its own: give --merge to add the log to them."))
    places, wrong_places = _apart(communities, ListedCommunity)
    read, wrong_lines = _apart(lines, LogLine)
    loaded = put_in(read, listed, places, files=files, by=by, at=at, not_before=_counted_from())
    loaded.problems = sorted([*wrong, *wrong_places, *wrong_lines, *loaded.problems], key=lambda p: (p.file, p.line))
    if not merge and listed and not Perimeter.objects.exists():
        start = read[0].at if read else at
        Perimeter.objects.create(from_at=start, basis=Basis.LISTED, reason=_("Imported list"), decided_at=at)
    log.record(
        actor=by, act="adoption.import", target_type="log", target_id=files[0],
        detail={"people": loaded.people, "communities": loaded.communities, "events": loaded.events}, at=at,
    )  # fmt: skip
    return loaded


def _counted_from() -> datetime | None:
    """The beginning of the first week that may still be counted, once the history of those before it is gone."""
    week = FillState.objects.filter(pk=1).values_list("frozen_before", flat=True).first()
    return None if week is None else weeks.starts_at(week, zone())


def _apart(items: Iterable[Item | Problem], kind: type[Item]) -> tuple[list[Item], list[Problem]]:
    """What could be read, and what could not."""
    good: list[Item] = []
    bad: list[Problem] = []
    for item in items:
        if isinstance(item, kind):
            good.append(item)
        elif isinstance(item, Problem):
            bad.append(item)
    return good, bad
