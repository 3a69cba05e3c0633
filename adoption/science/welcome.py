"""Newcomers' first posts (adoption.md 3.4 and 5.12): who is still waiting, and do those who were answered come back?

Joyce and Kraut (2006), Journal of Computer-Mediated Communication 11, 723-747: 61 % of newcomers got a reply, and 56 % of those posted
again against 44 % of the others. The comparison is made from a landmark, one day after the post: answered before it, back after it,
so that nobody counts as answered for having stayed long enough (Anderson, Cain and Gelber 1983). It describes; it does not prove.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.conversation import DAY, NEVER, OLDEST, Clock, Threads
from adoption.science.figures import Bools, Figure, Ints
from adoption.science.health import wilson
from adoption.science.intervals import newcombe

PATIENCE = 24  # working hours
RETURN = 28 * DAY


@dataclass(frozen=True)
class Return:
    """Share of newcomers back within 28 days, by whether somebody had answered them, and the difference with Newcombe's interval."""

    answered: Figure
    unanswered: Figure
    difference: Figure


def first_posts(threads: Threads, actor: Ints, at: Ints) -> Bools:
    """Threads that are the very first thing their author wrote; `actor`, `at`: all messages, those that open threads included."""
    earliest = np.full(int(max(actor.max(initial=-1), threads.author.max(initial=-1))) + 1, np.iinfo(np.int64).max)
    np.minimum.at(earliest, actor, at)
    return threads.opened <= earliest[threads.author]


def waiting(threads: Threads, first: Bools, now: int, clock: Clock) -> Bools:
    """Newcomers' first posts (`first`) that nobody has answered after 24 working hours: the ones to answer today."""
    waited = clock(threads.opened, np.full(len(threads), now))
    alone: Bools = first & (threads.first_reply == NEVER) & (threads.opened <= now) & (waited >= PATIENCE)
    return alone


def comes_back(threads: Threads, actor: Ints, at: Ints, landmark: int = DAY, horizon: int = RETURN) -> Bools:
    """Whether each thread's author wrote anything from `landmark` (excluded) to `horizon` (included) after opening it, in milliseconds."""
    if not len(actor):
        return np.zeros(len(threads), dtype=np.bool_)
    origin = int(min(at.min(), threads.opened.min(initial=at.min())))
    stride = int(max(at.max(), threads.opened.max(initial=at.min()))) - origin + horizon + 1
    acts = np.sort(actor.astype(np.int64) * stride + (at - origin))
    since = threads.author.astype(np.int64) * stride + (threads.opened - origin)
    found: Bools = np.searchsorted(acts, since + landmark, side="right") < np.searchsorted(acts, since + horizon, side="right")
    return found


def return_by_reply(threads: Threads, first: Bools, back: Bools, now: int, landmark: int = DAY) -> Return:
    """Of newcomers' first posts at least 35 days old at `now`; `back` as of `comes_back`. Either group may be empty: null.

    A `landmark` beyond the one of `comes_back` lets a reply count that came after the return.
    """
    old = first & (threads.opened <= now - OLDEST)
    told = threads.answered(landmark)
    yes, no = old & told, old & ~told
    counts = int((yes & back).sum()), int(yes.sum()), int((no & back).sum()), int(no.sum())
    return Return(wilson(*counts[:2]), wilson(*counts[2:]), newcombe(*counts))
