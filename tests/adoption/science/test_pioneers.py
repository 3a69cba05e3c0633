"""Pioneers: a pull that is planted is found, one that is not reads about 1; whom they answer, and how long they last."""

import numpy as np
import pytest

from adoption.science.claims import ASSOCIATION
from adoption.science.conversation import DAY, NEVER, Threads
from adoption.science.figures import NO_PEOPLE, NOT_ENOUGH_CONTRIBUTIONS
from adoption.science.pioneers import lasting, return_by_role
from adoption.science.pull import NEVER as NEVER_BEGAN
from adoption.science.pull import NO_PIONEER, People, Touches, pull
from tests.adoption.science.effects_trial import pulling
from tests.adoption.science.pulls import World, simulate


def small(pull: float = 0.0, pioneers: float = 0.0) -> World:
    return World(pull, pioneers, people=1500, touches=200, start=0.015)


def test_nobody_pulls_and_the_ratio_is_about_one() -> None:
    found = pulling(small(), 12, 1, 100)
    assert found.excluded <= 3 and found.ratio == pytest.approx(1, abs=0.08)  # 7 of 200 in larger ones
    alike = pulling(small(pull=0.5), 6, 2, 100)
    assert alike.excluded <= 1 and alike.ratio == pytest.approx(1, abs=0.1)  # all pull, pioneers no more than others


def test_a_planted_pull_is_found() -> None:
    found = pulling(small(pull=0.3, pioneers=0.9), 6, 3, 100)
    assert found.above >= 5 and found.ratio > 1.1


def by_hand(in_pairs: bool) -> tuple[People, Touches]:
    """40 units of two, or 80 of one. One of two begins on day 30, touched by a pioneer and another; the other one by that other only."""
    unit = np.repeat(np.arange(40), 2) if in_pairs else np.arange(80)
    begins = np.arange(80) % 2 == 0
    people = People(unit, np.zeros(80, np.int64), np.where(begins, 4, NEVER_BEGAN), np.where(begins, 30, NEVER_BEGAN))
    person = np.concatenate([np.repeat(np.flatnonzero(begins), 3), np.flatnonzero(~begins)])
    actor = np.concatenate([np.tile([1, 2, 2], 40), np.full(40, 2)])  # 2 came twice: one trigger
    at = np.concatenate([np.tile([16, 20, 29], 40), np.full(40, 20)])
    return people, Touches(person, actor, at, actor == 1)


def test_the_ratio_by_hand() -> None:
    """Half of each beginner's triggers are pioneers; whoever of the two begins at random, a quarter: ratio 2."""
    found = pull(*by_hand(in_pairs=True), seed=1, window=14)
    assert found.part.value == pytest.approx(0.5)
    assert found.ratio.value == pytest.approx(2, rel=0.05) and found.p == pytest.approx(2 / 501)
    assert found.spontaneous.value == 0 and found.kind == ASSOCIATION
    alone = pull(*by_hand(in_pairs=False), seed=1, window=14)  # nobody to change places with
    assert alone.ratio.value == pytest.approx(1) and alone.p == 1


def test_the_window_ends_with_the_first_contribution() -> None:
    people, touches = by_hand(in_pairs=True)
    short = pull(people, touches, seed=1, window=13)  # the pioneer's touch of day 16 is too old
    assert short.part.value == 0 and short.ratio.reason == NO_PIONEER
    late = Touches(touches.person, touches.actor, np.full(len(touches.at), 30), touches.pioneer)
    after = pull(people, late, seed=1, window=14)
    assert after.ratio.reason == NOT_ENOUGH_CONTRIBUTIONS and after.spontaneous.value == 1


def test_weeks_will_do_for_instants() -> None:
    people, touches = simulate(small(pull=0.3, pioneers=0.9), 7)
    mondays = np.where(people.week == NEVER_BEGAN, NEVER_BEGAN, np.minimum(people.week, 10**6) * 7)
    weekly = Touches(touches.person, touches.actor, touches.at // 7 * 7, touches.pioneer)
    found = pull(People(people.unit, people.since, people.week, mondays), weekly, seed=1, window=14, shuffles=100)
    assert found.ratio.low is not None and found.ratio.low > 1


def test_newcomers_return_by_who_answered_first() -> None:
    """Day 100; four threads by each of pioneer, peer, manager and nobody; 3, 2, 1 and 0 came back. An answer after a day is none."""
    opened = np.arange(16) + 10 * DAY
    role, reply = np.repeat([0, 1, 2, 0], 4), np.repeat([1, 1, 1, NEVER], 4)
    reply = np.where(reply == NEVER, NEVER, opened + DAY // 2)
    reply[15] = opened[15] + 2 * DAY
    threads = Threads(opened, np.arange(16), reply, np.where(reply == NEVER, NEVER, 90))
    back = np.array([1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], dtype=np.bool_)
    found = return_by_role(threads, np.ones(16, dtype=np.bool_), back, role, 100 * DAY)
    assert [one.value for one in found.answered] == [0.75, 0.5, 0.25] and found.nobody.value == 0
    assert [one.value for one in found.differences] == [0.75, 0.5, 0.25]
    assert all(one.n == 4 for one in (*found.answered, found.nobody)) and found.kind == ASSOCIATION
    recent = return_by_role(threads, np.ones(16, dtype=np.bool_), back, role, 20 * DAY)
    assert recent.nobody.reason == NO_PEOPLE and recent.differences[0].reason == NO_PEOPLE


def test_pioneers_last_until_eight_weeks_of_silence() -> None:
    """Of four: silent from week 5; from week 5 but for the summer; never; one who never was a pioneer."""
    active, low = np.zeros((30, 4), dtype=np.bool_), np.zeros(30, dtype=np.bool_)
    active[:5, :2] = active[:, 2] = True
    low[8:11] = True
    active[9, 1] = True  # in the holidays: breaks the silence, which begins again in week 11
    curve = lasting(active, low, np.array([1, 1, 1, NEVER_BEGAN]))
    assert curve.subjects == 3 and curve.times.tolist() == [4, 10]
    assert curve.share == pytest.approx([2 / 3, 1 / 3])
    assert curve.at(3).value == 1
    nobody = lasting(active, low, np.full(4, NEVER_BEGAN))
    assert nobody.at(3).reason == NO_PEOPLE
