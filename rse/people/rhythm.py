"""When a digest is due: the last hour that the person chose for it, moved out of their quiet hours."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rse.people.models import Mailbox, Rhythm
from rse.people.quiet import Quiet, allowed_from, instant

LENGTHS = {Rhythm.HOURLY: timedelta(hours=1), Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}
# No sooner after the last one: a Saturday's that waits for Monday is not followed by Monday's own.
APART = {Rhythm.HOURLY: timedelta(0), Rhythm.DAILY: timedelta(hours=12), Rhythm.WEEKLY: timedelta(days=3)}
MADE_GOOD = timedelta(hours=12)  # a worker that was away as long makes up for it; later, the next one carries it


@dataclass(frozen=True)
class Slot:
    """`period` names the stretch that it closes: one digest for each. `at` is the hour chosen, `allowed` when it may come."""

    period: str
    at: datetime
    allowed: datetime


def last_slot(mailbox: Mailbox, quiet: Quiet, at: datetime) -> Slot | None:
    """The latest slot before `at`; None for whoever wants no digest."""
    rhythm = Rhythm(mailbox.rhythm)
    if rhythm == Rhythm.NEVER:
        return None
    if rhythm == Rhythm.HOURLY:
        chosen = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return Slot(f"hourly:{chosen:%Y-%m-%dT%H}", chosen, allowed_from(quiet, chosen))
    day = at.astimezone(quiet.zone).date()
    if rhythm == Rhythm.WEEKLY:
        day -= timedelta(days=(day.weekday() - mailbox.day) % 7)
    chosen = instant(day, mailbox.hour * 60, quiet.zone, late=False)
    if chosen > at:
        day -= LENGTHS[rhythm]
        chosen = instant(day, mailbox.hour * 60, quiet.zone, late=False)
    return Slot(f"{rhythm.value}:{day.isoformat()}", chosen, allowed_from(quiet, chosen))


def next_slot(mailbox: Mailbox, quiet: Quiet, at: datetime) -> Slot | None:
    """The first slot after `at`, whose digest may come at `allowed`; None for whoever wants no digest."""
    ahead = timedelta(0)
    while (slot := last_slot(mailbox, quiet, at + ahead)) is not None and slot.at <= at:
        ahead += LENGTHS[Rhythm(mailbox.rhythm)]
    return slot


def is_due(slot: Slot, mailbox: Mailbox, at: datetime, *, last: datetime | None) -> bool:
    """Whether its digest is to go now. `last`: when the one before went. An hourly one does not wait for the end of quiet hours."""
    rhythm = Rhythm(mailbox.rhythm)
    if rhythm == Rhythm.HOURLY and slot.allowed != slot.at:
        return False
    if last is not None and at - last < APART[rhythm]:
        return False
    return slot.allowed <= at < slot.allowed + MADE_GOOD
