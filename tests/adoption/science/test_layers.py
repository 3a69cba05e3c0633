"""The graph of an organisation: weights add up, a large group stays sparse, imported counts stay counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from adoption.science.dyads import NO_UNIT
from adoption.science.seeding.graph import Graph
from adoption.science.seeding.layers import between_units, combine, groups, pairs


def degrees(graph: Graph) -> list[int]:
    return [int(n) for n in np.bincount(np.concatenate([graph.a, graph.b]), minlength=graph.people)]


def test_weights_of_a_pair_add_up_over_layers_and_nobody_is_tied_to_themselves() -> None:
    lines = pairs(np.array([0, 1, 2]), np.array([2, 2, 2]), 2.0)
    named = pairs(np.array([2, 2]), np.array([0, 3]), 0.5)
    graph = combine(4, [lines, named, pairs(np.array([1]), np.array([3]), 0.0)])
    assert list(zip(graph.a, graph.b, graph.weight, strict=True)) == [(0, 2, 2.5), (1, 2, 2.0), (2, 3, 0.5)]
    assert graph.strength().tolist() == [2.5, 2.0, 5.0, 0.5]
    assert graph.beside(np.array([0, 3])).tolist() == [False, False, True, False]


def test_a_small_group_is_tied_whole_and_two_shared_groups_count_twice() -> None:
    graph = combine(6, [groups(np.array([0, 1, 2, 3, 0, 1, 5]), np.array([7, 7, 7, 7, 9, 9, NO_UNIT]), 1.0, seed=1)])
    assert len(graph) == 6 and degrees(graph) == [3, 3, 3, 3, 0, 0]
    assert dict(zip(zip(graph.a, graph.b, strict=True), graph.weight, strict=True))[0, 1] == 2


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(2, 12), st.integers(0, 10**6))
def test_groups_are_whole_up_to_the_bound_and_sparse_beyond(sizes: list[int], near: int, seed: int) -> None:
    group = np.repeat(np.arange(len(sizes)), sizes)
    person = np.random.default_rng(seed).permutation(len(group))
    graph = combine(len(group), [groups(person, group, 1.0, seed, near)])
    unit = np.empty(len(group), np.int64)
    unit[person] = group
    assert (unit[graph.a] == unit[graph.b]).all() and (graph.weight == 1).all()
    degree, most = np.array(degrees(graph)), 2 * (near // 2)
    for at, size in enumerate(sizes):
        if size <= most + 1:
            assert (degree[unit == at] == size - 1).all()
        else:
            assert degree[unit == at].min() >= 2 and degree[unit == at].max() <= most
    ties = coo_array((np.ones(len(graph)), (graph.a, graph.b)), shape=(len(group),) * 2)
    assert connected_components(ties, directed=False)[0] == len(sizes)


def test_a_unit_of_2000_people_gives_no_two_million_ties() -> None:
    graph = combine(2000, [groups(np.arange(2000), np.zeros(2000, np.int64), 1.0, seed=4)])
    assert len(graph) <= 20_000 and np.mean(degrees(graph)) == pytest.approx(20, abs=0.3)


def test_imported_counts_tie_units_never_people() -> None:
    unit = np.array([0] * 10 + [1] * 10 + [NO_UNIT] * 3)
    layer = between_units(unit, np.array([0, 0, 0]), np.array([1, 0, 2]), np.array([40, 7, 9]), 1.0, seed=1)
    assert len(layer.a) == 47  # nobody in unit 2
    ends = np.sort(np.stack([unit[layer.a], unit[layer.b]]), axis=0)
    assert np.unique(ends, axis=1, return_counts=True)[1].tolist() == [7, 40]
    other = between_units(unit, np.array([0]), np.array([1]), np.array([40]), 1.0, seed=2)
    assert (other.a != layer.a[:40]).any()


def test_no_member_no_tie() -> None:
    none = np.zeros(0, np.int64)
    assert len(combine(3, [groups(none, none, 1.0, 1), groups(np.array([1]), np.array([0]), 1.0, 1)])) == 0
    assert len(combine(3, [])) == 0 and combine(3, []).strength().tolist() == [0, 0, 0]
