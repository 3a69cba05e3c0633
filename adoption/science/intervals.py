"""Intervals shared by several figures: a mean of people, a difference of two proportions, a statistic of pairs of people.

Sources: Student's t; Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; the jackknife over people of Snijders and
Borgatti (1999), Connections 22, 161-170, kept whole where they halve it. All of them cover individual chance only, never a
shock common to everybody.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import stdtrit as student_quantile

from adoption.science.figures import NO_PEOPLE, Figure, Floats
from adoption.science.health import Z, wilson


def mean_figure(values: Floats) -> Figure:
    """Mean of one number a person, shape (n,), with a t-interval; null for nobody, no interval for one person."""
    n = len(values)
    if n == 0:
        return Figure.none(NO_PEOPLE)
    mean = float(values.mean())
    if n == 1:
        return Figure(mean, n=1)
    reach = float(student_quantile(n - 1, 0.975)) * float(values.std(ddof=1)) / math.sqrt(n)
    return Figure(mean, mean - reach, mean + reach, n=n)


def newcombe(first: int, n_first: int, second: int, n_second: int) -> Figure:
    """Difference `first / n_first - second / n_second` of two independent proportions, in [-1, 1]; null if either group is empty."""
    one, two = wilson(first, n_first), wilson(second, n_second)
    if one.value is None or two.value is None or one.low is None or one.high is None or two.low is None or two.high is None:
        return Figure.none(NO_PEOPLE, n=n_first + n_second)
    gap = one.value - two.value
    below = math.hypot(one.value - one.low, two.high - two.value)
    above = math.hypot(one.high - one.value, two.value - two.low)
    return Figure(gap, gap - below, gap + above, n=n_first + n_second)


def node_figure(value: float, without: Floats, bounds: tuple[float, float], n: int) -> Figure:
    """A statistic of pairs with its jackknife interval: `without` holds its value with each person left out in turn, shape (people,).

    The variance is (p - 1) / p x sum of squared gaps: biased upward (Efron and Stein 1981), but right where people differ, as half of
    it is not. Clipped to `bounds`; no interval where leaving somebody out leaves no statistic.
    """
    people = len(without)
    if people < 3 or not np.isfinite(without).all():
        return Figure(value, n=n)
    reach = Z * math.sqrt((people - 1) / people * float(((without - without.mean()) ** 2).sum()))
    return Figure(value, max(bounds[0], value - reach), min(bounds[1], value + reach), n=n)
