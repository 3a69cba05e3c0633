"""The organisation's weeks as ranges of event ids: ids carry their instant, so a week is a range of them."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
import numpy as np
from django.conf import settings
from django.db import connection

from adoption.science import conversation, weeks
from adoption.science.conversation import Clock
from rse.lib.ids import RANDOM_BITS, first_id

WORKING = (time(9), time(18))


def zone() -> ZoneInfo:
    return ZoneInfo(settings.ORG_TIME_ZONE)


@lru_cache
def _holidays(country: str) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=range(1990, 2061)))


def public_holidays() -> Collection[date]:
    """Public holidays of the organisation's country, ORG_COUNTRY (France unless told)."""
    return _holidays(getattr(settings, "ORG_COUNTRY", "FR"))


def id_bounds(first: int, last: int) -> tuple[int, int]:
    """Ids of weeks `first..last`: from the first included to the second excluded."""
    return _first_id(weeks.starts_at(first, zone())), _first_id(weeks.ends_at(last, zone()))


def _first_id(at: datetime) -> int:
    return first_id(max(at, datetime.fromtimestamp(0, UTC)))


def week_of_id(id_: int) -> int:
    return weeks.week_of(datetime.fromtimestamp((id_ >> RANDOM_BITS) / 1000, UTC), zone())


def end_ms(week: int) -> int:
    """Milliseconds since 1970 at which a week ends."""
    return int(weeks.ends_at(week, zone()).timestamp() * 1000)


def present(now: datetime) -> datetime:
    """The instant that figures speak of: now, or the end of an imported log after which nobody has contributed here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, source FROM communities_event WHERE verb IN ('post', 'comment', 'reaction', 'mention', 'poll_vote', 'upload') "
            "ORDER BY id DESC LIMIT 1"
        )
        newest = cursor.fetchone()
    return newest[0] if newest and newest[1].startswith("import:") and newest[0] < now else now


def working_clock(first: int, last: int) -> Clock:
    """Working hours between two instants of weeks `first..last`: 9:00 to 18:00 on working days of the organisation (our convention)."""
    free = public_holidays()
    days = [weeks.monday(week) + timedelta(days=day) for week in range(first, last + 1) for day in range(5)]
    spells = [[datetime.combine(day, hour, tzinfo=zone()).timestamp() * 1000 for hour in WORKING] for day in days if day not in free]
    starts, ends = np.array(spells).reshape(-1, 2).astype(np.int64).T
    return conversation.working_clock(starts, ends)
