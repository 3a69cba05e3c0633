"""Granovetter's two crowds; units whose people follow each other, and units that only live through the same weeks."""

import math

import numpy as np
import pytest

from adoption.science import thresholds
from adoption.science.figures import NOT_ENOUGH_PEOPLE, Bools, Ints

WEEKS, UNITS, SIZE = 40, 30, 20


def crowd(pull: float, seed: int, wave: float = 3.0) -> tuple[Bools, Ints, Ints]:
    """Units of 20 where a silent person begins with 1 % a week, times the common wave of the week, times e^(pull x share active)."""
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(UNITS), SIZE)
    active = np.zeros((WEEKS, len(unit)), dtype=np.bool_)
    begun = np.zeros(len(unit), dtype=np.bool_)
    for week in range(WEEKS):
        month = active[max(0, week - 4) : week].any(axis=0)
        share = np.bincount(unit, month, UNITS) / SIZE
        hazard = 0.008 * (wave if week % 9 == 0 else 1) * np.exp(pull * share[unit])
        starts = ~begun & (rng.random(len(unit)) < np.minimum(hazard, 0.9))
        begun |= starts
        active[week] = starts | (begun & (rng.random(len(unit)) < 0.7))
    return active, unit, np.zeros(len(unit), dtype=np.int64)


def test_two_crowds_one_person_apart() -> None:
    everyone = np.arange(100)
    assert thresholds.cascade(everyone)[-1] == 100
    assert len(thresholds.cascade(everyone)) == 101  # one more each round, from nobody
    assert thresholds.cascade(np.where(everyone == 1, 2, everyone)).tolist() == [0, 1]


def test_nobody_starts_where_everyone_waits_for_someone() -> None:
    assert thresholds.cascade(np.array([1, 1, 1])).tolist() == [0]
    assert thresholds.cascade(np.array([0, 0, 2])).tolist() == [0, 2, 3]


def test_a_person_is_exposed_to_the_unit_until_they_begin() -> None:
    # unit 0: one begins in week 0, one in week 2, one never; unit 1: one person who comes in week 1 and begins in week 3
    active = np.array([[1, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 1]], dtype=np.bool_)
    seen = thresholds.exposure(active, np.array([0, 0, 0, 1]), np.array([0, 0, 0, 1]))
    assert seen.at_risk.tolist() == [[3, 0], [2, 1], [2, 1], [1, 1]]
    assert seen.firsts.tolist() == [[1, 0], [0, 0], [1, 0], [0, 1]]
    assert seen.share[:, 0] == pytest.approx([0, 1 / 3, 1 / 3, 2 / 3])
    # the second waited through the very share at which they began: no lower bound
    assert seen.low == pytest.approx([-1, -1, 2 / 3, -1])
    assert seen.high == pytest.approx([0, 1 / 3, math.inf, 0])


def test_the_past_before_arrival_was_not_seen() -> None:
    active = np.array([[1, 0], [1, 0], [0, 0], [0, 1]], dtype=np.bool_)
    late = thresholds.exposure(active, np.array([0, 0]), np.array([0, 3]))
    assert late.at_risk[:, 0].tolist() == [1, 0, 0, 1]
    assert late.low[1] == -1 and late.high[1] == pytest.approx(0.5)


def test_followers_beat_the_shuffle_and_show_their_thresholds() -> None:
    found = thresholds.contagion(thresholds.exposure(*crowd(4.0, seed=1)), seed=2)
    assert found.p is not None and found.p < 0.01
    assert found.slope.value is not None and found.slope.low is not None and found.slope.high is not None
    assert found.slope.low < 4.0 < found.slope.high
    assert found.slope.low > 0
    assert found.curve is not None and (np.diff(found.curve) >= 0).all() and 0 < found.curve[-1] <= 1


def test_common_waves_are_not_contagion() -> None:
    """Everyone begins in the same weeks because of campaigns: the shuffle within weeks is beaten no more often than chance has it."""
    found = [thresholds.contagion(thresholds.exposure(*crowd(0.0, seed, wave=8.0)), seed, shuffles=199) for seed in range(60)]
    sure = [one for one in found if one.p is not None and one.p < thresholds.SURE]
    assert len(sure) <= 8  # 3 expected of 60
    for one in found:
        if one not in sure:
            assert one.curve is None and one.slope.reason == thresholds.NOT_BEYOND_CHANCE
    assert len(sure) < len(found)


def test_too_few_people_or_units_say_nothing() -> None:
    active, unit, since = crowd(4.0, seed=1)
    few = thresholds.contagion(thresholds.exposure(active[:, :15], unit[:15], since[:15]), seed=1)
    assert few.slope.reason == NOT_ENOUGH_PEOPLE and few.p is None and few.curve is None
    one_unit = thresholds.contagion(thresholds.exposure(active[:, :80], unit[:80], since[:80]), seed=1)
    assert one_unit.slope.reason == thresholds.NOT_ENOUGH_UNITS


def test_thresholds_are_recovered_with_those_who_never_began_in_the_whole() -> None:
    """Half need .12, a quarter .33, a quarter more than was ever seen: shares rise by .1, each threshold known between two of them."""
    low = np.array([0.1] * 50 + [0.3] * 25 + [0.4] * 25)
    high = np.array([0.2] * 50 + [0.4] * 25 + [math.inf] * 25)
    curve = thresholds.threshold_curve(low, high, np.array([0.1, 0.2, 0.3, 0.4]))
    assert curve == pytest.approx([0, 0.5, 0.5, 0.75], abs=1e-6)
    dropped = thresholds.threshold_curve(low[:75], high[:75], np.array([0.1, 0.2, 0.3, 0.4]))
    assert dropped[-1] == pytest.approx(1)  # what leaving them out would have claimed
