"""The real pause (adoption.md 5.24): 8 to 13 clean weeks without push, the best evidence there is on the switch-off. Thresholds are ours.

On 1,000 simulated organisations the plain rule of 5.24 was wrong in 12 % of its "survives" after 8 clean weeks and 9 % after 13: slow falls
that do not damp, and small numbers. So a word also needs the undamped trend and the interval of the share on its side, else unknown;
with that 2 % and 2.5 % were wrong, and none of its "dies".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtrit as student_quantile

from adoption.science.figures import Bools, Figure, Floats, Ints
from adoption.science.health import wilson
from adoption.science.weeks import WINDOW, YEAR

Word = Literal["survives", "dies", "unknown"]
SHORTEST, LONGEST = 8, 13  # clean weeks
ALIVE, STAYS, ENDS = 0.10, 0.15, 0.05
DAMPING = 0.9  # share of its slope that the trend keeps from one week to the next
SURELY_ALIVE, SURELY_STAYS, SURELY_SMALL = 0.15, 0.20, 0.12  # ours, on top of the rule
FEWEST_CLUSTERS = 8  # a side, as for campaigns (5.25)

PAUSE_TOO_SHORT = "pause_too_short"
PAUSE_UNDECIDED = "pause_undecided"
NOT_ENOUGH_CLUSTERS = "not_enough_clusters"


@dataclass(frozen=True)
class Pause:
    """The word after a whole-network pause, and the plain rule's; share now, where the damped trend leads, clean weeks it rests on."""

    verdict: Word
    reason: str
    plain: Word
    level: float | None
    ahead: float | None
    clean_weeks: int


def judge_pause(share: Floats, clean: Bools, people: int, horizon: int = YEAR) -> Pause:
    """The word after a pause of the whole network of `people`; arrays of shape (n,), from the first week without push to the last.

    `clean` tells the weeks whose 28 days touch no low week. Plain rule: alive with a share of at least 10 % and a trend that stays at
    15 % or above; dead with a share under 10 % or a trend that ends under 5 %; else unknown. The trend is the slope of the last 4 clean
    weeks, falls only, damped by .9 a week.
    """
    counted = np.flatnonzero(clean)
    if len(counted) < SHORTEST:
        return Pause("unknown", PAUSE_TOO_SHORT, "unknown", None, None, len(counted))
    last = counted[-WINDOW:]
    level, ahead = float(share[last[-1]]), damped(share[last], last.astype(np.float64), horizon)
    plain: Word = "dies" if level < ALIVE or ahead < ENDS else "survives" if ahead >= STAYS else "unknown"
    sure = _sure(plain, share, counted, people, horizon, ahead)
    return Pause(plain if sure else "unknown", "" if sure else PAUSE_UNDECIDED, plain, level, ahead, len(counted))


def _sure(plain: Word, share: Floats, counted: Ints, people: int, horizon: int, ahead: float) -> bool:
    """Whether the undamped trends of 8 and of 4 clean weeks and the interval of the share say the same as the plain rule."""
    level = wilson(round(float(share[counted[-1]]) * people), people)
    if level.low is None or level.high is None:
        return False
    long, short = (undamped(share[counted[-span:]], counted[-span:].astype(np.float64), horizon) for span in (SHORTEST, WINDOW))
    if plain == "survives":
        return level.low >= SURELY_ALIVE and min(long, short) >= SURELY_STAYS
    return plain == "dies" and (level.high < ALIVE or (max(ahead, long) < ENDS and level.high < SURELY_SMALL))


def damped(share: Floats, weeks: Floats, horizon: int) -> float:
    """Where a falling share leads in `horizon` weeks when each week keeps .9 of the fall before it; a rise is not continued."""
    slope = min(float(np.polyfit(weeks - weeks.mean(), share, 1)[0]), 0.0)
    return max(float(share[-1]) + slope * DAMPING * (1 - DAMPING**horizon) / (1 - DAMPING), 0.0)


def undamped(share: Floats, weeks: Floats, horizon: int) -> float:
    """Where a falling share leads in `horizon` weeks when it goes on losing the same part of itself each week."""
    slope = min(float(np.polyfit(weeks - weeks.mean(), np.log(np.maximum(share, 1e-3)), 1)[0]), 0.0)
    return float(share[-1] * np.exp(slope * horizon))


@dataclass(frozen=True)
class Clusters:
    """Communities of a pause by draw, clean weeks only, shape (communities, weeks) but for `paused` (communities,) and `during` (weeks,).

    `entries`, `exits` and `engaged` as in `History`; `shared`: share of the members of paused communities who are members of others too.
    """

    paused: Bools
    during: Bools
    people: Floats
    engaged: Floats
    entries: Floats
    exits: Floats
    shared: float


@dataclass(frozen=True)
class Contrast:
    """Paused minus other communities, change from before to during the pause, with t-intervals on communities; `spill_over` as given."""

    entries: Figure
    exits: Figure
    level: Figure
    spill_over: float


def compare_paused(clusters: Clusters) -> Contrast:
    """Entries per person not engaged, exits per engaged person and engaged share, each against the communities that went on."""
    waiting = np.maximum(clusters.people - clusters.engaged, 0.0)
    return Contrast(
        _contrast(clusters, clusters.entries, waiting),
        _contrast(clusters, clusters.exits, clusters.engaged),
        _contrast(clusters, clusters.engaged, clusters.people),
        clusters.shared,
    )


def _contrast(clusters: Clusters, part: Floats, whole: Floats) -> Figure:
    """Difference of mean changes with Welch's (1947) interval; communities without anyone to count are left out."""
    change = _rate(part[:, clusters.during], whole[:, clusters.during]) - _rate(part[:, ~clusters.during], whole[:, ~clusters.during])
    known = np.isfinite(change)
    one, other = change[known & clusters.paused], change[known & ~clusters.paused]
    if min(len(one), len(other)) < FEWEST_CLUSTERS:
        return Figure.none(NOT_ENOUGH_CLUSTERS, n=int(known.sum()))
    difference = float(one.mean() - other.mean())
    a, b = float(one.var(ddof=1)) / len(one), float(other.var(ddof=1)) / len(other)
    if a + b == 0:
        return Figure(difference, difference, difference, n=int(known.sum()))
    freedom = (a + b) ** 2 / (a**2 / (len(one) - 1) + b**2 / (len(other) - 1))
    reach = float(student_quantile(freedom, 0.975)) * (a + b) ** 0.5
    return Figure(difference, difference - reach, difference + reach, n=int(known.sum()))


def _rate(part: Floats, whole: Floats) -> Floats:
    total = whole.sum(axis=1)
    return np.asarray(np.divide(part.sum(axis=1), total, out=np.full(len(total), np.nan), where=total > 0))
