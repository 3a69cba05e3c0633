"""Conversation of hand-made scopes, reckoned by hand."""

import pytest

from adoption.metrics.study import Talk, TalkPeople
from adoption.metrics.talk import talk
from adoption.science.conversation import OVER_7_DAYS
from adoption.science.figures import NO_ACTIVITY, Figure
from tests.adoption.evidence import act, evidence, life

DAY = 24


def said(*lives: dict[str, int]) -> Talk:
    found = talk(evidence(10, lives=lives))
    assert found is not None
    return found


def test_nobody_says_nothing() -> None:
    assert talk(evidence(0)) is None
    silent = said()
    assert silent.response_rate == silent.delay == silent.by_animators == Figure.none(NO_ACTIVITY)
    assert silent.band is None and silent.buckets.tolist() == [0] * 5 and silent.newcomers_waiting.value == 0
    assert silent.curiosity.asked.reason == NO_ACTIVITY


def test_only_threads_that_had_their_seven_days_are_judged() -> None:
    found = said(
        life(1, 8 * DAY, answered=0.5, by=2, role=1), life(1, 9 * DAY, answered=3, by=3), life(2, 10 * DAY, answered=5, by=2, role=1),
        life(3, 11 * DAY, answered=100, by=4), life(3, 12 * DAY), life(4, 6 * DAY, answered=1), life(4, 36 * DAY, answered=1),
    )  # fmt: skip
    assert (found.response_rate.value, found.response_rate.n, found.band) == (0.8, 5, "green")
    assert found.buckets.tolist() == [1, 1, 1, 1, 1]
    assert found.delay.value == 5
    assert found.by_animators.value == 0.5
    assert found.behind == TalkPeople(authors=3, repliers=3, asking=0, telling=0)


def test_the_limits_of_the_buckets() -> None:
    at = [life(1, 10 * DAY, answered=hours) for hours in (0.99, 1, 3.99, 4, 23.99, 24, 168)]
    assert said(*at).buckets.tolist() == [1, 2, 2, 2, 0]


def test_a_median_beyond_seven_days_is_said_to_be() -> None:
    assert said(life(1, 10 * DAY), life(2, 10 * DAY), life(3, 10 * DAY, answered=1)).delay.reason == OVER_7_DAYS


def test_curiosity_leaves_out_threads_whose_words_are_not_here() -> None:
    found = said(
        life(1, 10 * DAY, answered=1, asks=1), life(2, 10 * DAY, asks=1), life(3, 10 * DAY, answered=1, asks=0),
        life(4, 10 * DAY, answered=1), life(5, 3 * DAY, asks=1),
    )  # fmt: skip
    assert found.curiosity.asked.value == pytest.approx(2 / 3) and found.curiosity.asked.n == 3
    assert (found.curiosity.answered_questions.value, found.curiosity.answered_others.value) == (0.5, 1)
    assert found.behind is not None and (found.behind.asking, found.behind.telling) == (2, 1)


def test_newcomers_come_back_or_wait() -> None:
    found = said(
        life(1, 40 * DAY, answered=2, first=1, back=1), life(2, 60 * DAY, answered=30, first=1), life(3, 100 * DAY, first=1, back=1),
        life(4, 50 * DAY, answered=2, back=1), life(5, 34 * DAY, answered=2, first=1, back=1),
        life(6, 30 * DAY, first=1), life(7, 23, first=1), life(8, 24, first=1), life(9, 50, first=0),
    )  # fmt: skip
    assert (found.returns.answered.value, found.returns.answered.n) == (1, 1)
    assert (found.returns.unanswered.value, found.returns.unanswered.n) == (0.5, 2)  # answered after 30 hours is too late
    assert found.newcomers_waiting.value == 2


def test_the_way_of_newcomers() -> None:
    rows = [
        act(0, 15, visits=1), act(1, 7, comments=1), act(1, 6, comments=1), act(2, 5, posts=1, reactions=2), act(3, 2, posts=1),
        act(4, 12, posts=1), act(5, 0, posts=1),
    ]  # fmt: skip
    found = talk(evidence(7, rows, known=[15, 15, 8, 11, 16, 7, 9]))
    assert found is not None
    assert found.funnel.tolist() == [5, 3, 1, 1, 1]  # the fourth came in the tenth week, the fifth and sixth arrived at other times
