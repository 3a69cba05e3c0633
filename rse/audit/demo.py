"""Whether this installation is the demonstration: what its making left in the audit log, which nothing can change."""

import time
from datetime import datetime

from django.db import DatabaseError, transaction

from rse.audit import log
from rse.audit.models import AuditEvent

ACT = "demo.create"
REMEMBERED_SECONDS = 60.0

_known: tuple[bool, float] | None = None


def mark_as_demo(*, at: datetime, seed: int, people: int, weeks: int) -> None:
    """Write, for good, that what is here was invented."""
    log.record(actor=None, act=ACT, detail={"seed": seed, "people": people, "weeks": weeks}, at=at)
    transaction.on_commit(forget)


def is_demo() -> bool:
    """Whether the people and posts here are those of the demonstration. Asks the database once a minute at most."""
    global _known
    if _known is None or time.monotonic() > _known[1]:
        try:
            _known = AuditEvent.objects.filter(act=ACT).exists(), time.monotonic() + REMEMBERED_SECONDS
        except DatabaseError:  # an error page is being drawn: it must not fail in its turn
            return False
    return _known[0]


def forget() -> None:
    """Ask the database at the next time."""
    global _known
    _known = None
