"""Which events are kept, and for how long; the others are dropped once they are counted."""

from __future__ import annotations

import calendar
from datetime import datetime

from django.conf import settings

from adoption.history.clock import zone
from adoption.science import weeks
from communities.actions.retention import Forgotten, forget_events


def months_before(at: datetime, months: int) -> datetime:
    """The same day of the month so many months earlier, or its last day."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, calendar.monthrange(year, month + 1)[1]))


def months_after(at: datetime, months: int) -> datetime:
    return months_before(at, -months)


def first_kept_week(present: datetime) -> int:
    """The first week that began within EVENTS_KEPT_MONTHS: no event kept is ever older than that."""
    return weeks.week_of(months_before(present, settings.EVENTS_KEPT_MONTHS), zone()) + 1


def forget_before(week: int) -> Forgotten:
    """Drop the events of every week before this one."""
    return forget_events(before=weeks.starts_at(week, zone()))
