"""Formulas against values worked out by hand, and nothing where there is nothing to say."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from adoption.science import health, momentum, selfcarry, weeks
from adoption.science.figures import NO_ACTIVITY, NO_LEAVERS, NO_PEOPLE, NOT_ENOUGH_PEOPLE, NOT_ENOUGH_WEEKS, Figure
from tests.adoption.science.networks import FRANCE

PARIS = ZoneInfo("Europe/Paris")


def test_wilson_interval_agrees_with_its_published_values() -> None:
    figure = health.wilson(81, 263)
    assert figure.value == pytest.approx(0.30799, abs=1e-5)
    assert [figure.low, figure.high] == pytest.approx([0.2553, 0.3662], abs=1e-4)  # Newcombe 1998


def test_nobody_is_no_figure() -> None:
    assert health.wilson(0, 0) == Figure.none(NO_PEOPLE)
    assert health.wilson(0, 0).as_dict() == {"value": None, "reason": NO_PEOPLE}
    assert health.wilson(0, 30).low == 0.0
    assert health.wilson(30, 30).high == 1.0


def test_momentum_finds_the_growth_and_holds_its_tongue_under_8_weeks() -> None:
    index = np.arange(12)
    figure = momentum.momentum(100 * np.power(1.03, index), index)
    assert figure.value == pytest.approx(0.03, abs=1e-6)
    assert momentum.momentum(np.full(7, 5.0), np.arange(7)).reason == NOT_ENOUGH_WEEKS
    assert momentum.momentum(np.zeros(12), index).reason == NO_ACTIVITY


def test_momentum_counts_weeks_of_the_calendar_not_of_the_sample() -> None:
    index = np.array([0, 1, 2, 3, 4, 5, 11, 12, 13, 14, 15, 16])
    assert momentum.momentum(100 * np.power(1.02, index), index).value == pytest.approx(0.02, abs=1e-6)


def test_momentum_by_week_is_the_momentum_of_each_week() -> None:
    rng = np.random.default_rng(5)
    wac, index, clean = rng.poisson(60, 40).astype(float), np.arange(40), rng.random(40) > 0.2
    value, low, high = momentum.momentum_by_week(wac, index, clean)
    for i in (11, 20, 39):
        upto = np.flatnonzero(clean[: i + 1])
        alone = momentum.momentum(wac[upto], index[upto])
        assert (value[i], low[i], high[i]) == pytest.approx((alone.value, alone.low, alone.high), rel=1e-6)


def test_an_arrow_needs_two_looks_and_is_then_rarely_false() -> None:
    """No growth, AR(1) shocks of correlation .3: one interval excludes 0 in one case of four, two looks far less often."""
    rng = np.random.default_rng(11)
    once, twice = 0, 0
    for _ in range(300):
        shock = np.zeros(24)
        for i in range(1, 24):
            shock[i] = 0.3 * shock[i - 1] + rng.normal(0, 0.08)
        wac = rng.poisson(200 * np.exp(shock)).astype(float)
        _, low, high = momentum.momentum_by_week(wac, np.arange(24), np.ones(24, bool))
        once += not low[-1] <= 0 <= high[-1]
        twice += momentum.arrow(low, high, np.ones(24, bool)) != 0
    assert once / 300 > 0.15
    assert twice / 300 < 0.10


def test_an_arrow_points_where_contributors_go() -> None:
    index, clean = np.arange(24), np.ones(24, bool)
    for growth, expected in ((0.03, 1), (-0.03, -1)):
        _, low, high = momentum.momentum_by_week(100 * np.exp(growth * index) + np.tile([1.0, -1.0], 12), index, clean)
        assert momentum.arrow(low, high, clean) == expected
        assert momentum.arrow(low[:11], high[:11], clean[:11]) == 0  # no interval yet four judged weeks before


def test_momentum_does_not_overflow() -> None:
    figure = momentum.momentum(np.array([0.0] * 11 + [1e6]), np.arange(12))
    assert all(part is not None and np.isfinite(part) for part in (figure.value, figure.low, figure.high))


def test_replacement_ratio_is_the_mean_log_of_separate_windows() -> None:
    entrants, leavers, clean = np.full(40, 12.0), np.full(40, 10.0), np.ones(40, bool)
    figure = health.replacement_ratio(entrants, leavers, clean)
    assert figure.value == pytest.approx(1.2)
    assert figure.n == 6
    assert health.replacement_ratio(entrants[:7], leavers[:7], clean[:7]).reason == NOT_ENOUGH_WEEKS
    first = health.replacement_ratio(entrants[:8], leavers[:8], clean[:8])
    assert first.value == pytest.approx(1.2)
    assert first.low is None
    assert health.replacement(5, 0).reason == NO_LEAVERS


def test_replacement_is_never_compared_across_low_weeks() -> None:
    clean = np.ones(30, bool)
    clean[20:24] = False
    assert health.windows_back(clean)[:3] == [29, 19, 15]
    assert health.windows_back(np.zeros(30, bool)) == []


def parts(length: int = 30, **changed: float) -> selfcarry.Parts:
    plain = {
        "contributions28": 100, "by_others28": 80, "threads28": 20, "peer_threads28": 15, "kept28": 60, "expected28": 0.8,
        "contributions": 25, "by_others": 20, "threads": 6, "peer_threads": 4.5, "others": 12, "entrants": 15, "leavers": 15,
    }  # fmt: skip
    return selfcarry.Parts(**{name: np.full(length, float(value)) for name, value in {**plain, **changed}.items()})


ALL = np.ones(30, bool)


def test_self_carrying_index_is_a_geometric_mean_that_one_zero_kills() -> None:
    figure = selfcarry.self_carrying_index(parts(), 40, ALL, ALL, seed=1)
    assert figure.value == pytest.approx(100 * (0.8 * 0.75 * 1 * 0.75 * 1) ** (1 / 5))
    assert figure.low is not None
    assert figure.low <= 100 * (0.8 * 0.75 * 1 * 0.75 * 1) ** (1 / 5)
    assert selfcarry.self_carrying_index(parts(by_others28=0), 40, ALL, ALL, seed=1).value == 0
    assert selfcarry.self_carrying_index(parts(others=2), 40, ALL, ALL, seed=1).value == 0


def test_replacement_is_dropped_from_the_index_under_10_leavers() -> None:
    few = selfcarry.components(parts(leavers=3, entrants=1), ALL, ALL)
    assert few.s3 is None
    assert few.index() == pytest.approx(100 * (0.8 * 0.75 * 0.75 * 1) ** (1 / 4))
    assert selfcarry.components(parts(leavers=20, entrants=10), ALL, ALL).s3 == pytest.approx(0.5)


def test_no_index_for_a_handful_and_the_same_interval_twice() -> None:
    assert selfcarry.self_carrying_index(parts(), 9, ALL, ALL, seed=1).reason == NOT_ENOUGH_PEOPLE
    assert selfcarry.self_carrying_index(parts(contributions28=9), 40, ALL, ALL, seed=1).value is None
    assert selfcarry.self_carrying_index(parts(), 40, ALL, ALL, seed=7) == selfcarry.self_carrying_index(parts(), 40, ALL, ALL, seed=7)


def test_expected_share_left_without_three_people() -> None:
    kept = selfcarry.expected_kept(np.array([0.0, 3, 10, 1000]), np.array([0.0, 0.5, 0, 1]))
    assert kept == pytest.approx([0, 0, 0.7, 0.994], abs=1e-3)


def test_weeks_are_mondays_of_the_organisation() -> None:
    late_sunday = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # already Monday in Paris
    assert weeks.label(weeks.week_of(late_sunday, PARIS)) == "2026-W48"
    assert weeks.label(weeks.week_of(late_sunday, ZoneInfo("UTC"))) == "2026-W47"
    assert weeks.label(weeks.week_of_day(date(2027, 1, 3))) == "2026-W53"
    assert weeks.last_complete_week(late_sunday, PARIS) == weeks.week_of(late_sunday, PARIS) - 1


def test_a_week_of_a_clock_change_has_its_true_length() -> None:
    week = weeks.week_of_day(date(2026, 10, 20))
    low, high = weeks.week_bounds(week, week, PARIS)
    assert high - low == (7 * 24 + 1) * 3_600_000


def test_low_season_is_august_the_end_of_the_year_and_two_holidays() -> None:
    def low(*day: int) -> bool:
        return bool(weeks.low_season([weeks.week_of_day(date(*day))], FRANCE)[0])

    assert low(2026, 8, 12)
    assert low(2026, 12, 28)
    assert low(2026, 12, 24)
    assert low(2024, 5, 8)  # 8 May and Ascension on the 9th
    assert not low(2026, 7, 14)
    assert not low(2026, 8, 1)  # a Saturday at the end of July


def test_a_judged_week_has_four_weeks_free_of_low_season() -> None:
    first, last = weeks.week_of_day(date(2026, 7, 6)), weeks.week_of_day(date(2026, 10, 5))
    judged = weeks.judged_weeks(first, last, FRANCE)
    free = [weeks.monday(first + i) for i in np.flatnonzero(judged).tolist()]
    assert date(2026, 7, 27) in free
    assert date(2026, 8, 3) not in free
    assert date(2026, 9, 21) not in free  # its window starts on 31 August
    assert date(2026, 9, 28) in free
