"""Weeks: ISO Mondays in the organisation's time zone, low season, clean and judged weeks.

A week is an integer: the number of Mondays since Monday 5 January 1970. Order, gaps and arithmetic are then those of integers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from adoption.science.figures import Bools, Ints

EPOCH = date(1970, 1, 5)
WINDOW = 4  # weeks in the 28-day window
YEAR = 52


def week_of_day(day: date) -> int:
    return (day - EPOCH).days // 7


def week_of(at: datetime, zone: ZoneInfo) -> int:
    """The week that holds an aware instant, seen from `zone`."""
    return week_of_day(at.astimezone(zone).date())


def last_complete_week(at: datetime, zone: ZoneInfo) -> int:
    """The last week that has wholly passed at `at`; the running week is never counted."""
    return week_of(at, zone) - 1


def monday(week: int) -> date:
    return EPOCH + timedelta(weeks=int(week))


def starts_at(week: int, zone: ZoneInfo) -> datetime:
    """The instant a week begins: Monday 00:00 in `zone`, 23 or 25 hours from its neighbour on clock-change days."""
    return datetime.combine(monday(week), time(), tzinfo=zone)


def ends_at(week: int, zone: ZoneInfo) -> datetime:
    return starts_at(week + 1, zone)


def label(week: int) -> str:
    """`2026-W10`, the ISO name of a week."""
    year, number, _ = monday(week).isocalendar()
    return f"{year}-W{number:02d}"


def low_season(weeks: Iterable[int], holidays: Collection[date]) -> Bools:
    """Which weeks are of the low season: two public holidays or more, or a working day of August or of 24 December to 1 January."""
    return np.array([_is_low(monday(week), holidays) for week in weeks], dtype=np.bool_)


def _is_low(first: date, holidays: Collection[date]) -> bool:
    days = [first + timedelta(days=i) for i in range(7)]
    return any(_is_quiet(day) for day in days[:5]) or sum(day in holidays for day in days) >= 2


def _is_quiet(day: date) -> bool:
    return day.month == 8 or (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)


def clean_weeks(low: Bools, span: int) -> Bools:
    """Weeks whose window of `span` weeks, ending with them, touches no low-season week. Shape (n,), consecutive weeks."""
    touched = low.copy()
    for back in range(1, span):
        touched[back:] |= low[:-back]
    return ~touched


def judged_weeks(first: int, last: int, holidays: Collection[date]) -> Bools:
    """Judged weeks of `first..last`: their 28-day window is free of low season, the weeks before `first` included."""
    low = low_season(range(first - WINDOW + 1, last + 1), holidays)
    return clean_weeks(low, WINDOW)[WINDOW - 1 :]


def parse(text: str) -> int:
    """The week of such a name; ValueError for anything else."""
    year, mark, number = text.partition("-W")
    if not (mark and len(year) == 4 and len(number) == 2 and (year + number).isascii() and (year + number).isdigit()):
        raise ValueError(f"not a week: {text!r}")
    return week_of_day(date.fromisocalendar(int(year), int(number), 1))


def week_bounds(first: int, last: int, zone: ZoneInfo) -> Ints:
    """Milliseconds since 1970 (UTC) at which weeks `first..last + 1` begin; shape (last - first + 2,)."""
    return np.array([int(starts_at(w, zone).timestamp() * 1000) for w in range(first, last + 2)], dtype=np.int64)


def runs(weeks: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted weeks folded into inclusive runs: [3, 4, 5, 9] -> [(3, 5), (9, 9)]."""
    folded: list[tuple[int, int]] = []
    for week in sorted(set(weeks)):
        if folded and week == folded[-1][1] + 1:
            folded[-1] = (folded[-1][0], week)
        else:
            folded.append((week, week))
    return folded


def week_of_ms(ms: int, zone: ZoneInfo) -> int:
    """The week that holds an instant given in milliseconds since 1970 (UTC)."""
    return week_of(datetime.fromtimestamp(ms / 1000, UTC), zone)
