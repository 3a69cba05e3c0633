"""Who takes part, and how unevenly (adoption.md 5.3 and 5.4): contribution, reading, shares, Gini, Lorenz, stickiness.

Gini (1912) and Lorenz (1905) are among all N people, the silent ones included. Stickiness WAU / MAU lies in [1/4, 1] and is also shown
rescaled to [0, 1]; the daily ratio follows Discourse's rule (dau_by_mau.rb): each day's percentage rounded up to two decimals, 0 where
nobody came in the month, then their mean. 90-9-1 is never a norm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from adoption.science.figures import NO_ACTIVITY, NO_PEOPLE, Bools, Figure, Floats, Ints
from adoption.science.health import wilson
from adoption.science.intervals import mean_figure

TOP = 0.01
FLOOR = 0.25
GRAIN = 20  # points of a published Lorenz curve: coarse enough to point at nobody


@dataclass(frozen=True)
class Spread:
    """Shares of people (silent, occasional, top 1 %, summing to 1) and of contributions made by the occasional and by the top 1 %."""

    silent: Figure
    occasional: Figure
    top: Figure
    made_by_occasional: Figure
    made_by_top: Figure


@dataclass(frozen=True)
class Stickiness:
    """Mean weekly over 28-day distinct people, as it is and rescaled (x - .25) / .75; n: distinct people of the 28 days."""

    ratio: Figure
    rescaled: Figure


def contribution_rate(contributions: Ints) -> Figure:
    """Share of people with at least one contribution in the window: c28 or c182, by the window that `contributions` (people,) counts."""
    return wilson(int((contributions > 0).sum()), len(contributions))


def reading_rate(visits: Ints, contributions: Ints) -> Figure:
    """Share of people who came and contributed nothing; both of shape (people,)."""
    return wilson(int(((visits > 0) & (contributions == 0)).sum()), len(visits))


def spread(contributions: Ints) -> Spread:
    """The three groups of N people, shape (people,): the top is ceil(1 % of N) people at most, all of them contributors."""
    n, total = len(contributions), int(contributions.sum())
    active = int((contributions > 0).sum())
    top = min(math.ceil(TOP * n - 1e-9), active)
    by_top = int(np.sort(contributions)[n - top :].sum())
    made = [Figure(part / total, n=total) if total else Figure.none(NO_ACTIVITY, n=n) for part in (total - by_top, by_top)]
    return Spread(wilson(n - active, n), wilson(active - top, n), wilson(top, n), made[0], made[1])


def gini(contributions: Ints) -> Figure:
    """0 = all alike, towards 1 = one person makes everything; of N people, shape (people,), null where nobody contributed."""
    n, total = len(contributions), int(contributions.sum())
    if n == 0 or total == 0:
        return Figure.none(NO_ACTIVITY if n else NO_PEOPLE, n=n)
    rank = 2 * np.arange(1, n + 1) - n - 1
    return Figure(float((rank * np.sort(contributions)).sum()) / (n * total), n=n)


def lorenz(contributions: Ints, points: int = GRAIN) -> Floats:
    """The curve at `points` + 1 even shares of people, least active first: shares of people and of contributions, shape (points + 1, 2).

    Flat at 0 where nobody contributed.
    """
    people = np.linspace(0, 1, points + 1)
    n, total = len(contributions), int(contributions.sum())
    if total == 0:
        return np.column_stack([people, np.zeros(points + 1)])
    made = np.concatenate([[0.0], np.cumsum(np.sort(contributions)) / total])
    return np.column_stack([people, np.interp(people, np.arange(n + 1) / n, made)])


def stickiness(active: Bools) -> Stickiness:
    """WAU / MAU (or WAC / MAC) of the four weeks of a window: `active` of shape (4, people); null where nobody came.

    It is the mean, over the people of the month, of the share of its weeks in which they came: hence the t-interval.
    """
    came = active.mean(axis=0)[active.any(axis=0)]
    ratio = mean_figure(came)
    if ratio.value is None:
        none = Figure.none(NO_ACTIVITY)
        return Stickiness(none, none)
    value, low, high = ratio.value, _within(ratio.low), _within(ratio.high)
    return Stickiness(
        ratio=Figure(value, low, high, n=ratio.n),
        rescaled=Figure(_rescale(value), None if low is None else _rescale(low), None if high is None else _rescale(high), n=ratio.n),
    )


def _within(end: float | None) -> float | None:
    return None if end is None else min(max(end, FLOOR), 1.0)


def _rescale(ratio: float) -> float:
    return (ratio - FLOOR) / (1 - FLOOR)


def daily_stickiness(dau: Ints, mau: Ints, working: Bools) -> Figure:
    """Mean of DAU / MAU over the working days, in [0, 1]; people of each day and of the month ending with it, shape (days,)."""
    days = int(working.sum())
    if days == 0 or not mau[working].any():
        return Figure.none(NO_ACTIVITY, n=days)
    percent = np.divide(100.0 * dau, mau, out=np.zeros(len(dau)), where=mau > 0)[working]
    return Figure(float((np.ceil(percent * 100 - 1e-9) / 100).mean()) / 100, n=days)
