"""The nightly end of what is kept about people (adoption.md 6, rule 6; docs/privacy.md says what, how long and why)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from adoption.fill import fill
from adoption.fill.keeping import forget_people, forget_pioneers, freeze, people_kept_from
from adoption.fill.ledger import forget_shown
from adoption.fill.run import alone
from adoption.history import first_week
from adoption.history.clock import present
from adoption.history.purging import first_kept_week, forget_before
from adoption.science.weeks import WINDOW
from rse.audit import log


@dataclass(frozen=True)
class Retained:
    """What was dropped: events, whole months of them, rows of rollups by table, spells of pioneers, groups of the query ledger.

    `busy`: nothing, since a filling was at it.
    """

    events: int = 0
    months: int = 0
    rollups: dict[str, int] = field(default_factory=dict)
    pioneers: int = 0
    groups: int = 0
    busy: bool = False


def retain(*, at: datetime) -> Retained:
    """Count everything first, then drop what is older than what is kept. Safe to interrupt and to run again.

    Ages are told from the present of the figures: where nobody but an imported log has spoken, from the end of that log.
    """
    with alone() as free:
        if not free:
            return Retained(busy=True)
        done = _retain(present(at))
    log.record(
        actor=None, act="adoption.retention", target_type="history",
        detail={"events": done.events, "months": done.months, "rollups": done.rollups, "pioneers": done.pioneers, "groups": done.groups},
        at=at,
    )  # fmt: skip
    return done


def _retain(now: datetime) -> Retained:
    fill(at=now)
    kept_from, oldest = first_kept_week(now), first_week()
    events = months = pioneers = groups = 0
    if oldest is not None and oldest < kept_from:
        # A week is counted with the three before it: those that keep all their events are the only ones that may be counted again.
        freeze(kept_from + WINDOW)
        forgotten = forget_before(kept_from)
        events, months = forgotten.events, forgotten.months
    rollups: dict[str, int] = {}
    people_from = people_kept_from()
    if people_from is not None:
        rollups = {table: rows for table, rows in forget_people(people_from).items() if rows}
        pioneers, groups = forget_pioneers(people_from), forget_shown(people_from)
    return Retained(events, months, rollups, pioneers, groups)
