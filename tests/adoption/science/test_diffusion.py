"""Adoption with churn: rates known beforehand are found again, the interval holds the truth, and a network that died reads as one."""

from pathlib import Path

import numpy as np
import pytest

from adoption.science import diffusion
from adoption.science.diffusion import Flow, Rates, World
from adoption.science.figures import NO_ACTIVITY, NO_LEAVERS, NOT_ENOUGH_WEEKS, Bools
from tests.adoption.science import real


def constant(active: float, entries: float, exits: float, n: int = 12) -> Flow:
    return Flow(*(np.full(n, x) for x in (active, entries, exits, 100.0)))


@pytest.mark.parametrize(
    ("world", "true"),
    [
        (World(0.01, 0.5, 0.3, weeks=52), 5 / 3),
        (World(0.002, 0.35, 0.2, weeks=52, shock=0.15), 1.75),
        (World(0.03, 0.2, 0.4, weeks=104), 0.5),
    ],
)
def test_a_known_r0_is_recovered_and_covered(world: World, true: float) -> None:
    mean, held = diffusion.coverage(world, runs=100, seed=3, draws=200)
    assert mean == pytest.approx(true, rel=0.08)
    assert 0.89 <= held <= 0.99  # 95 %, less or more what 100 runs can tell


def test_known_rates_are_recovered_one_by_one() -> None:
    world = World(0.01, 0.5, 0.3, people=20_000, weeks=104)
    found = diffusion.churn(diffusion.simulate(world, np.random.default_rng(1)), seed=2)
    for figure, true in ((found.p, 0.01), (found.q, 0.5), (found.d, 0.3), (found.r0, 5 / 3)):
        assert figure.value is not None and figure.low is not None and figure.high is not None
        assert figure.value == pytest.approx(true, rel=0.1)
        assert figure.low < true < figure.high
    assert found.level.value == pytest.approx(float(diffusion.steady_level(Rates(*map(np.array, (0.01, 0.5, 0.3))))), rel=0.02)


def test_the_steady_level_stands_still() -> None:
    for p, q, d in ((0.0, 0.5, 0.2), (0.01, 0.5, 0.3), (0.05, 0.1, 0.4), (0.02, 0.0, 0.3), (0.0, 0.2, 0.4)):
        level = float(diffusion.steady_level(Rates(np.array(p), np.array(q), np.array(d))))
        assert (p + q * level) * (1 - level) == pytest.approx(d * level, abs=1e-9)
    assert diffusion.steady_level(Rates(np.array(0.0), np.array(0.5), np.array(0.2))) == pytest.approx(1 - 0.2 / 0.5)
    assert diffusion.steady_level(Rates(np.array(0.0), np.array(0.2), np.array(0.4))) == pytest.approx(0)


def test_no_rate_is_negative() -> None:
    rng = np.random.default_rng(7)
    active = np.linspace(5, 80, 30)
    falling = Flow(active, (100 - active) * np.linspace(0.3, 0.02, 30), 0.2 * active, np.full(30, 100.0))
    found = diffusion.rates(falling)
    assert found.q == 0 and found.p > 0
    rising = Flow(active, (100 - active) * np.maximum(0, active / 100 - 0.3) * rng.uniform(0.9, 1.1, 30), 0.2 * active, np.full(30, 100.0))
    found = diffusion.rates(rising)
    assert found.p == 0 and found.q > 0


def test_a_share_that_never_moves_gives_no_slope() -> None:
    found = diffusion.rates(constant(50, 10, 10))
    assert found.q == 0 and found.p == pytest.approx(0.2) and found.d == pytest.approx(0.2)


def test_what_cannot_be_said_is_not_said() -> None:
    assert diffusion.churn(constant(50, 10, 10, n=7), seed=1).r0.reason == NOT_ENOUGH_WEEKS
    assert diffusion.churn(constant(0, 0, 0), seed=1).r0.reason == NO_ACTIVITY
    nobody_left = diffusion.churn(constant(50, 1, 0), seed=1)
    assert nobody_left.r0.reason == NO_LEAVERS and nobody_left.level.value is None
    assert nobody_left.d.value == 0


def test_the_same_seed_gives_the_same_interval() -> None:
    steps = diffusion.simulate(World(0.01, 0.5, 0.3), np.random.default_rng(4))
    assert diffusion.churn(steps, seed=5) == diffusion.churn(steps, seed=5)
    assert diffusion.churn(steps, seed=5).r0 != diffusion.churn(steps, seed=6).r0


def test_blocks_keep_weeks_together() -> None:
    rows = diffusion.blocks(20, 10, 300, np.random.default_rng(0))
    assert rows.shape == (300, 10) and rows.min() == 0 and rows.max() == 19
    steps = np.diff(rows, axis=1)
    assert (np.delete(steps, [3, 7], axis=1) == 1).all()
    assert diffusion.blocks(2, 5, 10, np.random.default_rng(0)).max() == 1


def test_a_flow_counts_who_comes_and_who_goes() -> None:
    active = np.array([[1, 1, 0, 0], [1, 0, 1, 1], [0, 0, 1, 1], [1, 1, 1, 1]], dtype=np.bool_)
    steps = diffusion.flow(active)
    assert steps.active.tolist() == [2, 3, 2]
    assert steps.entries.tolist() == [2, 0, 2]
    assert steps.exits.tolist() == [1, 1, 0]
    assert steps.people.tolist() == [4, 4, 4]
    assert diffusion.flow(active, np.array([True, True, False, True])).active.tolist() == [2]


@pytest.fixture
def college(validation_data: Path) -> Bools:
    """Who of the 1,899 sent a message in which of the 28 weeks counted from the first message."""
    log = real.college(validation_data)
    return log.writers((log.at - log.at.min()) // real.WEEK_SECONDS)


def test_the_reference_figures_of_college_messages(college: Bools) -> None:
    """They come out with plain means; the weighted estimates of the specification's text lie beside them."""
    end, whole, launch = (diffusion.flow(college[a:b]) for a, b in ((10, 28), (0, 28), (0, 9)))
    plain = diffusion.plain_rates(end)
    assert (round(float(plain.q), 3), round(float(plain.d), 3), round(float(plain.q / plain.d), 2)) == (0.333, 0.504, 0.66)
    plain = diffusion.plain_rates(whole)
    assert round(float(plain.q / plain.d), 2) == 0.73
    for found in (diffusion.rates(launch), diffusion.plain_rates(launch)):
        assert round(float(found.p), 2) == 0.13
        assert found.q < 0.01  # pushed, not caught


def test_college_messages_settle_far_below_any_critical_mass(college: Bools) -> None:
    """R0 below 1, though 17 weeks alone cannot exclude it; the level that its rates would keep is 5 % of the people."""
    found = diffusion.churn(diffusion.flow(college[10:]), seed=1)
    assert found.r0.value == pytest.approx(0.688, abs=0.001) and found.r0.n == 17
    assert found.r0.low is not None and found.r0.high is not None and found.r0.low < 0.66 < found.r0.high < 1.2
    assert found.level.value == pytest.approx(0.046, abs=0.001)
    assert found.level.high is not None and found.level.high < 0.1
    launch = diffusion.churn(diffusion.flow(college[:9]), seed=1)
    assert launch.q.low == 0 and launch.p.low is not None and launch.p.low > 0
