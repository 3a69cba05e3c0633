"""Conversation (adoption.md 5.12 and 5.14): are posts answered, how fast, by whom, and do questions open them?

Response rate and its bands (50 and 58 %) after SWOOP Analytics; the delay is the Kaplan-Meier median in working hours, censored at 7
days, so that a post still waiting counts as one. Instants are milliseconds since 1970 (UTC). Reactions are no answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from adoption.science.figures import NO_ACTIVITY, NO_PEOPLE, Bools, Figure, Floats, Ints
from adoption.science.health import wilson
from adoption.science.intervals import newcombe
from adoption.science.survival import NOT_REACHED, Survival, kaplan_meier

Clock = Callable[[Ints, Ints], Floats]  # working hours between two instants
Band = Literal["red", "amber", "green"]

NEVER = -1
HOUR = 3_600_000
DAY = 24 * HOUR
WITHIN = 7 * DAY
OLDEST = 35 * DAY
AMBER, GREEN = 0.50, 0.58
OVER_7_DAYS = "over_7_days"
QUESTION_LENGTH = 500


@dataclass(frozen=True)
class Threads:
    """One entry a thread, shape (threads,): when and by whom opened, first comment by somebody else (NEVER in both without one)."""

    opened: Ints
    author: Ints
    first_reply: Ints
    first_replier: Ints

    def __len__(self) -> int:
        return len(self.opened)

    def answered(self, within: int = WITHIN) -> Bools:
        """Threads that somebody else answered within so many milliseconds."""
        there: Bools = (self.first_reply != NEVER) & (self.first_reply - self.opened <= within)
        return there


@dataclass(frozen=True)
class Curiosity:
    """Share of threads that ask, response rates of those that do and do not, and their difference."""

    asked: Figure
    answered_questions: Figure
    answered_others: Figure
    difference: Figure


def threads_of(thread: Ints, author: Ints, at: Ints) -> Threads:
    """Threads of messages, one entry a message; the first of each `thread` opens it. In the order of the threads' numbers."""
    order = np.lexsort((at, thread))
    thread, author, at = thread[order], author[order], at[order]
    _, start, place = np.unique(thread, return_index=True, return_inverse=True)
    replies = np.flatnonzero(author != author[start][place])
    answered, first = np.unique(place[replies], return_index=True)
    reply, replier = np.full(len(start), NEVER), np.full(len(start), NEVER)
    reply[answered], replier[answered] = at[replies[first]], author[replies[first]]
    return Threads(at[start], author[start], reply, replier)


def judgeable(threads: Threads, at: int) -> Bools:
    """Threads opened in [at - 35 days, at - 7 days]: recent, and each given its seven days."""
    return (threads.opened >= at - OLDEST) & (threads.opened <= at - WITHIN)


def response_rate(threads: Threads, chosen: Bools) -> Figure:
    """Share of the chosen threads that somebody else answered within 7 days; null without a thread."""
    return wilson(int((threads.answered() & chosen).sum()), int(chosen.sum()))


def band(rate: Figure) -> Band | None:
    if rate.value is None:
        return None
    return "green" if rate.value >= GREEN else "amber" if rate.value >= AMBER else "red"


def delays(threads: Threads, chosen: Bools, clock: Clock) -> Survival:
    """Curve of waiting, in working hours, censored 7 days after the opening."""
    opened = threads.opened[chosen]
    ended = threads.answered()[chosen]
    until = np.where(ended, threads.first_reply[chosen], opened + WITHIN)
    return kaplan_meier(clock(opened, until), ended)


def delay(threads: Threads, chosen: Bools, clock: Clock) -> Figure:
    """Median delay of the first reply in working hours; reason OVER_7_DAYS where less than half are answered within them."""
    if not chosen.any():
        return Figure.none(NO_ACTIVITY)
    rate, median = response_rate(threads, chosen), delays(threads, chosen, clock).quantile(0.5)
    unanswered = rate.value is not None and rate.value < 0.5
    return Figure.none(OVER_7_DAYS, n=rate.n) if unanswered or median.reason == NOT_REACHED else median


def answered_by(threads: Threads, chosen: Bools, animates: Bools) -> Figure:
    """Share of the chosen threads' first replies that animators gave; `animates`: of each thread's first replier, as of the reply."""
    answered = threads.answered() & chosen
    return wilson(int((answered & animates).sum()), int(answered.sum()))


def is_question(text: str, kind: str = "") -> bool:
    """Whether a post asks: it is of the kind `question`, or its first 500 characters hold a question mark."""
    return kind == "question" or "?" in text[:QUESTION_LENGTH]


def curiosity(threads: Threads, chosen: Bools, asks: Bools) -> Curiosity:
    """Questions among the chosen threads, and whether they are better answered; `asks` of shape (threads,)."""
    answered = threads.answered()
    asking, telling = chosen & asks, chosen & ~asks
    counts = int((answered & asking).sum()), int(asking.sum()), int((answered & telling).sum()), int(telling.sum())
    asked = wilson(counts[1], int(chosen.sum()))
    difference = newcombe(*counts)
    return Curiosity(asked, _of_threads(wilson(*counts[:2])), _of_threads(wilson(*counts[2:])), _of_threads(difference))


def _of_threads(figure: Figure) -> Figure:
    return figure.because(NO_ACTIVITY) if figure.reason == NO_PEOPLE else figure


def working_clock(starts: Ints, ends: Ints) -> Clock:
    """The clock of the working spells `starts[i]..ends[i]`, at least one, in order and apart: hours of them between two instants."""
    instants = np.column_stack([starts, ends]).ravel().astype(np.float64)
    worked = np.cumsum(np.column_stack([np.zeros(len(starts)), (ends - starts) / HOUR]).ravel())  # rises in each spell, flat between two

    def hours(since: Ints, until: Ints) -> Floats:
        passed: Floats = np.interp(until, instants, worked) - np.interp(since, instants, worked)
        return passed

    return hours
