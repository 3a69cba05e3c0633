"""Campaigns as trials: what is drawn and balanced, what stays hidden, bounds against published ones, and the figures of a small trial."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from adoption.science.figures import NOT_ENOUGH_WEEKS, Figure, Floats, Ints
from adoption.science.trials import HIDDEN, TOO_FEW_CLUSTERS, Plan, bounds, detectable, draw_plan, effect, holm, sequential_p
from adoption.science.trials.effect import adjusted, reached
from adoption.science.trials.order import draw_orders
from tests.adoption.science.campaign_trial import trial

SIZES = np.arange(10, 250, 10)  # 24 clusters


def outcome(plan: Plan, change: float, seed: int, noise: float = 0.03) -> Floats:
    """Lasting differences between clusters, a shock of each period, some noise, and `change` where the plan reaches."""
    rng, shape = np.random.default_rng(seed), (len(plan.step), plan.steps)
    flat = rng.normal(0.3, 0.1, (shape[0], 1)) + rng.normal(0, 0.2, (1, shape[1])) + rng.normal(0, noise, shape)
    return np.asarray(flat + change * reached(plan.step, np.arange(plan.steps)))


@settings(deadline=None, max_examples=50)
@given(st.integers(2, 60), st.integers(2, 6), st.integers(0, 10**6))
def test_every_block_of_like_sizes_holds_every_step_once(clusters: int, steps: int, seed: int) -> None:
    steps = min(steps, clusters)
    size = np.random.default_rng(seed).integers(5, 500, clusters)
    plan = draw_plan(size, steps, seed)
    assert plan.step.min() >= 1 and plan.step.max() <= steps and plan.looks == (steps - 1,)
    for block in range(int(plan.block.max()) + 1):
        drawn, others = plan.step[plan.block == block], size[plan.block > block]
        assert len(set(drawn.tolist())) == len(drawn) and (len(drawn) == steps or block == plan.block.max())
        assert size[plan.block == block].min() >= others.max(initial=0)
    assert (draw_plan(size, steps, seed).step == plan.step).all()


def test_orders_are_drawn_evenly() -> None:
    plan = draw_plan(SIZES, 3, 1)
    drawn = draw_orders(plan.block, 3, 6000, np.random.default_rng(2))
    share = np.array([(drawn == step).mean(axis=0) for step in (1, 2, 3)])
    assert np.abs(share - 1 / 3).max() < 0.03
    first: Ints = drawn[:, plan.block == 0]
    assert np.unique(first, axis=0, return_counts=True)[1] == pytest.approx(np.full(6, 1000), abs=130)


def test_a_plan_that_makes_no_sense_is_refused() -> None:
    for steps, looks in ((1, ()), (25, ()), (4, (1, 2)), (4, (2, 1, 3)), (4, (0, 3)), (4, (3, 3))):
        with pytest.raises(ValueError, match=r"steps|looks"):
            draw_plan(SIZES, steps, 1, looks)


def test_nothing_is_shown_before_the_planned_date() -> None:
    plan = draw_plan(SIZES, 3, 1)
    seen = outcome(plan, 0.5, 2)
    assert effect(plan, seen[:, :2], 1).difference == Figure.none(HIDDEN, n=24)
    assert effect(plan, seen[:, :1], 1).difference.reason == HIDDEN
    assert effect(plan, seen, 1).claimed


def test_too_few_clusters_give_no_estimate() -> None:
    plan = draw_plan(SIZES[:15], 2, 1)
    assert effect(plan, outcome(plan, 0.5, 2), 1).difference == Figure.none(TOO_FEW_CLUSTERS, n=15)
    assert detectable(plan, outcome(plan, 0, 3), 1) == Figure.none(TOO_FEW_CLUSTERS, n=15)
    whole = draw_plan(SIZES[:16], 2, 1)
    seen = outcome(whole, 0.5, 2)
    assert effect(whole, seen, 1).claimed
    seen[3, 1] = np.nan
    found = effect(whole, seen, 1)
    assert found.difference == Figure.none(TOO_FEW_CLUSTERS, n=15) and found.lost == 1


def test_two_steps_read_once_are_a_comparison_of_pairs() -> None:
    """With a baseline that tells nothing: the mean difference of the pairs of like size, its interval near that of Student's t."""
    plan = draw_plan(np.full(60, 30), 2, 1)
    seen = outcome(plan, 0.05, 5)
    seen[:, 0] = 0.3
    gaps = seen[plan.step == 1, 1][np.argsort(plan.block[plan.step == 1])] - seen[plan.step == 2, 1][np.argsort(plan.block[plan.step == 2])]
    error = gaps.std(ddof=1) / np.sqrt(30)
    found = effect(plan, seen, 1).difference
    assert found.value == pytest.approx(gaps.mean())
    assert found.low == pytest.approx(gaps.mean() - 2.045 * error, abs=0.15 * error)
    assert found.high == pytest.approx(gaps.mean() + 2.045 * error, abs=0.15 * error)


def test_a_baseline_that_tells_makes_the_interval_narrow() -> None:
    plan = draw_plan(np.full(60, 30), 2, 1)
    seen = outcome(plan, 0.05, 5)
    told, blind = effect(plan, seen, 1).difference, seen.copy()
    blind[:, 0] = 0.3
    untold = effect(plan, blind, 1).difference
    assert told.low is not None and told.high is not None and untold.low is not None and untold.high is not None
    assert told.high - told.low < 0.6 * (untold.high - untold.low)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.floats(-1, 1))
def test_shocks_and_effects_move_the_interval_as_they_should(seed: int, change: float) -> None:
    """A shock of a period moves nothing, a baseline counts linearly, and an effect added moves value and both ends by itself."""
    plan = draw_plan(SIZES, 3, seed)
    plain, rng = outcome(plan, 0, seed), np.random.default_rng(seed)
    moved = plain + rng.normal(0, 1, 3) + change * reached(plan.step, np.arange(3))
    one, two = effect(plan, plain, 1, 199).difference, effect(plan, moved, 1, 199).difference
    for end in ("value", "low", "high"):
        assert getattr(two, end) - getattr(one, end) == pytest.approx(change, abs=1e-9)
    assert (one.low or 0) <= (one.value or 0) <= (one.high or 0)


def test_the_interval_is_the_test_inverted() -> None:
    """Shifting the outcome by an end of the interval brings p to the level."""
    plan = draw_plan(SIZES, 3, 4)
    seen, touched = outcome(plan, 0.02, 6), reached(plan.step, np.arange(3))
    found = effect(plan, seen, 3)
    assert found.difference.low is not None and found.difference.high is not None
    for end, inside in ((found.difference.low, 1), (found.difference.high, -1)):
        assert (effect(plan, seen - touched * (end + inside * 1e-6), 3).p or 0) > 0.05
        assert (effect(plan, seen - touched * (end - inside * 1e-6), 3).p or 1) <= 0.05


def test_adjustment_takes_the_baseline_out() -> None:
    rng = np.random.default_rng(1)
    baseline, values = rng.normal(0, 1, 20), rng.normal(0, 1, (5, 20, 3))
    found = adjusted(values, baseline)
    assert np.einsum("c,dct->dt", baseline, found) == pytest.approx(np.zeros((5, 3)), abs=1e-9)
    assert found.mean(axis=1) == pytest.approx(np.zeros((5, 3)), abs=1e-9)
    assert adjusted(values, np.full(20, 0.1)) == pytest.approx(values - values.mean(axis=1, keepdims=True))


def test_bounds_are_the_published_ones() -> None:
    """O'Brien-Fleming spending, two-sided 5 %, equal looks (Lan and DeMets 1983; tables of Jennison and Turnbull 2000)."""
    published = {2: [2.963, 1.969], 3: [3.710, 2.511, 1.993], 4: [4.333, 2.963, 2.359, 2.014], 5: [4.877, 3.357, 2.680, 2.290, 2.031]}
    for looks, z in published.items():
        assert -ndtri(bounds(np.arange(1, looks + 1) / looks) / 2) == pytest.approx(np.array(z), abs=1e-3)
    assert bounds(np.array([1.0])) == pytest.approx([0.05])
    assert bounds(np.array([0.0, 0.5, 0.5, 1.0]))[[0, 2]].tolist() == [0, 0]


def test_a_path_without_effect_crosses_a_bound_one_time_in_twenty() -> None:
    fractions = np.array([0.2, 0.55, 0.7, 1.0])
    steps = np.random.default_rng(1).normal(0, np.sqrt(np.diff(fractions, prepend=0)), (200_000, 4))
    z = np.abs(steps.cumsum(axis=1)) / np.sqrt(fractions)
    assert (z > -ndtri(bounds(fractions) / 2)).any(axis=1).mean() == pytest.approx(0.05, abs=0.002)


def test_early_looks_ask_for_more_and_are_planned() -> None:
    plan = draw_plan(np.full(40, 30), 4, 1, looks=(1, 2, 3))
    assert 0 < plan.levels[0] < plan.levels[1] < plan.levels[2] < 0.05
    strong = outcome(plan, 0.5, 3)
    first = effect(plan, strong[:, :2], 1)
    assert first.difference.low == -np.inf and not first.claimed  # 1,999 draws cannot show so little chance
    second = effect(plan, strong[:, :3], 1)
    assert second.claimed and second.level == pytest.approx(plan.levels[1])
    narrow = draw_plan(np.full(20, 30), 4, 1, looks=(1, 2, 3))
    assert narrow.comparable(3).tolist() == [2]
    assert narrow.levels.tolist() == [0, pytest.approx(0.05), 0]


def test_p_over_several_looks_is_the_smallest_alpha_that_claims() -> None:
    fractions = np.array([0.5, 1.0])
    assert sequential_p(np.array([0.03]), np.array([1.0])) == pytest.approx(0.03, rel=2e-3)
    for p in (np.array([0.01]), np.array([0.5, 0.04]), np.array([0.002, 0.9])):
        alpha = sequential_p(p, fractions)
        assert alpha > p.min()
        assert (p <= bounds(fractions, alpha)[: len(p)]).any() and not (p <= bounds(fractions, alpha / 1.01)[: len(p)]).any()
    assert sequential_p(np.array([1.0, 1.0]), fractions) == 1.0


def test_holm_by_hand() -> None:
    found = holm(np.array([0.01, np.nan, 0.04, 0.03, 0.005]))
    assert found[[0, 2, 3, 4]] == pytest.approx([0.03, 0.06, 0.06, 0.02]) and np.isnan(found[1])
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]


def test_the_detectable_difference_is_that_of_pairs() -> None:
    """Two steps, a baseline that tells nothing: (t + t) x the standard error of the mean difference of 20 pairs."""
    plan = draw_plan(np.full(40, 30), 2, 1)
    past = np.column_stack([np.full(40, 0.3), np.random.default_rng(3).normal(0.3, 0.1, 40)])
    gaps = [np.diff(past[plan.block == block, 1])[0] for block in range(20)]
    expected = (2.101 + 0.862) * np.sqrt(np.sum(np.square(gaps))) / 20
    assert detectable(plan, past, 1).value == pytest.approx(expected, rel=0.08)
    assert detectable(plan, past[:, :1], 1).reason == NOT_ENOUGH_WEEKS
    early = draw_plan(np.full(40, 30), 4, 1, looks=(1, 2, 3))
    late = Plan(early.step, early.block, 4, (3,))
    history = outcome(late, 0, 4)
    assert (detectable(early, history, 1).value or 0) > (detectable(late, history, 1).value or 9)


def test_a_small_trial_keeps_its_promises() -> None:
    """Bounds allow for chance over so few organisations; the full figures are those of `trial(1000, seed)`."""
    found = trial(40, seed=5, draws=299)
    assert found.answered >= 30
    assert found.false_once <= 0.16 and found.false_early <= 0.16
    assert found.held >= 0.84 and found.held_uneven >= 0.84
    assert found.found >= 0.6 and found.found_early >= 0.55
