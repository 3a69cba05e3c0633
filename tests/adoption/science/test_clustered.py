"""Regression with whole clusters, shifts between groups, people and weeks taken out: against formulations of other kinds."""

import numpy as np
import pytest
from scipy.optimize import minimize

from adoption.science.clustered import Effect, holm, regress, standardised
from adoption.science.figures import NO_PEOPLE, Floats, Ints
from adoption.science.shifts import GRID, mean_gap, shift
from adoption.science.twoway import Within


def sample(seed: int, n: int = 120) -> tuple[Floats, Floats, Ints]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.random(n) < 0.5, rng.normal(0, 1, n)])
    cluster = rng.integers(0, 12, n)
    odds = x @ np.array([-0.5, 0.8, 0.3]) + rng.normal(0, 0.5, 12)[cluster]
    return rng.binomial(20, 1 / (1 + np.exp(-odds))) / 20, x, cluster


def test_shares_are_fitted_where_the_quasi_likelihood_is_highest() -> None:
    y, x, cluster = sample(1)

    def loss(beta: Floats) -> float:
        return -float((y * (x @ beta) - np.logaddexp(0, x @ beta)).sum())

    best = minimize(loss, np.zeros(3), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 5000}).x
    assert regress(y, x, cluster, "logit").beta == pytest.approx(best, abs=1e-6)


def test_least_squares_have_the_jackknife_of_refits_without_each_cluster() -> None:
    y, x, cluster = sample(2)
    fit = regress(y, x, cluster, "identity")
    refits = np.array([np.linalg.lstsq(x[cluster != g], y[cluster != g], rcond=None)[0] for g in range(12)])
    apart = refits - np.linalg.lstsq(x, y, rcond=None)[0]
    assert fit.covariance == pytest.approx(11 / 12 * apart.T @ apart, rel=1e-8)
    assert fit.clusters == 12


def test_one_step_without_a_cluster_is_close_to_a_whole_refit_of_shares() -> None:
    y, x, cluster = sample(3)
    fit = regress(y, x, cluster, "logit")
    refits = np.array([regress(y[cluster != g], x[cluster != g], cluster[cluster != g], "logit").beta for g in range(12)])
    whole = np.sqrt(np.diag(11 / 12 * (refits - fit.beta).T @ (refits - fit.beta)))
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(whole, rel=0.05)


def test_a_lone_dummy_is_a_difference_of_means() -> None:
    y, x, cluster = sample(4)
    effect = standardised(regress(y, x[:, :2], cluster, "logit"), x[:, :2], 1, "logit")
    assert effect.value == pytest.approx(y[x[:, 1] == 1].mean() - y[x[:, 1] == 0].mean())
    plain = standardised(regress(y, x[:, :2], cluster, "identity"), x[:, :2], 1, "identity")
    assert plain.error == pytest.approx(effect.error, rel=1e-3)  # saturated: both links say the same


def test_an_effect_has_its_interval_p_and_what_it_could_detect() -> None:
    effect = Effect(2.0, 1.0, 10)  # t(10): 2.228 at 97.5 %, .879 at 80 %; P(|t| > 2) = .0734
    figure = effect.figure(7)
    assert (figure.low, figure.high) == pytest.approx((2 - 2.2281, 2 + 2.2281), abs=1e-4)
    assert effect.p == pytest.approx(0.0734, abs=1e-4)
    assert effect.detectable == pytest.approx(2.2281 + 0.8791, abs=1e-4)


def test_holm_by_hand() -> None:
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    some = holm(np.array([0.03, np.nan, 0.02]))
    assert some[[0, 2]] == pytest.approx([0.04, 0.04]) and np.isnan(some[1])


def test_the_shift_is_the_median_of_all_differences_and_its_interval_that_of_whole_clusters() -> None:
    rng = np.random.default_rng(5)
    first, cluster = rng.random(60) < 0.4, rng.integers(0, 15, 60)
    y = rng.normal(0, 1, 60) + 0.5 * first + rng.normal(0, 1, 15)[cluster]
    found = shift(y, first, cluster, seed=1)
    assert found.value == pytest.approx(np.median(np.subtract.outer(y[first], y[~first])))
    drawn = []
    for _ in range(1500):
        rows = np.concatenate([np.flatnonzero(cluster == g) for g in rng.integers(0, 15, 15)])
        one, other = y[rows][first[rows]], y[rows][~first[rows]]
        drawn.append(np.median(np.subtract.outer(one, other)))
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])), abs=0.1)


def test_the_grid_gives_the_median_to_half_a_step() -> None:
    """One cluster a side that is always drawn: the interval is the shift itself, as the grid reads it."""
    y = np.random.default_rng(6).random(80)
    first = np.arange(80) < 35
    found = shift(y, first, np.zeros(80, dtype=np.int64), seed=1, resamples=3)
    assert found.low is not None and found.high is not None and found.value is not None
    assert found.high - found.low <= np.ptp(y) / (GRID - 1)


def test_shifts_without_two_groups_or_without_spread() -> None:
    y, everybody = np.ones(5), np.ones(5, dtype=np.bool_)
    assert shift(y, everybody, np.arange(5), 1).reason == NO_PEOPLE
    assert mean_gap(y, everybody, np.arange(5), 1).reason == NO_PEOPLE
    assert shift(y, np.arange(5) < 2, np.arange(5), 1).value == 0


def test_two_way_residuals_are_those_of_dummies() -> None:
    rng = np.random.default_rng(7)
    table, cells = rng.normal(0, 1, (9, 14)), rng.random((9, 14)) < 0.7
    cells[:, 0] = False  # somebody who was never there
    week, person = np.nonzero(cells)
    dummies = np.column_stack([week[:, None] == np.arange(9), person[:, None] == np.arange(14)]).astype(float)
    left = table[cells] - dummies @ np.linalg.lstsq(dummies, table[cells], rcond=None)[0]
    found = Within(cells)(table)
    assert found[cells] == pytest.approx(left, abs=1e-9)
    assert (found[~cells] == 0).all()
