"""Where to push next: the luckiest estimate is not believed, survival is told only where the test answers, the order is stable."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.science.figures import Figure
from adoption.science.pushes import KINDS, MOVES, NO_ESTIMATE, SWITCH_OFF_UNKNOWN, TO_TEST, Estimate, Kind, Push, next_pushes, shrink
from adoption.science.stages import classify
from tests.adoption.science.networks import World, simulate


def many(seed: int, count: int = 12, spread: float = 1.0) -> tuple[list[Push], dict[str, float]]:
    """Pushes of one kind whose true gains are known, each estimated with its own error."""
    rng = np.random.default_rng(seed)
    truth, errors = rng.normal(2.0, spread, count), rng.uniform(0.5, 3.0, count)
    found = rng.normal(truth, errors)
    pushes = [Push("seed_unit", str(i), 10, Estimate(float(g), float(e))) for i, (g, e) in enumerate(zip(found, errors, strict=True))]
    return pushes, {str(i): float(gain) for i, gain in enumerate(truth)}


def test_the_first_of_many_is_overrated_until_it_is_shrunk() -> None:
    raw, shrunk, held = [], [], []
    for seed in range(400):
        pushes, truth = many(seed)
        lucky = max(pushes, key=lambda push: push.estimate.gain if push.estimate else 0.0)
        first = next_pushes(pushes, "unknown", 1)[0]
        assert lucky.estimate is not None and first.gain.value is not None
        assert first.gain.low is not None and first.gain.high is not None
        raw.append(lucky.estimate.gain - truth[lucky.key])
        shrunk.append(first.gain.value - truth[first.push.key])
        held.append(first.gain.low <= truth[first.push.key] <= first.gain.high)
    assert np.mean(raw) > 1.5 and abs(np.mean(shrunk)) < 0.5
    assert np.mean(held) >= 0.93


def test_shrinking_lessens_the_error_and_equal_truths_meet() -> None:
    gap_raw, gap_shrunk = [], []
    for seed in range(200):
        pushes, truth = many(seed, spread=0.5)
        gains, errors = np.array([[p.estimate.gain, p.estimate.error] for p in pushes if p.estimate]).T
        true = np.array([truth[p.key] for p in pushes])
        gap_raw.append(((gains - true) ** 2).mean())
        gap_shrunk.append(((shrink(gains, errors) - true) ** 2).mean())
    assert np.mean(gap_shrunk) < 0.4 * np.mean(gap_raw)
    assert shrink(np.array([1.0, 2.0, 3.0, 2.0]), np.full(4, 2.0)) == pytest.approx(np.full(4, 2.0))


def test_a_kind_with_few_estimates_is_drawn_towards_no_gain() -> None:
    assert shrink(np.array([4.0]), np.array([2.0])) == pytest.approx([3.0])  # (16 - 4) / 16 of it
    assert shrink(np.array([1.0, -1.0]), np.array([2.0, 2.0])) == pytest.approx([0.0, 0.0])


def test_a_sure_estimate_moves_less_than_an_unsure_one() -> None:
    gains, errors = np.array([0.0, 1.0, 2.0, 8.0, 8.0]), np.array([0.5, 0.5, 0.5, 0.5, 4.0])
    found = shrink(gains, errors)
    assert found[4] < found[3] < 8


@pytest.mark.parametrize(("verdict", "told"), [("survives", True), ("dies", True), ("unknown", False)])
def test_survival_is_told_only_where_the_switch_off_test_answers(verdict: str, told: bool) -> None:
    gain = Figure(0.1, 0.02, 0.18, n=200)
    pushes = [Push("open_closed", "a", 40, survival=gain), Push("open_closed", "b", 30)]
    first, second = next_pushes(pushes, verdict, 5)  # type: ignore[arg-type]
    assert first.survival == (gain if told else Figure.none(SWITCH_OFF_UNKNOWN))
    assert second.survival == Figure.none(NO_ESTIMATE if told else SWITCH_OFF_UNKNOWN)
    assert first.status == second.status == TO_TEST


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10**6), st.integers(0, 12))
def test_the_order_depends_on_the_pushes_alone(seed: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    pushes = [
        Push(KINDS[int(rng.integers(5))], str(i), int(rng.integers(1, 4)), Estimate(float(rng.integers(-2, 3)), 1.0) if i % 3 else None)
        for i in range(15)
    ]
    found = next_pushes(pushes, "unknown", most)
    assert len(found) == most and [one.rank for one in found] == list(range(1, most + 1))
    again = next_pushes([pushes[i] for i in rng.permutation(15)], "unknown", most)
    assert [one.push.key for one in found] == [one.push.key for one in again]
    values = [one.gain.value for one in found]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True) and values[: len(known)] == known
    assert {one.gain.reason for one in found[len(known) :]} <= {NO_ESTIMATE}


def test_a_push_moves_tests_that_the_stage_has() -> None:
    names = {test["name"] for test in classify(simulate(World(level=0.3), 1))[-1].tests}
    assert set(MOVES) == set(KINDS) and all(set(MOVES[kind]) <= names and MOVES[kind] for kind in KINDS)
    kind: Kind = "merge_communities"
    assert Push(kind, "a+b", 14).moves == ("s2", "s5")


def test_an_estimate_without_error_is_refused() -> None:
    with pytest.raises(ValueError, match="standard error"):
        next_pushes([Push("open_closed", "a", 5, Estimate(1.0, 0.0))], "dies", 3)
