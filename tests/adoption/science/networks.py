"""Simulated networks with a known truth: people who contribute with a steady habit, common weekly shocks, August and Christmas dips."""

from dataclasses import dataclass
from datetime import date

import holidays
import numpy as np

from adoption.science import weeks
from adoption.science.figures import Bools, Floats, Ints
from adoption.science.stages import Course

FIRST = weeks.week_of_day(date(2021, 3, 1))
FRANCE = frozenset(holidays.country_holidays("FR", years=range(2000, 2031)))
DIP = {8: 0.45}
CHRISTMAS = 0.35
MONTHLY = 1 - 1 / 7  # mean of 1 - (1 - h)^4 for a habit h drawn from Beta(2, 2)


@dataclass(frozen=True)
class World:
    people: int = 400
    level: float = 0.28  # share of the people who contribute in an ordinary 28 days
    length: int = 156
    decline: float = 0.0  # share of the people who give up each week
    decline_from: int = 0
    growth: float = 0.0  # of the number of the engaged, a week; they all are from the first week on where there is none
    shock: float = 0.06  # common to all in a week, standard deviation of the logarithm


def season(week: int) -> float:
    day = weeks.monday(week)
    if day.month == 8:
        return DIP[8]
    return CHRISTMAS if (day.month, day.day) >= (12, 21) or (day.month, day.day) == (1, 1) else 1.0


def simulate(world: World, seed: int) -> Course:
    return course_of(np.arange(FIRST, FIRST + world.length), contributors(world, seed))


def contributors(world: World, seed: int) -> Bools:
    """Who contributes when: each has a weekly chance moved by the season and a common shock, those to come begin, and some give up.

    Shape (weeks, people).
    """
    rng = np.random.default_rng(seed)
    week_numbers = np.arange(FIRST, FIRST + world.length)
    engaged = np.arange(world.people) < world.people * world.level / MONTHLY
    habit = np.where(engaged, rng.beta(2, 2, world.people), 0.004)
    pace = np.array([season(int(w)) for w in week_numbers]) * np.exp(rng.normal(0, world.shock, world.length))
    quits_at = world.decline_from + rng.exponential(1 / world.decline, world.people) if world.decline else np.full(world.people, np.inf)
    stays = np.arange(world.length)[:, None] < quits_at[None, :]
    if world.growth:
        begins = world.length + np.log((np.arange(world.people) + 1) / engaged.sum()) / world.growth
        stays &= np.arange(world.length)[:, None] >= np.where(engaged, begins, 0)[None, :]
    active: Bools = stays & (rng.random((world.length, world.people)) < np.clip(habit[None, :] * pace[:, None], 0, 1))
    return active


def course_of(week_numbers: Ints, active: Bools) -> Course:
    """The course of a table of shape (weeks, people) of who contributed when, animators unknown, everyone invited."""
    length = len(week_numbers)
    month = np.stack([active[max(0, i - 3) : i + 1].any(axis=0) for i in range(length)])
    unknown: Floats = np.full(length, np.nan)
    low = weeks.low_season(range(int(week_numbers[0]), int(week_numbers[-1]) + 1), FRANCE)
    return Course(
        weeks=week_numbers,
        low_season=low,
        judged=weeks.judged_weeks(int(week_numbers[0]), int(week_numbers[-1]), FRANCE),
        wac=active.sum(axis=1).astype(np.float64),
        share=month.mean(axis=1),
        invited=np.ones(length),
        ever=np.cumsum(active, axis=0).astype(bool).sum(axis=1).astype(np.float64),
        s1=unknown,
        s2=unknown,
        s5=unknown,
    )
