"""What is left of the conversation: rates of threads, delays, and the way of newcomers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from adoption.metrics.masking.rules import HIDDEN, cover, few, nothing, number, rate, resting, rounded, share, veil
from adoption.metrics.study import Talk, TalkPeople
from adoption.science.conversation import Curiosity
from adoption.science.figures import Ints
from adoption.science.privacy import GRAIN, SMALL, K
from adoption.science.welcome import Return

UNKNOWN = TalkPeople(0, 0, 0, 0)


def mask_talk(found: Talk) -> Talk:
    """Of a scope with k people and k contributors of 28 days or more."""
    behind = found.behind or UNKNOWN
    answered = rate(found.response_rate, behind.authors)
    return replace(
        found,
        response_rate=answered,
        band=None if answered.value is None else found.band,
        delay=resting(found.delay, min(behind.authors, behind.repliers)),
        buckets=_buckets(found.buckets, behind),
        by_animators=rate(found.by_animators, behind.repliers),
        curiosity=_curiosity(found.curiosity, behind),
        returns=_returns(found.returns),
        newcomers_waiting=number(found.newcomers_waiting),
        funnel=_funnel(found.funnel),
        behind=None,
    )


def _buckets(counts: Ints, behind: TalkPeople) -> Ints:
    """The rate tells how many threads were answered: the four delays must stand against that, then all five against their total."""
    if behind.authors < K:
        return np.full(len(counts), HIDDEN)
    delays = cover(counts[:-1], np.full(len(counts) - 1, counts[:-1].any() and behind.repliers < K))
    return veil(counts, cover(counts, [*delays, False]))


def _curiosity(found: Curiosity, behind: TalkPeople) -> Curiosity:
    """Neither rate without the other: the rate of all threads would give it back."""
    asked = rate(found.asked, behind.asking + behind.telling)
    questions, others = rate(found.answered_questions, behind.asking), rate(found.answered_others, behind.telling)
    if (few(behind.asking) or few(behind.telling)) or (questions.value is None and others.value is None):
        gone = nothing()
        return Curiosity(asked, gone, gone, gone)
    difference = resting(found.difference, min(behind.asking, behind.telling))
    exact = (questions.value, others.value) == (found.answered_questions.value, found.answered_others.value)
    return Curiosity(asked, questions, others, difference if exact else rounded(difference, GRAIN))


def _returns(found: Return) -> Return:
    answered, unanswered = share(found.answered), share(found.unanswered)
    if answered.value is None or unanswered.value is None:
        return Return(answered, unanswered, nothing())
    coarse = min(answered.n, unanswered.n) < SMALL
    return Return(answered, unanswered, rounded(found.difference, GRAIN) if coarse else found.difference)


def _funnel(steps: Ints) -> Ints:
    """A step goes with those who did not make it, of all who arrived and of all who came."""
    arrived, came = int(steps[0]), int(steps[1])
    if arrived < K:
        return np.full(len(steps), HIDDEN) if arrived else steps
    hidden = np.array([few(int(step)) or few(arrived - int(step)) for step in steps])
    if not hidden[1]:
        hidden[2:] |= np.array([few(came - int(step)) for step in steps[2:]])
    return veil(steps, hidden)
