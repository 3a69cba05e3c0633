"""Bass's curve against published series and outputs, its failures, and the naive forecast beside it."""

from pathlib import Path

import numpy as np
import pytest

from adoption.science import bass
from adoption.science.figures import NO_ACTIVITY, NOT_ENOUGH_WEEKS
from adoption.science.forecast.firsts import backtest
from tests.adoption.science.published import BACKTESTS, NO_START, PUBLISHED, SERIES, STARTS, series


@pytest.mark.parametrize(("name", "p", "q", "m", "decimals", "peak", "r2"), PUBLISHED)
def test_the_published_table_comes_out_to_its_last_digit(
    name: str, p: float, q: float, m: float, decimals: int, peak: float, r2: float
) -> None:
    fit = bass.fit(series(name))
    assert fit.curve is not None and fit.r2 is not None
    assert fit.curve.p == pytest.approx(p, abs=0.5001e-5)
    assert fit.curve.q == pytest.approx(q, abs=0.6e-4)
    assert round(fit.curve.m, decimals) == m
    assert bass.peak_time(fit.curve) == pytest.approx(peak, abs=0.005)
    assert fit.r2 == pytest.approx(r2, abs=0.0006)
    assert fit.reason == "" and not fit.capped and fit.n == len(SERIES[name])


@pytest.mark.parametrize(("name", "p", "q", "m"), STARTS)
def test_start_values_are_those_of_the_regression_of_bass(name: str, p: float, q: float, m: float) -> None:
    start = bass.start_values(series(name))
    assert (round(start.p, 4), round(start.q, 4), round(start.m)) == (p, q, m)


@pytest.mark.parametrize("name", NO_START)
def test_a_negative_p_is_said_and_the_fit_starts_elsewhere(name: str) -> None:
    with pytest.raises(bass.NoStart, match="negative"):
        bass.start_values(series(name))
    assert bass.fit(series(name)).reason == ""


def test_the_regression_gives_up_where_nothing_bends() -> None:
    with pytest.raises(bass.NoStart, match="ceiling"):
        bass.start_values(np.array([1.0, 2, 4, 8, 16, 32]))


def test_the_published_output_of_video_recorders_with_its_errors() -> None:
    """Cowpertwait and Metcalfe 2009: M 6.80e4 (3.13e3), P 6.59e-3 (1.43e-3), Q .638 (.0414), residual error 727 on 7 degrees of freedom."""
    fit = bass.fit_density(series("video recorders"))
    assert fit.curve is not None and fit.rse is not None
    assert [f"{x:.2e}" for x in (fit.curve.m, fit.curve.p)] == ["6.80e+04", "6.59e-03"]
    assert round(fit.curve.q, 3) == 0.638
    assert [f"{x:.2e}" for x in fit.errors if x] == ["1.43e-03", "4.14e-02", "3.13e+03"]
    assert round(fit.rse) == 727
    assert [fit.curve.m, fit.errors[2], fit.rse] == pytest.approx([67980.9, 3127.5, 727.2], abs=0.06)


def test_a_curve_drawn_without_noise_is_found_again() -> None:
    fit = bass.fit(800 * bass.increments(0.02, 0.35, 20))
    assert fit.curve is not None
    assert [fit.curve.p, fit.curve.q, fit.curve.m] == pytest.approx([0.02, 0.35, 800], rel=1e-4)
    assert fit.r2 == pytest.approx(1)


def test_the_peak_and_the_time_to_a_share_agree_with_the_curve() -> None:
    curve = bass.Curve(0.01, 0.4, 1000)
    peak = bass.peak_time(curve)
    assert peak is not None
    at = bass.cumulative(np.array([peak]), curve.p, curve.q)[0]
    assert at == pytest.approx(bass.peak_share(curve)) == pytest.approx(0.4875)
    around = curve.m * np.diff(bass.cumulative(np.array([peak - 5e-4, peak + 5e-4]), curve.p, curve.q))[0] / 1e-3
    assert around == pytest.approx(bass.peak_rate(curve), rel=1e-6)
    for share in (0.1, 0.25, 0.9):
        then = bass.time_to_share(share, curve)
        assert bass.cumulative(np.array([then]), curve.p, curve.q)[0] == pytest.approx(share)
    assert bass.peak_time(bass.Curve(0.2, 0.1, 1000)) is None  # q below p: fastest on the first day
    assert bass.increments(0.01, 0.4, 200).sum() == pytest.approx(1)
    assert bass.density(0.01, 0.4, 9)[8] == pytest.approx(bass.peak_rate(curve) / curve.m, rel=0.01)


def test_nobody_adopts_more_often_than_there_are_people() -> None:
    sold = series("room air conditioners")
    free = bass.fit(sold)
    capped = bass.fit(sold, headcount=16_000)
    loose = bass.fit(sold, headcount=50_000)
    fixed = bass.fit(sold, fixed=16_000)
    assert free.curve and capped.curve and loose.curve and fixed.curve
    assert capped.curve.m == 16_000 and capped.capped and capped.errors[2] is None
    assert loose.curve.m == pytest.approx(free.curve.m, rel=1e-4) and not loose.capped
    assert fixed.curve.p == pytest.approx(capped.curve.p, rel=1e-3) and fixed.errors[2] is None
    assert capped.rse is not None and free.rse is not None and capped.rse > free.rse
    for limit in ({"headcount": 1000.0}, {"fixed": 1000.0}):
        with pytest.raises(ValueError, match="more people"):
            bass.fit(sold, **limit)


def test_a_fit_that_says_nothing_says_so() -> None:
    assert bass.fit(np.array([1.0, 2, 3])).reason == NOT_ENOUGH_WEEKS
    assert bass.fit(np.zeros(9)).reason == NO_ACTIVITY
    doubling = bass.fit(np.array([1.0, 2, 4, 8, 16, 32]))  # the ceiling is nowhere in sight
    assert doubling.reason == bass.P_AT_ZERO and doubling.errors == (None, None, None)
    assert bass.fit(series("colour television")[:4]).reason == bass.P_AT_ZERO
    for flat in (np.full(8, 5.0), np.array([100.0, 0, 0, 0, 0])):
        assert bass.fit(flat).reason in (bass.SINGULAR, bass.P_AT_ZERO)  # which limit it runs into is the processor's


@pytest.mark.parametrize(("name", "curve", "naive"), BACKTESTS)
def test_the_naive_forecast_beats_bass_on_three_series_of_four(name: str, curve: float, naive: float) -> None:
    found = backtest(series(name))
    assert [100 * found.bass, 100 * found.naive] == pytest.approx([curve, naive], abs=0.05001)
    assert found.n == len(SERIES[name]) - 5


def test_a_forecast_needs_an_origin() -> None:
    with pytest.raises(ValueError, match="origin"):
        backtest(np.ones(5))


def test_college_messages_look_like_a_perfect_adoption_and_die_all_the_same(validation_data: Path) -> None:
    rows = np.loadtxt(validation_data / "collegemsg" / "CollegeMsg.txt", skiprows=1, dtype=np.int64)
    weeks = (rows[:, 2] - rows[:, 2].min()) // 604_800
    first = np.full(rows[:, 0].max() + 1, 99)
    np.minimum.at(first, rows[:, 0], weeks)
    adoptions = np.bincount(first[first < 99], minlength=28).astype(float)
    for seen in (8, 12, 28):
        fit = bass.fit(adoptions[:seen], headcount=1899)
        assert fit.curve is not None and fit.reason == ""
        assert [fit.curve.p, fit.curve.q] == pytest.approx([0.073, 0.56], abs=0.02)
        assert fit.curve.m == pytest.approx(1274, rel=0.01)
    assert fit.curve is not None
    assert (round(fit.curve.p, 3), round(fit.curve.q, 2), round(fit.curve.m)) == (0.073, 0.56, 1274)
    assert fit.r2 == pytest.approx(0.893, abs=0.001)
    found = backtest(adoptions, ahead=4)
    assert round(100 * found.bass, 1) == 1.5
    assert round(100 * found.naive, 1) == 1.2
    assert len(np.unique(rows[weeks == 27, 0])) < 0.08 * max(len(np.unique(rows[weeks == week, 0])) for week in range(28))
