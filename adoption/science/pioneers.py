"""Pioneers (adoption.md 5.17): do newcomers whom they answer come back, and do they last themselves? Their pull is in `pull`.

Newcomers' return is read from a landmark, as in `welcome`: answered before it, back after it. Association: whom a pioneer answers is
not drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.claims import ASSOCIATION, Claim
from adoption.science.cohorts import SILENCE
from adoption.science.conversation import DAY, OLDEST, Threads
from adoption.science.figures import Bools, Figure, Ints
from adoption.science.health import wilson
from adoption.science.intervals import newcombe
from adoption.science.pull import NEVER
from adoption.science.survival import Survival, kaplan_meier

ROLES = ("pioneer", "peer", "manager")


@dataclass(frozen=True)
class Returns:
    """Share of newcomers back within 28 days by who first answered, in the order of ROLES, and nobody; differences are against nobody."""

    answered: tuple[Figure, ...]
    nobody: Figure
    differences: tuple[Figure, ...]
    kind: Claim = ASSOCIATION


def return_by_role(threads: Threads, first: Bools, back: Bools, role: Ints, now: int, landmark: int = DAY) -> Returns:
    """As `welcome.return_by_reply`, told by who answered first: `role` (threads,) is a position in ROLES of the first replier."""
    old, told = first & (threads.opened <= now - OLDEST), threads.answered(landmark)
    groups = [old & told & (role == place) for place in range(len(ROLES))]
    counts = [(int((group & back).sum()), int(group.sum())) for group in (*groups, old & ~told)]
    differences = tuple(newcombe(*one, *counts[-1]) for one in counts[:-1])
    return Returns(tuple(wilson(*one) for one in counts[:-1]), wilson(*counts[-1]), differences)


def lasting(active: Bools, low: Bools, since: Ints) -> Survival:
    """How long pioneers (or anybody) go on, in weeks since they became one, until a silence of 8 weeks that are not of the low season.

    `active` (weeks, people), `low` (weeks,), `since` (people,) week or NEVER, left out. Contributions of low weeks break a silence.
    """
    clean = np.flatnonzero(~low)
    chosen = np.flatnonzero(since != NEVER)
    if len(clean) < SILENCE or not len(chosen):
        return kaplan_meier(np.zeros(0), np.zeros(0, dtype=np.bool_))
    acts = np.vstack([np.zeros((1, len(chosen)), dtype=np.int64), np.cumsum(active[:, chosen], axis=0)])
    ends = clean[SILENCE - 1 :]
    starts = clean[: len(ends)]
    quiet = (acts[ends + 1] == acts[starts]) & (starts[:, None] >= since[chosen][None, :])
    ended = quiet.any(axis=0)
    until = np.where(ended, starts[quiet.argmax(axis=0)], starts[-1] + 1)
    seen = ended | (until > since[chosen])
    return kaplan_meier((until - since[chosen])[seen].astype(np.float64), ended[seen])
