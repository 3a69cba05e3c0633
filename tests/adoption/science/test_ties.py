"""Two-way relationships and key people: the racket Slack, and cases worked out by hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.science import ties
from adoption.science.dyads import NO_TIES, dyads_of, share_of_dyads
from adoption.science.figures import NO_ACTIVITY, Figure
from tests.adoption.science.racket import racket


def test_the_racket_slack_gives_its_published_figures(validation_data: Path) -> None:
    messages = racket(validation_data)
    answers = messages.answered >= 0
    found = ties.two_way(dyads_of(messages.author[answers], messages.answered[answers], 327))
    assert found.value == pytest.approx(0.608, abs=5e-4)  # each message answers the one before it in its conversation
    assert found.low is not None and found.high is not None and found.low < 0.608 < found.high

    made = np.bincount(messages.author)
    key = ties.key_people(made)
    assert (key.k50.value, key.k50.n, key.alert) == (18, 327, False)
    assert ties.top_share(made, 0.10) == pytest.approx(0.70, abs=5e-3)
    assert key.top5.value == pytest.approx(0.497, abs=1e-3)
    kept = ties.kept_without_top(messages.author, messages.answered)
    assert kept.value is not None and key.top5.value is not None and 1 - key.top5.value < kept.value < 1


def test_key_people_of_a_hand_made_team() -> None:
    found = ties.key_people(np.array([0, 50, 20, 10, 10, 10, 0]))
    assert found.k50 == Figure(1, n=5)
    assert found.top5 == Figure(0.5, n=5)
    assert found.hhi.value == pytest.approx(0.25 + 0.04 + 0.03)
    assert found.effective.value == pytest.approx(1 / 0.32)
    assert found.alert is True  # k50 <= 3
    nobody = ties.key_people(np.zeros(4, np.int64))
    assert nobody.k50 == Figure.none(NO_ACTIVITY) and nobody.alert is None


def test_a_small_k50_among_many_is_an_alert_and_not_among_few() -> None:
    many = np.array([100] * 4 + [1] * 96)
    assert ties.key_people(many).k50.value == 3
    even = ties.key_people(np.full(100, 7))
    assert (even.k50.value, even.alert) == (50, False)
    few_in_a_crowd = ties.key_people(np.array([100] * 8 + [1] * 92))
    assert (few_in_a_crowd.k50.value, few_in_a_crowd.alert) == (5, False)
    crowd = ties.key_people(np.array([1000] * 8 + [1] * 192))
    assert (crowd.k50.value, crowd.alert) == (5, True)  # 5 of 200 is under 5 %


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=60).filter(any))
def test_key_people_stay_in_their_bounds(made: list[int]) -> None:
    found = ties.key_people(np.array(made))
    n = sum(one > 0 for one in made)
    assert found.k50.value is not None and 1 <= found.k50.value <= (n + 1) // 2
    assert 1 / n - 1e-9 <= (found.hhi.value or 0) <= 1
    ranked = sorted(made, reverse=True)
    assert 2 * sum(ranked[: int(found.k50.value)]) >= sum(made) > 2 * sum(ranked[: int(found.k50.value) - 1])


def test_two_way_share_counts_pairs_not_messages() -> None:
    found = ties.two_way(dyads_of(np.array([0, 0, 0, 1, 2, 3]), np.array([1, 1, 2, 0, 3, 0]), 4))
    assert found.value == pytest.approx(1 / 4) and found.n == 4
    nobody = np.zeros(0, np.int64)
    assert ties.two_way(dyads_of(nobody, nobody, 4)) == Figure.none(NO_TIES)


def test_a_share_that_rests_on_one_person_has_no_interval() -> None:
    star = dyads_of(np.array([0, 0, 1]), np.array([1, 2, 0]), 3)
    assert share_of_dyads(star, star.mutual) == Figure(0.5, n=2)


def test_losing_three_people_loses_what_answered_them() -> None:
    author = np.array([0, 0, 0, 1, 1, 2, 2, 3, 4, 5])
    answered = np.array([-1, 1, 4, -1, 0, -1, 0, 0, -1, 4])
    assert ties.kept_without_top(author, answered).value == pytest.approx(0.2)
    assert ties.kept_without_top(author, answered, top=1).value == pytest.approx(0.4)
    assert ties.kept_without_top(author[:0], answered[:0]) == Figure.none(NO_ACTIVITY)


def test_nobody_is_missed_among_equals() -> None:
    """Everyone makes the same and answers anyone: what is left is what chance leaves, so the survival is about 1."""
    rng = np.random.default_rng(2)
    author = np.tile(np.arange(40), 60)
    answered = np.where(rng.random(len(author)) < 0.5, (author + rng.integers(1, 40, len(author))) % 40, -1)
    assert ties.survival_of_loss(author, answered).value == pytest.approx(1.0, abs=0.02)
    one = np.where(rng.random(len(author)) < 0.8, 0, author)
    alone = ties.survival_of_loss(one, np.full(len(one), -1)).value
    assert alone is not None and alone < 0.3
    three = ties.survival_of_loss(np.array([0, 1, 2]), np.array([-1, 0, 1]))
    assert three == Figure(0.0, n=3)
    assert ties.survival_of_loss(author[:0], answered[:0]).reason == NO_ACTIVITY
