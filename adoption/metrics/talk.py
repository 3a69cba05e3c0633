"""Conversation (adoption.md 3.4, 5.12 and 5.14): are posts answered, how fast, by whom, and do newcomers find their way in?

Rollups keep the first answer of a thread within its seven days: a later one is not seen, here the post is unanswered. They keep its
author's return by weeks: back in one of the four weeks after the thread's own, which may precede an answer of the day after a Sunday.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from adoption.metrics.evidence import Evidence
from adoption.metrics.study import Talk, TalkPeople
from adoption.science import conversation, welcome
from adoption.science.conversation import NEVER, OLDEST, Clock, Threads
from adoption.science.figures import NO_ACTIVITY, NO_PEOPLE, Bools, Figure, Ints

HOURS = (1, 4, 24)  # working hours that part the delays of answers
ANIMATOR = 1  # replier_role of an animator
SETTLING = 8  # weeks a newcomer has for each step


def talk(evidence: Evidence) -> Talk | None:
    """The conversation of a scope as of the end of the evidence's week; None without eligible people."""
    if not len(evidence):
        return None
    lives, now = evidence.lives, evidence.now_ms
    threads = Threads(lives.opened_ms, lives.author, np.where(lives.reply_ms > 0, lives.reply_ms, NEVER), lives.replier)
    judged = conversation.judgeable(threads, now)
    known, first = judged & (lives.asks >= 0), lives.first == 1
    rate = _of_threads(conversation.response_rate(threads, judged))
    waiting = welcome.waiting(threads, first & (lives.opened_ms >= now - OLDEST), now, evidence.clock)
    return Talk(
        response_rate=rate,
        band=conversation.band(rate),
        delay=conversation.delay(threads, judged, evidence.clock),
        buckets=buckets(threads, judged, evidence.clock),
        by_animators=_of_threads(conversation.answered_by(threads, judged, lives.replier_role == ANIMATOR)),
        curiosity=_curiosity(conversation.curiosity(threads, known, lives.asks == 1)),
        returns=welcome.return_by_reply(threads, first, lives.back == 1, now),
        newcomers_waiting=Figure.count(int(waiting.sum())),
        funnel=funnel(evidence),
        behind=TalkPeople(
            authors=_distinct(threads.author[judged]),
            repliers=_distinct(threads.first_replier[judged & threads.answered()]),
            asking=_distinct(threads.author[known & (lives.asks == 1)]),
            telling=_distinct(threads.author[known & (lives.asks == 0)]),
        ),
    )


def buckets(threads: Threads, judged: Bools, clock: Clock) -> Ints:
    """Judged threads answered under 1, 4 and 24 working hours, later within 7 days, and never; shape (5,)."""
    answered = judged & threads.answered()
    hours = clock(threads.opened[answered], threads.first_reply[answered])
    count = np.bincount(np.searchsorted(HOURS, hours, side="right"), minlength=len(HOURS) + 1)
    return np.append(count, int(judged.sum() - answered.sum())).astype(np.int64)


def funnel(evidence: Evidence) -> Ints:
    """Eligible people who arrived in the 8 weeks before the last 8, and those who came, reacted, answered, posted; shape (5,).

    Each had the week of their arrival and the 8 complete ones after it. Steps are not nested: one may post and never react.
    """
    known = evidence.weeks_known
    arrived = (known >= SETTLING) & (known < 2 * SETTLING)
    rows = evidence.recent(2 * SETTLING)
    lived = rows.week - (evidence.week - known[rows.person])
    rows = rows.where(arrived[rows.person] & (lived >= 0) & (lived <= SETTLING))
    steps = (np.ones(len(rows.week), dtype=np.bool_), rows.reactions > 0, rows.comments > 0, rows.posts > 0)
    return np.array([arrived.sum(), *(_distinct(rows.person[step]) for step in steps)], dtype=np.int64)


def _curiosity(found: conversation.Curiosity) -> conversation.Curiosity:
    return replace(found, asked=_of_threads(found.asked))


def _of_threads(figure: Figure) -> Figure:
    """Threads are lacking, not people."""
    return figure.because(NO_ACTIVITY) if figure.reason == NO_PEOPLE else figure


def _distinct(who: Ints) -> int:
    return len(np.unique(who))
