"""A community without those who animate it, over time (adoption.md 5.9): the index by week, how long its tests have held, by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from adoption.metrics.series import Series
from adoption.science import weeks
from adoption.science.figures import Figure, Floats
from adoption.science.privacy import K
from adoption.science.selfcarry import FEWEST_CONTRIBUTIONS, FEWEST_MEMBERS, components

HALF = 0.5
REGULAR = 10 / 12
LASTS = 12  # judged weeks in which the tests must hold


@dataclass(frozen=True)
class Months:
    """Contributions by calendar month, the oldest first: `first_days[i]`, all of them, and those of people who do not animate.

    NaN where a month has too little, or too few people, to be shown. A week belongs to the month of its Thursday.
    """

    first_days: tuple[date, ...]
    made: Floats
    by_others: Floats


def index_by_week(series: Series, last: int) -> Floats:
    """The self-carrying index of each of the `last` weeks, shape (at most last,); NaN where it has none or rests on fewer than k."""
    parts, clean, judged = series.parts(), ~series.low_season, series.judged
    enough = (series.counts["eligible"] >= FEWEST_MEMBERS) & (series.counts["contributions28"] >= FEWEST_CONTRIBUTIONS)
    known = enough & (series.counts["animators"] > 0) & (series.counts["eligible28"] >= K) & judged
    first = max(len(series) - last, 0)
    return np.array(
        [
            components(parts.upto(end), clean[:end], judged[:end]).index() if known[end - 1] else np.nan
            for end in range(first + 1, len(series) + 1)
        ],
        dtype=np.float64,
    )


def weeks_carried(series: Series) -> int | None:
    """For how many judged weeks in a row, the last one included, s1 and s2 have been a half or more and s5 10 of 12.

    None without a judged week, or while no animator is known.
    """
    course = series.course()
    judged = np.flatnonzero(series.judged)
    if not len(judged) or not np.isfinite(course.s1[judged[-1]]):
        return None
    held = (course.s1 >= HALF) & (course.s2 >= HALF) & (course.s5 >= REGULAR - 1e-9)
    broken = np.flatnonzero(~held[judged])
    return len(judged) - (int(broken[-1]) + 1 if len(broken) else 0)


def carries_itself(stage: str, held: int | None, replaced: Figure) -> bool:
    """The badge of 5.9: the stage, its tests for 12 judged weeks, and those who stop not significantly fewer to be replaced."""
    falling = replaced.high is not None and replaced.high < 1
    return stage == "self_carrying" and held is not None and held >= LASTS and not falling


def months(series: Series, last: int) -> Months:
    """Of the `last` calendar months that the series covers."""
    days = [weeks.monday(week) + timedelta(days=3) for week in series.weeks.tolist()]
    number = np.array([12 * day.year + day.month - 1 for day in days])
    kept = np.unique(number)[-last:]
    place = np.searchsorted(kept, number)
    inside = number >= kept[0]
    made, others = (np.bincount(place[inside], series.floats(name)[inside], len(kept)) for name in ("contributions", "by_others"))
    people = np.zeros(len(kept))
    np.maximum.at(people, place[inside], series.floats("eligible28")[inside])
    thin = (made < FEWEST_CONTRIBUTIONS) | (people < K)
    first_days = tuple(date(n // 12, n % 12 + 1, 1) for n in kept.tolist())
    return Months(first_days, np.where(thin, np.nan, made), np.where(thin, np.nan, others))
