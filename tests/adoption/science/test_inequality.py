"""Contribution, inequality and stickiness: real figures, and bounds that no data may cross."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.science import inequality, weeks
from adoption.science.figures import NO_ACTIVITY, NO_PEOPLE, Bools, Figure, Ints
from tests.adoption.science.racket import racket

made_by = st.lists(st.integers(0, 200), min_size=1, max_size=120)


def test_the_racket_slack_has_its_published_gini(validation_data: Path) -> None:
    made = np.bincount(racket(validation_data).author)
    assert inequality.gini(made).value == pytest.approx(0.788, abs=5e-4)
    curve = inequality.lorenz(made)
    assert curve[18].tolist() == pytest.approx([0.9, 1 - 0.696], abs=2e-3)  # the top 10 % make 70 %


def test_college_messages_peak_at_54_percent(validation_data: Path) -> None:
    """Senders of the four weeks that end with each one, over everybody who ever wrote or was written to (1,899 people)."""
    rows = np.loadtxt(validation_data / "collegemsg" / "CollegeMsg.txt", dtype=np.int64, skiprows=1)
    people, place = np.unique(rows[:, :2], return_inverse=True)
    first = weeks.week_of_day(date(2004, 4, 15))
    bounds = weeks.week_bounds(first, first + 27, ZoneInfo("Europe/Paris"))
    sender, week = place.reshape(-1, 2)[:, 0], np.searchsorted(bounds, 1000 * rows[:, 2], side="right") - 1
    rates = [inequality.contribution_rate(_sent(sender[(week > last - 4) & (week <= last)], len(people))) for last in range(28)]
    values = [rate.value or 0 for rate in rates]
    assert len(people) == 1899
    assert max(values) == pytest.approx(0.54, abs=5e-3)
    assert values.index(max(values)) + 1 == 8


def _sent(sender: Ints, people: int) -> Ints:
    return np.bincount(sender, minlength=people)


def test_those_who_read_are_not_those_who_write() -> None:
    visits, made = np.array([3, 2, 0, 0, 1]), np.array([1, 0, 0, 2, 0])
    assert inequality.contribution_rate(made).value == pytest.approx(0.4)
    assert inequality.reading_rate(visits, made).value == pytest.approx(0.4)
    assert inequality.contribution_rate(made[:0]) == Figure.none(NO_PEOPLE)


def test_the_three_groups_of_a_thousand() -> None:
    made = np.zeros(1000, np.int64)
    made[:100] = 1
    made[:10] = 90
    found = inequality.spread(made)
    assert [found.silent.value, found.occasional.value, found.top.value] == [0.9, 0.09, 0.01]
    assert [found.made_by_occasional.value, found.made_by_top.value] == pytest.approx([90 / 990, 900 / 990])


@settings(deadline=None)
@given(made_by)
def test_the_three_groups_part_everybody(made: list[int]) -> None:
    found = inequality.spread(np.array(made))
    assert sum(part.value or 0 for part in (found.silent, found.occasional, found.top)) == pytest.approx(1)
    if any(made):
        assert (found.made_by_occasional.value or 0) + (found.made_by_top.value or 0) == pytest.approx(1)
    else:
        assert found.made_by_top.reason == NO_ACTIVITY


def test_gini_by_hand() -> None:
    assert inequality.gini(np.full(7, 3)).value == pytest.approx(0)
    assert inequality.gini(np.array([0, 0, 0, 8])).value == pytest.approx(0.75)
    assert inequality.gini(np.array([1, 2, 3, 4])).value == pytest.approx(0.25)
    assert inequality.gini(np.zeros(3, np.int64)).reason == NO_ACTIVITY
    assert inequality.gini(np.zeros(0, np.int64)).reason == NO_PEOPLE


@settings(deadline=None)
@given(made_by.filter(any))
def test_gini_lies_between_0_and_1_and_is_twice_the_area_of_the_curve(made: list[int]) -> None:
    given_ = np.array(made)
    found = inequality.gini(given_).value
    assert found is not None and -1e-12 <= found < 1
    curve = inequality.lorenz(given_, points=len(made))
    assert found == pytest.approx(1 - 2 * np.trapezoid(curve[:, 1], curve[:, 0]))
    assert inequality.gini(10 * given_).value == pytest.approx(found)


@settings(deadline=None)
@given(made_by)
def test_the_lorenz_curve_rises_under_its_diagonal(made: list[int]) -> None:
    curve = inequality.lorenz(np.array(made))
    assert curve.shape == (21, 2)
    assert (np.diff(curve[:, 1]) >= -1e-12).all()
    assert (curve[:, 1] <= curve[:, 0] + 1e-12).all()
    assert curve[-1].tolist() == pytest.approx([1, 1 if any(made) else 0])


def test_stickiness_from_one_week_to_all_of_them() -> None:
    once: Bools = np.eye(4, dtype=np.bool_)
    assert inequality.stickiness(once).ratio.value == pytest.approx(0.25)
    assert inequality.stickiness(once).rescaled.value == pytest.approx(0)
    always = inequality.stickiness(np.ones((4, 9), bool))
    assert (always.ratio.value, always.rescaled.value, always.ratio.n) == (1.0, 1.0, 9)
    assert inequality.stickiness(np.zeros((4, 9), bool)).ratio == Figure.none(NO_ACTIVITY)
    assert inequality.stickiness(np.zeros((4, 0), bool)).ratio == Figure.none(NO_ACTIVITY)
    assert inequality.stickiness(np.ones((4, 1), bool)).rescaled.low is None


@settings(deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=40).filter(lambda rows: any(map(any, rows))))
def test_stickiness_is_the_mean_week_over_the_month(rows: list[list[bool]]) -> None:
    active = np.array(rows).T
    found = inequality.stickiness(active)
    assert found.ratio.value == pytest.approx(active.sum(axis=1).mean() / active.any(axis=0).sum())
    assert found.ratio.value is not None and 0.25 <= found.ratio.value <= 1
    assert found.rescaled.value is not None and 0 <= found.rescaled.value <= 1


def test_the_daily_ratio_rounds_up_and_counts_working_days() -> None:
    dau, mau, working = np.array([1, 50, 0, 9]), np.array([3, 100, 0, 10]), np.array([True, True, True, False])
    assert inequality.daily_stickiness(dau, mau, working).value == pytest.approx((0.3334 + 0.5 + 0) / 3)
    assert inequality.daily_stickiness(np.array([29]), np.array([100]), np.array([True])).value == pytest.approx(0.29)
    assert inequality.daily_stickiness(dau, mau, np.zeros(4, bool)).reason == NO_ACTIVITY
    assert inequality.daily_stickiness(dau[2:3], mau[2:3], working[2:3]).reason == NO_ACTIVITY
