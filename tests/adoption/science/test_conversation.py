"""Replies, delays, newcomers and maturity: the racket Slack's published figures, and threads worked out by hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.science import conversation, maturity, welcome
from adoption.science.conversation import DAY, HOUR, NEVER, OVER_7_DAYS, Threads
from adoption.science.dyads import dyads_of
from adoption.science.figures import NO_ACTIVITY, NO_PEOPLE, Figure, Floats, Ints
from adoption.science.intervals import mean_figure, newcombe
from adoption.science.survival import kaplan_meier
from tests.adoption.science.racket import racket


def every_hour(since: Ints, until: Ints) -> Floats:
    return (until - since) / HOUR


def test_the_racket_slack_answers_as_published(validation_data: Path) -> None:
    messages = racket(validation_data)
    threads = conversation.threads_of(messages.thread, messages.author, messages.at)
    everything = np.ones(len(threads), bool)
    rate = conversation.response_rate(threads, everything)
    assert len(threads) == 2364
    assert rate.value == pytest.approx(0.62, abs=5e-3)
    assert conversation.band(rate) == "green"
    replied = threads.first_reply != NEVER
    minutes = (threads.first_reply - threads.opened)[replied] / 60_000
    uncensored = kaplan_meier(minutes, np.ones(len(minutes), bool))
    assert uncensored.quantile(0.5).value == pytest.approx(16, abs=0.5)
    assert uncensored.quantile(0.9).value == pytest.approx(404, abs=0.5)
    censored = conversation.delay(threads, everything, every_hour)
    assert censored.value is not None and censored.value * 60 > 16  # those who wait count too
    assert censored.low is not None and censored.high is not None and censored.low <= censored.value <= censored.high


def test_newcomers_of_the_racket_slack_come_back_when_answered(validation_data: Path) -> None:
    messages = racket(validation_data)
    threads = conversation.threads_of(messages.thread, messages.author, messages.at)
    first = welcome.first_posts(threads, messages.author, messages.at)
    back = welcome.comes_back(threads, messages.author, messages.at)
    end = int(messages.at.max())
    found = welcome.return_by_reply(threads, first, back, end, landmark=7 * DAY)  # published: a reply after the return counts too
    assert found.difference.n == 211
    assert [found.answered.value, found.unanswered.value] == pytest.approx([0.570, 0.420], abs=5e-4)
    assert [found.difference.value, found.difference.low, found.difference.high] == pytest.approx([0.150, 0.007, 0.285], abs=5e-4)
    ours = welcome.return_by_reply(threads, first, back, end).difference  # answered within a day, back after it
    assert [ours.value, ours.low, ours.high] == pytest.approx([0.170, 0.028, 0.303], abs=5e-3)


def test_newcombe_agrees_with_its_published_values() -> None:
    """Newcombe 1998, table II, method 10: rows (a), (b), (e) and (h)."""
    for counts, low, high in (
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ):
        found = newcombe(*counts)
        assert [found.low, found.high] == pytest.approx([low, high], abs=1e-4)
    assert newcombe(0, 0, 3, 9) == Figure.none(NO_PEOPLE, n=9)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_a_difference_lies_in_its_interval_and_turns_round(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    one, other = newcombe(a, n, b, m), newcombe(b, m, a, n)
    assert one.value is not None and one.low is not None and one.high is not None and other.low is not None
    assert -1 - 1e-9 <= one.low <= one.value <= one.high <= 1 + 1e-9
    assert one.high == pytest.approx(-other.low)


def test_a_mean_of_people_has_students_interval() -> None:
    found = mean_figure(np.array([1.0, 2.0, 3.0]))
    assert [found.low, found.value, found.high] == pytest.approx([2 - 4.30265 / 3**0.5, 2, 2 + 4.30265 / 3**0.5], abs=1e-4)
    assert mean_figure(np.array([4.0])) == Figure(4.0, n=1)


def test_threads_are_read_from_messages_in_any_order() -> None:
    thread, author, at = np.array([7, 7, 3, 7, 3, 3]), np.array([1, 2, 5, 1, 5, 1]), np.array([10, 40, 20, 30, 25, 90])
    for order in (np.arange(6), np.arange(6)[::-1], np.array([3, 1, 5, 0, 4, 2])):
        found = conversation.threads_of(thread[order], author[order], at[order])
        assert found.opened.tolist() == [20, 10]
        assert found.author.tolist() == [5, 1]
        assert found.first_reply.tolist() == [90, 40]
        assert found.first_replier.tolist() == [1, 2]
    alone = conversation.threads_of(thread[:1], author[:1], at[:1])
    assert [alone.first_reply.tolist(), alone.first_replier.tolist()] == [[NEVER], [NEVER]]


NOW = 100 * DAY


def replied(ages: list[float], days: list[float | None]) -> Threads:
    """Threads opened so many days ago and answered so many days later, by person 8."""
    opened = np.array([NOW - int(age * DAY) for age in ages])
    reply = np.array([NEVER if d is None else at + int(d * DAY) for at, d in zip(opened, days, strict=True)])
    return Threads(opened, np.arange(len(ages)), reply, np.where(reply == NEVER, NEVER, 8))


def test_only_threads_that_had_their_seven_days_are_judged() -> None:
    threads = replied([36, 35, 20, 7, 6], [0.1, 7, 7.5, None, 0.1])
    chosen = conversation.judgeable(threads, NOW)
    assert chosen.tolist() == [False, True, True, True, False]
    rate = conversation.response_rate(threads, chosen)
    assert rate.value == pytest.approx(1 / 3) and rate.n == 3
    assert conversation.band(rate) == "red"
    assert conversation.response_rate(threads, np.zeros(5, bool)) == Figure.none(NO_PEOPLE)


@pytest.mark.parametrize(("value", "name"), [(0.499, "red"), (0.5, "amber"), (0.5799, "amber"), (0.58, "green"), (None, None)])
def test_bands_of_the_response_rate(value: float | None, name: str | None) -> None:
    assert conversation.band(Figure(value)) == name


def test_the_median_delay_counts_those_who_wait() -> None:
    threads = replied([20] * 5, [1, 2, 3, None, 9])
    everything = np.ones(5, bool)
    assert conversation.delay(threads, everything, every_hour).value == pytest.approx(72)
    assert conversation.delay(threads, np.array([False, True, False, True, True]), every_hour) == Figure.none(OVER_7_DAYS, n=3)
    assert conversation.delay(threads, np.zeros(5, bool), every_hour) == Figure.none(NO_ACTIVITY)
    late = replied([20] * 4, [6, 6.5, None, None])
    assert conversation.delay(late, np.ones(4, bool), every_hour).value == pytest.approx(6.5 * 24)


def test_a_thread_is_lost_from_sight_at_seven_days_whatever_the_holidays() -> None:
    """Opened in a holiday that ends on day 75, the first is seen for 48 working hours only: it says nothing of what happens at 72."""
    threads = replied([30, 20, 20], [None, 3, 5])
    found = conversation.delay(threads, np.ones(3, bool), lambda since, until: every_hour(np.maximum(since, 75 * DAY), until))
    assert found.value == pytest.approx(72)


def test_the_working_clock_stands_still_at_night() -> None:
    starts = np.array([9, 33, 57]) * HOUR
    clock = conversation.working_clock(starts, starts + 8 * HOUR)
    since, until = np.array([9, 12, 16, 0, 20, 50]) * HOUR, np.array([10, 34, 40, 80, 30, 57]) * HOUR
    assert clock(since, until).tolist() == pytest.approx([1, 6, 8, 24, 0, 0])


def test_who_answers_first() -> None:
    threads = replied([20] * 4, [1, 2, 8, None])
    found = conversation.answered_by(threads, np.ones(4, bool), np.array([True, False, True, True]))
    assert (found.value, found.n) == (0.5, 2)
    assert conversation.answered_by(threads, np.zeros(4, bool), np.ones(4, bool)).reason == NO_PEOPLE


def test_what_a_question_is() -> None:
    assert conversation.is_question("Qui sait ?")
    assert conversation.is_question("", kind="question")
    assert not conversation.is_question("Voici.", kind="post")
    assert not conversation.is_question("." * 500 + "?")
    assert conversation.is_question("." * 499 + "?")


def test_questions_are_compared_with_the_rest() -> None:
    threads = replied([20] * 6, [1, 1, None, 1, None, None])
    found = conversation.curiosity(threads, np.ones(6, bool), np.array([True, True, True, False, False, False]))
    assert found.asked.value == 0.5
    assert [found.answered_questions.value, found.answered_others.value] == pytest.approx([2 / 3, 1 / 3])
    assert found.difference == newcombe(2, 3, 1, 3)
    silent = conversation.curiosity(threads, np.ones(6, bool), np.zeros(6, bool))
    assert silent.answered_questions.reason == NO_ACTIVITY and silent.difference.reason == NO_ACTIVITY


def test_newcomers_still_waiting_after_a_working_day() -> None:
    threads = replied([2, 2, 0.5, 2], [None, 1, None, None])
    first = np.array([True, True, True, False])
    assert welcome.waiting(threads, first, NOW, every_hour).tolist() == [True, False, False, False]
    weekend = conversation.working_clock(np.array([NOW]), np.array([NOW + HOUR]))
    assert not welcome.waiting(threads, first, NOW, weekend).any()
    assert not welcome.waiting(threads, first, NOW - 3 * DAY, every_hour).any()


def test_a_first_post_is_the_first_thing_written() -> None:
    thread, author, at = np.array([0, 1, 1, 2]), np.array([4, 4, 6, 6]), np.array([10, 20, 30, 40])
    threads = conversation.threads_of(thread, author, at)
    assert welcome.first_posts(threads, author, at).tolist() == [True, False, False]


def test_coming_back_is_between_a_day_and_a_month_after() -> None:
    threads = replied([60] * 4, [None] * 4)
    start = NOW - 60 * DAY
    actor = np.array([0, 1, 2, 3, 3])
    at = start + np.array([DAY, DAY + 1, 28 * DAY, 28 * DAY + 1, -DAY])
    assert welcome.comes_back(threads, actor, at).tolist() == [False, True, True, False]
    assert not welcome.comes_back(threads, actor[:0], at[:0]).any()


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_coming_back_is_what_a_slow_reading_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    actor, at = rng.integers(0, 6, 40), rng.integers(0, 90 * DAY, 40)
    threads = conversation.threads_of(np.arange(40) % 13, actor, at)
    slow = [
        any(DAY < when - opened <= 28 * DAY for who, when in zip(actor, at, strict=True) if who == author)
        for opened, author in zip(threads.opened, threads.author, strict=True)
    ]
    assert welcome.comes_back(threads, actor, at).tolist() == slow


def test_an_answer_after_the_landmark_is_no_answer() -> None:
    """Answered on day 2, after the return that it cannot have caused."""
    threads = replied([60, 60, 20], [2, 0.5, 0.5])
    found = welcome.return_by_reply(threads, np.ones(3, bool), np.array([True, False, True]), NOW)
    assert (found.answered.value, found.answered.n) == (0.0, 1)
    assert (found.unanswered.value, found.unanswered.n) == (1.0, 1)


@pytest.mark.parametrize(
    ("voices", "both_ways", "one_way", "word"),
    [
        (51, 4, 6, "network"),
        (51, 3, 6, "community"),  # one third of the pairs go both ways
        (50, 4, 6, "community"),
        (10, 3, 0, "community"),
        (9, 3, 0, "diffusion"),
        (60, 2, 0, "network"),
        (40, 2, 0, "diffusion"),
        (60, 0, 0, "diffusion"),
    ],
)
def test_the_three_words_of_maturity(voices: int, both_ways: int, one_way: int, word: str) -> None:
    pairs = [(2 * i, 2 * i + 1) for i in range(both_ways + one_way)]
    ends = [*pairs, *((b, a) for a, b in pairs[:both_ways])]
    dyads = dyads_of(np.array([a for a, _ in ends], np.int64), np.array([b for _, b in ends], np.int64), 40)
    assert maturity.maturity(voices, 100, dyads) == word
    assert maturity.maturity(0, 0, dyads) is None
