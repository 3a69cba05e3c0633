"""Quiet hours: when a mail or a push may reach a person. One function answers, for every channel and however urgent the message is.

Everyone has them unless they choose otherwise; each chooses their own, and nobody chooses for another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from rse.people.models import Pattern, Person, Rest

DAY = 24 * 60  # minutes
OFFICE = tuple((day, 8 * 60, 19 * 60) for day in range(5))
NIGHTS = tuple((day, 20 * 60, 6 * 60) for day in range(5))
_LOOKED_AHEAD = 400  # days: longer than any run of quiet ones, but that of a leave
_STEP = timedelta(minutes=1)

Hours = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Quiet:
    """When one person is left alone. `hours` are those in which messages may come, as in `Rest`; None: at any time."""

    zone: ZoneInfo
    hours: Hours | None = OFFICE
    holidays: bool = True
    away_until: date | None = None


def next_allowed(person: Person, at: datetime) -> datetime:
    """The first moment from `at` on at which a message may reach this person: `at` itself outside quiet hours. One query."""
    return next_allowed_of([person], at)[person.pk]


def next_allowed_of(people: Iterable[Person], at: datetime) -> dict[int, datetime]:
    """The same of many, by person, in one query."""
    people = list(people)
    rows = {row.person_id: row for row in Rest.objects.filter(person__in=people)}
    return {person.pk: allowed_from(quiet_of(person, rows.get(person.pk)), at) for person in people}


def quiet_of(person: Person, rest: Rest | None) -> Quiet:
    """What this person chose, or what holds for whoever chose nothing."""
    zone = zone_of(person)
    if rest is None:
        return Quiet(zone)
    own = tuple((int(day), int(start), int(end)) for day, start, end in rest.hours)
    hours = {Pattern.OFFICE: OFFICE, Pattern.NIGHTS: NIGHTS, Pattern.OWN: own, Pattern.ALWAYS: None}[Pattern(rest.pattern)]
    return Quiet(zone, hours, rest.holidays and hours is not None, rest.away_until)


def zone_of(person: Person) -> ZoneInfo:
    """The person's zone, else the organisation's."""
    try:
        return ZoneInfo(person.time_zone or settings.ORG_TIME_ZONE)
    except (KeyError, ValueError):  # a zone that this machine does not know
        return ZoneInfo(settings.ORG_TIME_ZONE)


def allowed_from(quiet: Quiet, at: datetime) -> datetime:
    """The first moment from `at` on that is not quiet. Where no hour is open in a year, a day of silence at a time is all one can say."""
    if quiet.away_until is not None:
        at = max(at, instant(quiet.away_until + timedelta(days=1), 0, quiet.zone, late=True))
    if quiet.hours is None:
        return at
    for start, end in _open(quiet, at.astimezone(quiet.zone).date()):
        if at < end:
            return max(at, start)
    return at + timedelta(days=1)


def _open(quiet: Quiet, today: date) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches from yesterday's on, which may last into today."""
    hours = sorted(quiet.hours or ())
    for ahead in range(-1, _LOOKED_AHEAD if hours else 0):
        day = today + timedelta(days=ahead)
        if quiet.holidays and day in public_holidays(day.year):
            continue
        for weekday, start, end in hours:
            if weekday == day.weekday():
                last = day if end > start else day + timedelta(days=1)
                opened, closed = instant(day, start, quiet.zone, late=True), instant(last, end, quiet.zone, late=False)
                if opened < closed:
                    yield opened, closed


def instant(day: date, minute: int, zone: ZoneInfo, *, late: bool) -> datetime:
    """When the clock shows that minute of the day, in UTC. Minute 1440 is the next midnight.

    In the night when clocks go forward, an hour that they skip is the moment of the skip. When they go back they show an hour
    twice: `late` says which of the two. Stretches open late and close early, so that a doubt leaves the person alone.
    """
    day += timedelta(days=minute // DAY)
    wall = datetime.combine(day, time(minute % DAY // 60, minute % 60), tzinfo=zone)
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    if second < first:  # skipped: no clock shows it
        while second.astimezone(zone).replace(tzinfo=None) < wall.replace(tzinfo=None):
            second += _STEP
        return second
    return second if late else first


@lru_cache(maxsize=100)
def public_holidays(year: int) -> frozenset[date]:
    """Those of the organisation's country, and of its region where one is named."""
    if not settings.ORG_COUNTRY:
        return frozenset()
    try:
        return frozenset(holidays.country_holidays(settings.ORG_COUNTRY, subdiv=settings.ORG_SUBDIVISION or None, years=year))
    except NotImplementedError as error:
        raise ImproperlyConfigured(f"ORG_COUNTRY or ORG_SUBDIVISION names no place whose public holidays are known: {error}") from None
