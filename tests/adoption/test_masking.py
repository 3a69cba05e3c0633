"""A masked study says nothing of fewer than five people, by itself or by subtraction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.metrics.codec import from_json, to_json
from adoption.metrics.masking import HIDDEN, masked
from adoption.metrics.masking.habits import mask_habits
from adoption.metrics.masking.rules import cover, one_sided, rate, share
from adoption.metrics.masking.talk import mask_talk
from adoption.metrics.masking.ties import mask_ties
from adoption.metrics.study import Study, TalkPeople, TiesPeople, Units
from adoption.metrics.talk import talk
from adoption.science.cohorts import Growth
from adoption.science.conversation import Curiosity
from adoption.science.figures import NOT_ENOUGH_PEOPLE, Figure
from adoption.science.health import wilson
from adoption.science.privacy import K
from adoption.science.ties import KeyPeople
from tests.adoption.crowds import counts_of, crowd, studied
from tests.adoption.evidence import act, evidence, life

GONE = Figure.none(NOT_ENOUGH_PEOPLE)


def test_a_study_survives_its_form() -> None:
    study = studied(crowd(3, 80, 600, community=4))
    again = from_json(to_json(study), Study)
    assert to_json(again) == to_json(study)
    assert again.habits is not None and study.habits is not None and again.ties == study.ties
    assert again.habits.lorenz.shape == (21, 2) and again.habits.cohorts.hidden.dtype == np.bool_
    assert np.array_equal(again.habits.cohorts.kept, study.habits.cohorts.kept, equal_nan=True)
    hidden = masked(study)
    assert to_json(from_json(to_json(hidden), Study)) == to_json(hidden)


@pytest.mark.parametrize(("eligible", "contributors", "shown"), [(4, 4, (-1, -1)), (50, 4, (50, -1)), (50, 0, (50, 0)), (0, 0, (0, 0))])
def test_too_few_people_have_no_study(eligible: int, contributors: int, shown: tuple[int, int]) -> None:
    study = replace(studied(crowd(1, 60, 300)), eligible=eligible, contributors=contributors)
    found = masked(study)
    assert (found.eligible, found.contributors) == shown
    assert [found.habits, found.talk, found.ties, found.units, found.way, found.switch_off] == [None] * 6


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([9, 8, 7], [0, 0, 0]),
        ([0, 8, 7], [0, 0, 0]),
        ([3, 8, 7], [1, 0, 1]),
        ([3, 8, 0], [1, 1, 0]),
        ([3, 2, 7], [1, 1, 1]),  # of five people in two cells, neither could be more than four
        ([3, 4, 7], [1, 1, 0]),
        ([2, 2, 7], [1, 1, 1]),
        ([4, 0, 0], [1, 1, 1]),
    ],
)
def test_a_small_count_hides_behind_the_next_smallest(counts: list[int], hidden: list[int]) -> None:
    assert cover(np.array(counts)).astype(int).tolist() == hidden


@given(st.lists(st.integers(0, 12), min_size=2, max_size=7))
def test_no_hidden_count_can_be_worked_out(counts: list[int]) -> None:
    found = np.array(counts)
    hidden = cover(found)
    assert not ((found > 0) & (found < K) & ~hidden).any()
    if hidden.any() and found.sum() >= K:
        assert hidden.sum() >= 2 and found[hidden].sum() >= K


def test_everybody_alike_is_not_told_of_a_small_scope() -> None:
    assert one_sided(np.array([30, 1, 0])).tolist() == [True, False, False]
    assert one_sided(np.array([300, 1, 0])).tolist() == [False, False, False]


@pytest.mark.parametrize(
    ("count", "n", "value"),
    [
        (3, 100, None),
        (97, 100, None),
        (0, 100, 0),
        (100, 100, 1),
        (5, 100, 0.05),
        (0, 30, 0.05),
        (30, 30, 0.95),
        (17, 30, 0.55),
        (2, 4, None),
    ],
)
def test_shares_of_people(count: int, n: int, value: float | None) -> None:
    assert share(wilson(count, n)).value == (None if value is None else pytest.approx(value))


def test_rates_of_threads_need_people_behind_them() -> None:
    assert rate(wilson(97, 100), people=4) == GONE
    almost = rate(wilson(97, 100), people=40)
    assert almost.value == pytest.approx(0.95) and almost.n == 100  # to 5 points: not which threads wait
    assert rate(wilson(80, 100), people=40).value == 0.8


def test_the_score_goes_with_any_of_its_parts() -> None:
    talkers = [act(person, posts=2) for person in range(30)] + [act(person, profile_views=2) for person in range(28, 100)]
    found = studied(evidence(100, talkers)).habits
    assert found is not None and found.engagement.tolist() == [0, 28, 70, 2] and found.score.score.value is not None
    hidden = mask_habits(found, 100, 30)
    assert hidden.engagement.tolist() == [0, HIDDEN, 70, HIDDEN]
    assert hidden.score.score == GONE and [part.value for part in hidden.score.parts] == [0, None, 0.7, None]


def test_the_matrix_shows_only_sums_of_open_profiles() -> None:
    rows = [act(person, ago, visits=1) for person in range(30) for ago in range(9)] + [act(person, 0, posts=12) for person in range(30, 33)]
    found = masked(studied(evidence(60, [*rows, *(act(person, posts=1) for person in range(5))])))
    assert found.habits is not None
    assert found.habits.profiles.counts[-1].tolist() == [HIDDEN, 0, 0, 0, 30, HIDDEN, 0]
    assert found.habits.profiles.matrix.tolist() == [[0, HIDDEN], [30, 0]]


def test_inequality_is_not_drawn_person_by_person() -> None:
    def curve(people: int, active: int) -> list[float]:
        rows = [act(person, posts=person + 1) for person in range(active)]
        found = masked(studied(evidence(people, rows))).habits
        assert found is not None and (found.gini.value is None) == (people < 20)
        return [round(x, 2) for x in found.lorenz[:, 0]] if len(found.lorenz) else []

    assert curve(19, 19) == []
    assert curve(20, 20) == [0, 0.25, 0.5, 0.75, 1]
    assert curve(100, 100) == [round(x / 20, 2) for x in range(21)]
    assert curve(100, 12) == [round(x / 20, 2) for x in range(21) if x != 18]  # ten people, two of whom contributed
    assert curve(30, 30) == [0, 0.2, 0.4, 0.6, 0.8, 1]


def test_growth_is_safe_from_both_of_its_totals() -> None:
    found = studied(crowd(2, 60, 600)).habits
    assert found is not None
    growth = Growth(*(np.array(part) for part in ([20, 3, 0], [0, 15, 18], [0, 9, 6], [0, 5, 2])))
    shown = mask_habits(replace(found, growth=growth), 60, 27).growth
    assert shown.new.tolist() == [20, HIDDEN, 0]
    assert shown.kept.tolist() == [0, 15, HIDDEN]
    assert shown.returned.tolist() == [0, HIDDEN, HIDDEN]  # else the window's contributors give the kept back
    assert shown.left.tolist() == [0, 5, HIDDEN]


def test_cohorts_hide_cells_of_few() -> None:
    rows = [act(person, 9, posts=1) for person in range(60)] + [act(person, 5, posts=1) for person in range(3)]
    rows += [act(person, 1, posts=1) for person in range(40)]
    found = masked(studied(evidence(60, rows))).habits
    assert found is not None
    row = found.cohorts.kept[-3]
    assert row[0] == 1 and np.isnan(row[1]) and row[2] == pytest.approx(40 / 60)


def test_one_persons_pace_is_not_read() -> None:
    lives = [life(author, 10 * 24, answered=2, by=1, role=1) for author in range(60)]
    found = talk(evidence(60, lives=lives))
    assert found is not None and found.delay.value == 2
    shown = mask_talk(found)
    assert shown.delay == shown.by_animators == GONE
    assert shown.buckets.tolist() == [HIDDEN] * 4 + [0] and shown.response_rate.value == 1
    few = mask_talk(replace(found, behind=TalkPeople(4, 20, 0, 0)))
    assert few.response_rate == GONE and few.band is None and few.buckets.tolist() == [HIDDEN] * 5


@given(st.lists(st.integers(0, 30), min_size=5, max_size=5))
def test_delays_stand_against_the_rate(counts: list[int]) -> None:
    answered, whole = sum(counts[:4]), sum(counts)
    found = talk(evidence(60))
    assert found is not None
    known = replace(found, buckets=np.array(counts), response_rate=wilson(answered, whole), behind=TalkPeople(50, 50, 0, 0))
    shown = mask_talk(known)
    hidden = shown.buckets == HIDDEN
    if shown.response_rate == known.response_rate and whole:  # as it is: how many were answered is known
        assert not 0 < counts[4] < K and not 0 < answered < K
        assert not hidden[:4].any() or (hidden[:4].sum() >= 2 and np.array(counts)[:4][hidden[:4]].sum() >= K)


def test_questions_of_few_do_not_come_back_by_subtraction() -> None:
    found = talk(evidence(60, lives=[life(author, 10 * 24, answered=2, by=author + 1, asks=int(author < 4)) for author in range(60)]))
    assert found is not None and found.curiosity.answered_questions.n == 4
    shown = mask_talk(found).curiosity
    assert shown == Curiosity(replace(shown.asked, value=0.05), GONE, GONE, GONE)


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ([40, 30, 20, 4, 10], [40, 30, 20, -1, 10]),
        ([40, 38, 20, 8, 10], [40, -1, 20, 8, 10]),
        ([40, 30, 27, 8, 10], [40, 30, -1, 8, 10]),
        ([40, 40, 40, 0, 10], [40, 40, 40, 0, 10]),
        ([4, 4, 0, 0, 0], [-1] * 5),
        ([0] * 5, [0] * 5),
    ],
)
def test_the_way_of_newcomers_hides_few(steps: list[int], shown: list[int]) -> None:
    found = talk(evidence(60))
    assert found is not None
    assert mask_talk(replace(found, funnel=np.array(steps))).funnel.tolist() == shown


def test_dyads_rest_on_people_of_either_kind() -> None:
    found = studied(crowd(4, 90, 900)).ties
    assert found is not None and found.ei.value is not None and found.two_way.value is not None
    wide = TiesPeople(80, 20, 80, 60, 70, 10, 20)
    assert mask_ties(replace(found, behind=wide), 90, 60).ei == found.ei
    thin = mask_ties(replace(found, behind=replace(wide, inside=4, mutual=3)), 90, 60)
    assert thin.ei == thin.transversality.relative == thin.two_way == GONE and thin.ei_expected is None
    assert thin.cross_two_way == found.cross_two_way
    assert mask_ties(replace(found, behind=None), 90, 60).ei == GONE


def test_nothing_points_at_key_people() -> None:
    found = studied(crowd(4, 90, 900)).ties
    assert found is not None
    few = KeyPeople(Figure(3, n=90), Figure(0.4, n=90), Figure(0.3, n=90), Figure(3.3, n=90), True)
    shown = mask_ties(replace(found, keys=few, loss=Figure(0.5, n=300)), 90, 7)
    assert shown.keys == KeyPeople(GONE, Figure(0.4, n=90), GONE, GONE, True) and shown.loss == GONE
    many = KeyPeople(Figure(9, n=80), Figure(0.4, n=80), Figure(0.05, n=80), Figure(20, n=80), False)
    assert mask_ties(replace(found, keys=many), 90, 8).keys == replace(many, top5=GONE)  # 5 % of 80 are 4 people


def test_units_lose_what_they_hide() -> None:
    units = Units(
        ids=np.array([1, 2, 3, 0]), names=("a", "b", "c", "other"), eligible=np.array([40, 30, 20, 12]),
        contributors=np.array([20, 9, 3, 6]), visitors=np.array([30, 9, 9, 8]), hidden=np.array([False] * 4), weeks=np.array([1, 2]),
        share=np.full((4, 2), 0.5), matrix=np.array([[9, 4], [4, 9]]), matrix_hidden=np.array([[True, False], [False, False]]),
        frozen=np.array([False] * 4),
    )  # fmt: skip
    found = masked(replace(studied(crowd(1, 60, 300)), units=units)).units
    assert found is not None
    assert found.contributors.tolist() == [20, 9, HIDDEN, HIDDEN] and found.eligible.tolist() == [40, 30, 20, 12]
    assert np.isnan(found.share).any(axis=1).tolist() == [False, False, True, True]
    assert found.matrix.tolist() == [[HIDDEN, HIDDEN], [HIDDEN, 9]]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(0, 140), st.integers(0, 900), st.sampled_from([0, 5]))
def test_no_count_of_one_to_four_is_left(seed: int, people: int, acts: int, community: int) -> None:
    study = studied(crowd(seed, people, acts, community))
    shown = masked(study)
    assert not [count for count in counts_of(to_json(shown)) if 0 < count < K]
    assert (shown.habits is None) == (people < K or study.contributors < K)


def test_the_search_for_small_counts_finds_them() -> None:
    found = counts_of(to_json(studied(crowd(7, 60, 200))))
    assert len(found) > 150 and any(0 < count < K for count in found)
