"""Open and closed communities with a known truth: planted, confounded, and confounded by what nothing records."""

import numpy as np
import pytest

from adoption.science import openness
from adoption.science.claims import ASSOCIATION
from adoption.science.opening import MOVED_BEFORE, NOT_ENOUGH_CHANGES, after_closing, after_opening
from adoption.science.openness import Comparison, Outcomes, compare
from tests.adoption.science.accesses import World, changing, simulate
from tests.adoption.science.effects_trial import accesses

SEEDS = 10
QUICK = 100  # resamples


def test_a_planted_effect_is_found_and_told_as_an_association() -> None:
    found = accesses(World(effect=0.6), SEEDS, 1, QUICK)
    assert found.adjusted_found >= 8 and found.adjusted_covers >= 8  # 99 and 98 of 100
    truth = simulate(World(effect=0.6), 3)
    comparison = compare(truth.communities, truth.outcomes, 3, QUICK)
    assert comparison.kind == ASSOCIATION and comparison.standing == "concluding"
    assert comparison.gaps[0].name == openness.PRIMARY and comparison.gaps[0].verdict == "open_higher"


def test_closed_groups_born_of_teams_fool_the_raw_gap_and_not_the_adjusted_one() -> None:
    found = accesses(World(from_teams=True), SEEDS, 2, QUICK)
    assert found.raw_found >= 9 and found.raw_covers <= 1  # 100 and 0 of 100: a gap of 14 points where access moves nothing
    assert found.adjusted_found <= 2 and found.adjusted_covers >= 8  # 6 and 94 of 100
    planted = accesses(World(effect=0.6, from_teams=True), SEEDS, 3, QUICK)
    assert planted.raw_found <= 4  # the two cancel each other
    assert planted.adjusted_found >= 6 and planted.adjusted_covers >= 8  # 97 and 99 of 100


def test_what_nothing_records_fools_the_adjusted_gap_too() -> None:
    """Why the caveat stands beside the figure and the word is association."""
    found = accesses(World(from_teams=True, hidden=True), SEEDS, 4, QUICK)
    assert found.adjusted_found >= 8


def small(n_open: int, n_closed: int) -> Comparison:
    truth = simulate(World(effect=1.5, number=400), 5)
    kept = np.concatenate([np.flatnonzero(truth.communities.open)[:n_open], np.flatnonzero(~truth.communities.open)[:n_closed]])
    chosen = np.isin(np.arange(400), kept)
    outcomes = Outcomes(*(getattr(truth.outcomes, g)[chosen] for g in ("c28", "response_rate", "transversality", "s1", "survival")))
    return compare(truth.communities.keep(chosen), outcomes, 1, QUICK)


def test_refused_under_8_a_side_and_concluding_from_20() -> None:
    refused = small(7, 60)
    assert refused.standing == "refused" and all(gap.raw.value is None and gap.adjusted.value is None for gap in refused.gaps)
    assert {gap.raw.reason for gap in refused.gaps} == {openness.NOT_ENOUGH_COMMUNITIES}
    shown = small(19, 60)
    assert shown.standing == "not_concluding" and shown.gaps[0].verdict == "none"
    assert shown.gaps[0].adjusted.value is not None and shown.gaps[0].detectable is not None
    assert small(20, 60).gaps[0].verdict == "open_higher"


def test_young_and_small_communities_and_unknown_outcomes_are_left_out() -> None:
    truth = simulate(World(), 6)
    truth.communities.age[:30], truth.communities.members[30:50] = 11, 9
    truth.outcomes.response_rate[50:60] = np.nan
    found = compare(truth.communities, truth.outcomes, 1, QUICK)
    assert found.n_open + found.n_closed == 110
    assert found.gaps[1].n_open + found.gaps[1].n_closed == 100


def test_few_units_and_outcomes_that_never_vary_have_no_adjusted_gap() -> None:
    truth = simulate(World(units=7), 7)
    assert compare(truth.communities, truth.outcomes, 1, QUICK).gaps[0].adjusted.reason == openness.NOT_ENOUGH_UNITS
    truth = simulate(World(), 8)
    truth.outcomes.survival[truth.communities.open] = 1.0
    survival = compare(truth.communities, truth.outcomes, 1, QUICK).gaps[-1]
    assert survival.adjusted.reason == openness.NO_VARIATION and survival.open.value == 1


def test_holm_is_over_the_outcomes_that_are_not_primary() -> None:
    """Four outcomes without an effect: no verdict on any of them in most organisations, and each p at least the primary way's."""
    wrong = 0
    for seed in range(20):
        truth = simulate(World(), 100 + seed)
        gaps = compare(truth.communities, truth.outcomes, 1, 2).gaps[1:]
        wrong += any(gap.verdict in ("open_higher", "closed_higher") for gap in gaps)
    assert wrong <= 4  # one expected; without Holm it would be four


def test_opening_is_measured_against_those_that_stayed_closed() -> None:
    event = after_opening(changing(0.08, seed=1))
    assert event.effect.low is not None and event.effect.high is not None and event.effect.low < 0.08 < event.effect.high
    assert event.effect.low > 0 and event.kind == ASSOCIATION
    assert len(event.course) == 24
    before, after = (float(np.mean([gap.value or 0.0 for gap in part])) for part in (event.course[:12], event.course[12:]))
    assert before == pytest.approx(0) and after == pytest.approx(event.effect.value)


def test_the_difference_in_differences_by_hand() -> None:
    """Shares of .2 and a common rise of .01 a week; the nine that open in week 20 gain .1: the effect is .1, with nothing around it."""
    y = 0.2 + 0.01 * np.arange(40)[:, None] + np.zeros((40, 30))
    y[20:, :9] += 0.1
    courses = changing(0, 1)
    at = np.where(np.arange(30) < 9, 20, -1)
    event = after_opening(type(courses)(y, at, np.zeros(30, dtype=np.bool_), np.arange(30)))
    assert event.effect.value == pytest.approx(0.1) and event.effect.low == pytest.approx(0.1)
    assert [gap.value for gap in event.course] == pytest.approx([0] * 12 + [0.1] * 12, abs=1e-9)


def test_groups_that_open_when_they_slip_are_not_shown() -> None:
    event = after_opening(changing(0.0, seed=2, slipping=0.01))
    assert event.effect.reason == MOVED_BEFORE and not event.course
    assert after_closing(changing(0.05, seed=1)).effect.reason == NOT_ENOUGH_CHANGES  # nobody closed


def test_no_effect_of_opening_is_mostly_none() -> None:
    found = [after_opening(changing(0.0, seed)) for seed in range(40)]
    wrong = sum(event.effect.low is not None and not event.effect.low <= 0 <= (event.effect.high or 0) for event in found)
    assert wrong <= 6  # 5 % of 200
