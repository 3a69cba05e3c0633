"""When people write: working days and hours, public holidays, August and the end of the year."""

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import holidays

from adoption.science.weeks import monday

ZONE = ZoneInfo("Europe/Paris")
_DAYS = (1.0, 1.15, 1.1, 1.05, 0.8, 0.06, 0.03)  # Monday to Sunday
_LEAST = 0.2  # a day lighter than that is no working day
_OFFICE = {8: 6, 9: 10, 10: 11, 11: 9, 12: 3, 13: 5, 14: 9, 15: 8, 16: 8, 17: 5, 18: 1}
_SHIFT = {5: 2, 6: 4, 7: 4, 8: 6, 9: 7, 10: 7, 11: 6, 12: 6, 13: 7, 14: 6, 15: 5, 16: 5, 17: 4, 18: 3, 19: 3, 20: 3, 21: 1}


def season(week: int) -> float:
    """How much of an ordinary week's activity this one sees, 0 to 1."""
    return sum(_worked(monday(week) + timedelta(days=i)) for i in range(7)) / sum(_DAYS)


def instant(rng: Random, week: int, *, on_shift: bool) -> datetime:
    """A plausible instant of that week."""
    days = [monday(week) + timedelta(days=i) for i in range(7)]
    day = rng.choices(days, [_worked(day) + 1e-6 for day in days])[0]
    return _at(rng, day, _SHIFT if on_shift else _OFFICE)


def at_work(rng: Random, after: datetime, *, on_shift: bool) -> datetime:
    """`after`, or the next moment of work when that is at night, on a Sunday or on a holiday."""
    hours = _SHIFT if on_shift else _OFFICE
    local = after.astimezone(ZONE)
    first = min(hours)
    day = local.date()
    if local.hour in hours and rng.random() < 0.1 + _worked(day):
        return after
    if local.hour >= first:
        day += timedelta(days=1)
    while rng.random() > 0.1 + _worked(day):
        day += timedelta(days=1)
    return _at(rng, day, {hour: weight for hour, weight in hours.items() if hour < first + 5})


def worked_before(end: datetime, hours: int) -> datetime:
    """The moment since which that many hours of work have passed at `end`, as the shifts count them."""
    moment, left = end.astimezone(ZONE), hours
    while left > 0:
        moment -= timedelta(hours=1)
        left -= moment.hour in _SHIFT and _worked(moment.date()) > _LEAST
    return moment


def _at(rng: Random, day: date, hours: dict[int, int]) -> datetime:
    hour = rng.choices(list(hours), list(hours.values()))[0]
    moment = time(hour, rng.randrange(60), rng.randrange(60), rng.randrange(1000) * 1000)
    return datetime.combine(day, moment, tzinfo=ZONE)


def _worked(day: date) -> float:
    """Weight of one day; 1 on an ordinary Monday."""
    weight = _DAYS[day.weekday()]
    if day in _holidays(day.year):
        return weight * 0.04
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 3):
        return weight * 0.2
    if day.month == 8 or (7, 25) <= (day.month, day.day) < (8, 1):
        return weight * (0.28 if 3 <= day.day <= 23 else 0.5)
    return weight


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))
