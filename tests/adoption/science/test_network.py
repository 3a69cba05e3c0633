"""Transversality: formulas against the reference network and against each other."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.science import breadth, network
from adoption.science.dyads import NO_TIES, NO_UNIT, Dyads, dyads_of, large_units, share_of_dyads
from adoption.science.figures import NO_PEOPLE, NOT_ENOUGH_PEOPLE, Figure, Floats, Ints
from adoption.science.network import ONE_UNIT
from tests.adoption.science import real


@pytest.fixture
def institute(validation_data: Path) -> tuple[Dyads, Ints]:
    return real.institute(validation_data)


def near(figure: Figure, value: float, digits: float) -> bool:
    return figure.value == pytest.approx(value, abs=digits)


def test_the_institute_gives_its_published_figures(institute: tuple[Dyads, Ints]) -> None:
    dyads, unit = institute
    assert (len(dyads), len(np.unique(unit))) == (16_064, 42)
    assert near(network.ei_index(dyads, unit), 0.3286, 5e-5)
    assert network.ei_expected(unit) == pytest.approx(0.9067, abs=5e-5)
    drawn = network.ei_permuted(dyads, unit, draws=300, seed=1)
    assert drawn.mean() == pytest.approx(0.9066, abs=4 * 0.0057 / math.sqrt(300))
    assert drawn.std() == pytest.approx(0.0057, abs=0.0006)  # .00548 over 10,000 draws
    assert near(breadth.cross_two_way(dyads, unit), 0.633, 5e-4)
    assert near(share_of_dyads(dyads, dyads.mutual), 0.552, 5e-4)


def test_the_institute_mixes_less_than_blindly(institute: tuple[Dyads, Ints]) -> None:
    dyads, unit = institute
    found = network.transversality(dyads, unit, seed=1, draws=200)
    assert near(found.headcount, 0.70, 5e-3)
    assert near(found.relative, 0.696, 5e-4)
    assert found.relative.low == pytest.approx(0.651, abs=0.001)
    assert found.relative.high == pytest.approx(0.741, abs=0.001)
    assert found.below_chance and found.p_value == pytest.approx(2 / 201)
    assert found.null_low is not None and found.null_low < 1 < (found.null_high or 0)
    assert found.maximum == pytest.approx(1 / 0.95451, abs=1e-4)


def test_the_institute_keeps_its_units_of_five_only(institute: tuple[Dyads, Ints]) -> None:
    _, unit = institute
    kept = large_units(unit, np.ones(real.INSTITUTE, bool), 5)
    sizes = np.bincount(unit)
    assert set(np.unique(kept)) == {NO_UNIT, *np.flatnonzero(sizes >= 5)}
    none_eligible = large_units(unit, np.zeros(real.INSTITUTE, bool), 1)
    assert (none_eligible == NO_UNIT).all()


def random_network(seed: int, people: int = 40, units: int = 4, ties: int = 120) -> tuple[Dyads, Ints]:
    rng = np.random.default_rng(seed)
    pull = rng.dirichlet(np.full(people, 2.0))
    source, target = rng.choice(people, size=(2, ties), p=pull)
    return dyads_of(source, target, people), rng.integers(0, units, people)


def test_a_dyad_is_counted_once_and_knows_whether_it_goes_both_ways() -> None:
    dyads = dyads_of(np.array([3, 1, 3, 2, 2]), np.array([1, 3, 1, 2, 0]), 5)
    assert [dyads.a.tolist(), dyads.b.tolist()] == [[0, 1], [2, 3]]
    assert dyads.mutual.tolist() == [False, True]
    assert dyads.weight.tolist() == [1, 3]
    assert dyads.per_person().tolist() == [1, 1, 1, 1, 0]
    assert dyads_of(np.array([0, 1]), np.array([1, 0]), 2, np.array([5, 2])).weight.tolist() == [7]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_expectation_of_headcounts_is_the_mean_of_permutations(seed: int) -> None:
    dyads, unit = random_network(seed)
    drawn = network.ei_permuted(dyads, unit, draws=400, seed=seed)
    assert drawn.mean() == pytest.approx(network.ei_expected(unit), abs=5 * drawn.std() / math.sqrt(400) + 1e-9)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_leaving_each_person_out_in_closed_form_is_leaving_them_out(seed: int) -> None:
    dyads, unit = random_network(seed, people=15, units=3, ties=30)
    degree = dyads.per_person()
    slow = []
    for person in np.flatnonzero(degree > 0):
        left = dyads.keep((dyads.a != person) & (dyads.b != person))
        slow.append(network._external(left, unit) / network._expected(left.per_person(), unit))
    assert network._without_each(dyads, unit, degree) == pytest.approx(np.array(slow), nan_ok=True)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(1, 6))
def test_t_lies_between_nothing_and_its_maximum(seed: int, units: int) -> None:
    dyads, unit = random_network(seed, units=units)
    found = network.transversality(dyads, unit, seed, draws=30)
    if found.relative.value is None:
        assert found.relative.reason == ONE_UNIT
        return
    assert found.maximum is not None and found.p_value is not None
    assert 0 <= found.relative.value <= found.maximum + 1e-9
    assert 0 < found.p_value <= 1


def test_units_that_mix_blindly_but_differ_in_activity_are_no_silos() -> None:
    """A unit four times as active as the others, ties drawn blindly: headcount reads a silo, T does not."""
    rng = np.random.default_rng(7)
    unit = np.repeat(np.arange(4), 250)
    pull = np.where(unit == 0, 4.0, 1.0) / np.where(unit == 0, 4.0, 1.0).sum()
    source, target = rng.choice(1000, size=(2, 6000), p=pull)
    found = network.transversality(dyads_of(source, target, 1000), unit, seed=1, draws=200)
    assert near(found.relative, 1.0, 0.03)
    assert found.headcount.value is not None and found.headcount.value < 0.92
    assert not found.below_chance and found.p_value is not None and found.p_value > 0.05


def test_the_permutation_rejects_blind_mixing_one_time_in_twenty() -> None:
    rejected = 0
    for seed in range(120):
        dyads, unit = random_network(seed, people=60, units=4, ties=200)
        p_value = network.transversality(dyads, unit, seed, draws=79).p_value
        rejected += p_value is not None and p_value <= 0.05
    assert rejected <= 13


def planted(rng: np.random.Generator, people: int, stubborn: bool) -> tuple[Dyads, Ints]:
    """Ties chosen in one's own unit with a propensity that differs between people (`stubborn`) or is the same."""
    unit = np.arange(people) % 5
    inward = rng.beta(1.5, 1.5, people) if stubborn else np.full(people, 0.5)
    source = np.repeat(np.arange(people), 5)
    anyone = rng.integers(0, people, len(source))
    colleague = (rng.integers(0, people // 5, len(source)) * 5 + unit[source]) % people
    return dyads_of(source, np.where(rng.random(len(source)) < inward[source], colleague, anyone), people), unit


@pytest.mark.parametrize("stubborn", [True, False])
def test_the_interval_of_t_covers_the_truth(stubborn: bool) -> None:
    rng = np.random.default_rng(3)
    found = [network.transversality(*planted(rng, 120, stubborn), seed=1, draws=1).relative for _ in range(200)]
    truth = float(np.mean([figure.value for figure in found if figure.value is not None]))
    covered = sum((figure.low or 0) <= truth <= (figure.high or 0) for figure in found)
    assert covered / 200 >= 0.93


def test_no_tie_no_figure() -> None:
    nobody: Ints = np.zeros(0, np.int64)
    empty, unit = dyads_of(nobody, nobody, 3), np.array([0, 0, 1])
    assert network.ei_index(empty, unit) == Figure.none(NO_TIES)
    assert network.transversality(empty, unit, 1).relative == Figure.none(NO_TIES)
    assert breadth.cross_two_way(empty, unit) == Figure.none(NO_TIES)
    assert network.ei_expected(np.array([0])) is None
    one = dyads_of(np.array([0]), np.array([1]), 3)
    assert network.transversality(one, np.zeros(3, np.int64), 1).relative.reason == ONE_UNIT
    assert network.transversality(one, np.full(3, NO_UNIT), 1).relative.reason == NO_TIES


def test_a_person_without_a_unit_is_left_out() -> None:
    dyads, unit = random_network(5)
    unit[:10] = NO_UNIT
    inside = dyads.keep((dyads.a >= 10) & (dyads.b >= 10))
    assert network.transversality(dyads, unit, 1, 20) == network.transversality(inside, unit, 1, 20)
    assert network.ei_expected(unit) == network.ei_expected(unit[10:])


def test_effective_units_of_even_contributors() -> None:
    found = breadth.diversity(np.repeat(np.arange(4), 250), units=8)
    assert near(found.entropy, math.log(4) + 3 / 2000, 1e-9)
    assert near(found.effective_units, 4 * math.exp(3 / 2000), 1e-9)
    assert near(found.evenness, (math.log(4) + 3 / 2000) / math.log(8), 1e-9)
    assert near(found.blau, 0.75, 1e-9)
    assert breadth.diversity(np.arange(9), units=9).entropy == Figure.none(NOT_ENOUGH_PEOPLE, n=9)
    assert breadth.diversity(np.append(np.arange(9), NO_UNIT), units=9).blau == Figure.none(NOT_ENOUGH_PEOPLE, n=9)
    assert breadth.diversity(np.zeros(12, np.int64), units=1).evenness.reason == ONE_UNIT


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 6), min_size=10, max_size=80))
def test_diversity_stays_in_its_bounds(units: list[int]) -> None:
    found = breadth.diversity(np.array(units), units=7)
    assert 0 <= (found.evenness.value or 0) <= 1
    assert 0 <= (found.blau.value or 0) < 1
    assert (found.effective_units.value or 0) >= 1


def two_ways(pairs: list[tuple[int, int]], people: int) -> Dyads:
    ends = np.array(pairs)
    return dyads_of(np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]]), people)


def test_a_broker_is_counted_and_missed() -> None:
    """Person 0 of unit 0 has two two-way ties in each of units 0, 1, 2; nobody else crosses but 3 and 5."""
    unit = np.array([0, 0, 0, 1, 1, 2, 2, 3])
    dyads = two_ways([(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (3, 5), (3, 4)], 8)
    found = breadth.brokers(dyads, unit)
    assert found.number == Figure.count(1)
    assert near(found.lost_without_top, 4 / 5, 1e-9)
    alone = breadth.brokers(dyads.keep(np.array([True, True] + [False] * 6)), unit)
    assert alone.number == Figure.count(0) and alone.lost_without_top.reason == NO_TIES
    one_way = dyads_of(dyads.a, dyads.b, 8)
    assert breadth.brokers(one_way, unit).number.value == 0


def test_coverage_is_that_of_the_weakest_unit() -> None:
    unit = np.array([0] * 10 + [2] * 20 + [NO_UNIT] * 3)
    active = np.array([True] * 9 + [False] + [True] * 5 + [False] * 15 + [False] * 3)
    found = breadth.coverage(active, unit)
    assert near(found.weakest, 0.25, 1e-9) and found.weakest.n == 20
    assert near(found.tenth_percentile, 0.25 + 0.1 * 0.65, 1e-9)
    assert breadth.coverage(active[:2], np.full(2, NO_UNIT)).weakest == Figure.none(NO_PEOPLE)


def test_the_heat_map_counts_every_dyad_once(institute: tuple[Dyads, Ints]) -> None:
    dyads, unit = institute
    found = breadth.unit_matrix(dyads, unit, 42)
    assert (found.dyads == found.dyads.T).all()
    assert np.triu(found.dyads).sum() == 16_064
    internal = 16_064 * (1 - 0.32856) / 2
    assert np.trace(found.dyads) == pytest.approx(internal, abs=1)
    sizes = np.bincount(unit, minlength=42)
    assert (found.people <= sizes[:, None]).all()
    assert ((found.people > 0) == (found.dyads > 0)).all()


def test_a_cell_is_thin_by_its_smaller_side() -> None:
    unit = np.array([0, 1, 1, 1, 1, 1])
    found = breadth.unit_matrix(two_ways([(0, i) for i in range(1, 6)], 6), unit, 3)
    assert found.dyads.tolist() == [[0, 5, 0], [5, 0, 0], [0, 0, 0]]
    assert [found.people[0, 1], found.people[1, 0]] == [1, 5]
    assert found.thin(5).tolist() == [[False, True, False], [True, False, False], [False, False, False]]


def test_large_and_transversal_needs_its_three_parts() -> None:
    blind = network.Transversality(Figure(1.0), Figure(1.0), null_low=0.9, null_high=1.1)
    silo = network.Transversality(Figure(0.6), Figure(0.6), null_low=0.9, null_high=1.1)
    unknown = network.Transversality(Figure.none(NO_TIES), Figure.none(NO_TIES))
    assert breadth.large_and_transversal(50, Figure(3.0), blind) is True
    assert breadth.large_and_transversal(49, Figure(3.0), blind) is False
    assert breadth.large_and_transversal(50, Figure(2.9), blind) is False
    assert breadth.large_and_transversal(50, Figure(3.0), silo) is False
    assert breadth.large_and_transversal(50, Figure(3.0), unknown) is None


def test_the_same_seed_gives_the_same_interval() -> None:
    dyads, unit = random_network(9)
    assert network.transversality(dyads, unit, 4, 50) == network.transversality(dyads, unit, 4, 50)
    first: Floats = network.ei_permuted(dyads, unit, 10, 1)
    assert (first == network.ei_permuted(dyads, unit, 10, 1)).all()
