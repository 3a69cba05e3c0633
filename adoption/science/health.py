"""Health: the contribution rate's interval (adoption.md 5.3) and the replacement ratio (5.7)."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import stdtrit as student_quantile

from adoption.science.figures import NO_LEAVERS, NO_PEOPLE, NOT_ENOUGH_WEEKS, Bools, Figure, Floats

Z = 1.959963984540054
WINDOWS = 6
FEWEST_FOR_INTERVAL = 3
STEP = 4


def wilson(successes: int, n: int) -> Figure:
    """A proportion with the interval of Wilson (1927); null for n = 0. Covers individual chance only, not shocks common to all."""
    if n == 0:
        return Figure.none(NO_PEOPLE)
    share = successes / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, middle - reach)
    high = 1.0 if successes == n else min(1.0, middle + reach)
    return Figure(share, low, high, n=n)


def replacement(entrants: int, leavers: int) -> Figure:
    """One window's ratio with exp(ln(a/b) +- 1.96 sqrt(1/a + 1/b)): individual chance only, far too narrow for common shocks."""
    if leavers == 0:
        return Figure.none(NO_LEAVERS, n=entrants)
    if entrants == 0:
        return Figure(0.0, None, None, n=leavers)
    reach = Z * math.sqrt(1 / entrants + 1 / leavers)
    ratio = entrants / leavers
    return Figure(ratio, ratio * math.exp(-reach), ratio * math.exp(reach), n=entrants + leavers)


def windows_back(clean: Bools, count: int = WINDOWS) -> list[int]:
    """Positions of the last non-overlapping windows of 4 weeks, newest first, both ends of each clean; `clean` is about 28 days.

    The newest is the last clean position whose counterpart four weeks before is clean too; each next one lies at least four weeks back.
    """
    found: list[int] = []
    position = len(clean) - 1
    while position >= STEP and len(found) < count:
        if clean[position] and clean[position - STEP]:
            found.append(position)
            position -= STEP
        else:
            position -= 1
    return found


def replacement_ratio(entrants: Floats, leavers: Floats, clean: Bools) -> Figure:
    """Mean log ratio over the last 6 non-overlapping clean windows, with a t-interval; arrays by week, shape (n,).

    A window without an entrant or a leaver has half a person added on each side (Haldane), or its logarithm would not exist. Both ends of a
    window are full 28 days of life, so the first ratio exists in week 8; one or two windows have a value and no interval.
    """
    used = [i for i in windows_back(clean) if entrants[i] + leavers[i] > 0 and i >= 2 * STEP - 1]
    if not used:
        return Figure.none(NOT_ENOUGH_WEEKS)
    logs = np.array([_log_ratio(entrants[i], leavers[i]) for i in used])
    mean = float(logs.mean())
    if len(logs) < FEWEST_FOR_INTERVAL:
        return Figure(math.exp(mean), n=len(logs))
    reach = float(student_quantile(len(logs) - 1, 0.975)) * float(logs.std(ddof=1)) / math.sqrt(len(logs))
    return Figure(math.exp(mean), _exp(mean - reach), _exp(mean + reach), n=len(logs))


def _exp(x: float) -> float:
    return math.exp(min(max(x, -20.0), 20.0))


def _log_ratio(entrants: float, leavers: float) -> float:
    if entrants == 0 or leavers == 0:
        entrants, leavers = entrants + 0.5, leavers + 0.5
    return math.log(entrants / leavers)
