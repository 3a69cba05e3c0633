"""What the study of a scope is worked out from: the rollups of its last weeks as arrays, people as positions.

People are positions 0..n-1 in the sorted pseudonyms of those who are eligible at the week's end; whoever is not is OUTSIDE.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from adoption.metrics.series import Series
from adoption.science.conversation import Clock
from adoption.science.figures import Bools, Ints

OUTSIDE = -1
YEARS = 104  # weeks of activity, the asked one the last
HALF_YEAR = 26  # weeks of ties


@dataclass(frozen=True)
class Rows:
    """Columns of equal length; `where` takes the chosen rows of all."""

    def where(self: Chosen, mask: Bools | Ints) -> Chosen:
        return replace(self, **{f.name: getattr(self, f.name)[mask] for f in fields(self)})


Chosen = TypeVar("Chosen", bound=Rows)


@dataclass(frozen=True)
class Activity(Rows):
    """One row per person and week with a trace of them, communities summed; shape (rows,). `pseudonym` tells those OUTSIDE apart."""

    week: Ints
    person: Ints
    pseudonym: Ints
    visits: Ints
    profile_views: Ints
    posts: Ints
    comments: Ints
    reactions: Ints
    mentions: Ints
    follows: Ints
    invites: Ints
    contributions: Ints


@dataclass(frozen=True)
class Towards(Rows):
    """Interactions of one person towards another in a week; shape (rows,)."""

    week: Ints
    person: Ints
    target: Ints
    replies: Ints
    reactions: Ints
    mentions: Ints


@dataclass(frozen=True)
class Lives(Rows):
    """Threads opened in the last 26 weeks; columns of the model ThreadLife. `first` is 1 for the very first writing of its author.

    `back` is 1 where the author wrote again in one of the four weeks after the thread's own.
    """

    opened_week: Ints
    opened_ms: Ints
    author: Ints  # pseudonym
    by_animator: Ints
    asks: Ints
    reply_ms: Ints
    replier: Ints
    replier_role: Ints
    reactions: Ints
    first: Ints
    back: Ints


@dataclass(frozen=True)
class Evidence:
    """One scope as of the end of `week`. Arrays of people have shape (n,); units are dense numbers, NO_UNIT (-1) for none.

    `weeks_known`: complete weeks since the person is eligible here. `now_ms`: the end of the week. `clock`: working hours between instants.
    """

    community_id: int
    week: int
    series: Series
    pseudonyms: Ints
    unit: Ints
    unit_ids: Ints
    unit_names: tuple[str, ...]
    weeks_known: Ints
    animates: Bools
    ever_visited: Bools
    activity: Activity
    ties: Towards
    lives: Lives
    now_ms: int
    clock: Clock

    def __len__(self) -> int:
        return len(self.pseudonyms)

    def recent(self, weeks: int) -> Activity:
        """Activity of eligible people in the last `weeks`."""
        return self.activity.where((self.activity.week > self.week - weeks) & (self.activity.person != OUTSIDE))

    def total(self, column: str, weeks: int) -> Ints:
        """Sum of a column of the activity over the last `weeks`, by person; shape (n,)."""
        rows = self.activity
        chosen = (rows.week > self.week - weeks) & (rows.person != OUTSIDE)
        return np.bincount(rows.person[chosen], weights=getattr(rows, column)[chosen], minlength=len(self)).astype(np.int64)

    def table(self, rows: Activity, weeks: int) -> Bools:
        """Who has one of the rows, all of eligible people, in each of the last `weeks`, the asked one last; shape (weeks, n)."""
        there = np.zeros((weeks, len(self)), dtype=np.bool_)
        there[rows.week - self.week + weeks - 1, rows.person] = True
        return there
