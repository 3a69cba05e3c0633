"""What the switch-off test reads of one network or community, week by week, and which weeks may teach it something (adoption.md 5.24)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Bools, Floats, Ints
from adoption.science.weeks import WINDOW, YEAR, clean_weeks

REOPENING = 8  # weeks out of the fit after the low season or a closure ends
ORDINARY, LOW, AFTER = 0, 1, 2
QUIET_SHARE = 0.30
QUIET_OF = 90


@dataclass(frozen=True)
class History:
    """One row per consecutive complete week, shape (n,); declared animators are in none of the counts of people.

    `people`: eligible people at the end of the week. `engaged`: those who contributed in the 28 days ending with it. `entries`:
    engaged now and not the week before; `exits`: engaged the week before and not now. `push`: touches of campaigns and contributions
    of animators, pioneers and sponsors, in any unit per person that is kept from one community to the next, 0 for none. `low`: weeks
    of the low season, or closed. `ahead_low`: the same for the 52 weeks that follow. Raises ValueError where lengths differ.
    """

    people: Ints
    engaged: Ints
    entries: Ints
    exits: Ints
    push: Floats
    low: Bools
    ahead_low: Bools

    def __post_init__(self) -> None:
        columns = (self.engaged, self.entries, self.exits, self.push, self.low)
        if any(len(column) != len(self.people) for column in columns) or len(self.ahead_low) != YEAR:
            raise ValueError("one row per week in every column, and 52 weeks ahead")

    def __len__(self) -> int:
        return len(self.people)

    @property
    def share(self) -> Floats:
        """Engaged people over eligible people; 0 where nobody is eligible."""
        return np.asarray(self.engaged / np.maximum(self.people, 1))

    @property
    def recent_push(self) -> Floats:
        """u: mean recorded push of the last 4 weeks, of those there are at the beginning."""
        return back_mean(self.push)

    @property
    def phases(self) -> Ints:
        """0 ordinary, 1 low, 2 one of the 8 weeks after a re-opening, for the past and the 52 weeks ahead; shape (n + 52,)."""
        return phases(np.concatenate([self.low, self.ahead_low]))

    @property
    def clean(self) -> Bools:
        """Weeks whose 28 days touch no low week."""
        return clean_weeks(self.low, WINDOW)

    @property
    def fitted(self) -> Bools:
        """Weeks in the fit: ordinary, with four weeks before them."""
        known = np.arange(len(self)) >= WINDOW
        return np.asarray(known & (self.phases[: len(self)] == ORDINARY))

    @property
    def quiet(self) -> Bools:
        """Weeks whose u is at most 30 % of its 90th percentile."""
        u = self.recent_push
        return np.asarray(u <= QUIET_SHARE * np.percentile(u, QUIET_OF) + 1e-12)


def back_mean(values: Floats) -> Floats:
    """Mean over each week and the three before it, of those there are; shape kept."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    end = np.arange(1, len(values) + 1)
    start = np.maximum(end - WINDOW, 0)
    return np.asarray((total[end] - total[start]) / (end - start))


def phases(low: Bools) -> Ints:
    """Phase of each of consecutive weeks, see `History.phases`."""
    found = np.where(low, LOW, ORDINARY)
    for back in range(1, REOPENING + 1):
        after = np.zeros(len(low), bool)
        after[back:] = low[:-back]
        found = np.where(after & (found == ORDINARY), AFTER, found)
    return found.astype(np.int64)


def longest_run(weeks: Bools) -> int:
    """Length of the longest run of consecutive true weeks."""
    best = run = 0
    for one in weeks.tolist():
        run = run + 1 if one else 0
        best = max(best, run)
    return best
