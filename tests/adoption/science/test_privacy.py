"""Nothing on fewer than k people: masks, coarse shares, and tables that no subtraction opens, checked by linear programming."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption.science import health, privacy
from adoption.science.figures import NO_PEOPLE, NOT_ENOUGH_PEOPLE, Figure, Floats, Ints
from adoption.science.privacy import K_UNITS, K, audit
from tests.adoption.science.pages import hide, of_units, with_totals

LEVELS = st.sampled_from([K, K_UNITS])
PEOPLE = st.one_of(st.integers(0, 12), st.integers(0, 200))


@st.composite
def grids(draw: st.DrawFn, values: st.SearchStrategy[int] = PEOPLE) -> Ints:
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    return np.array(draw(st.lists(values, min_size=rows * columns, max_size=rows * columns)), dtype=np.int64).reshape(rows, columns)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Ints, Ints]:
    """Parents (some units have none) and people of each unit itself, by category in half of the cases."""
    units = draw(st.integers(1, 14))
    parent = [draw(st.integers(-1, unit - 1)) if unit else -1 for unit in range(units)]
    width = draw(st.sampled_from([0, 1, 2, 4]))
    own = np.array(draw(st.lists(PEOPLE, min_size=units * max(width, 1), max_size=units * max(width, 1))), dtype=np.int64)
    return np.array(parent, dtype=np.int64), own.reshape(units, width) if width else own


def test_a_group_of_four_is_masked_and_of_five_is_not() -> None:
    assert privacy.masked(Figure.count(4), 4).reason == NOT_ENOUGH_PEOPLE
    assert privacy.masked(Figure.count(5), 5).value == 5
    assert privacy.masked(Figure.count(9), 9, k=K_UNITS).value is None
    assert privacy.masked(Figure.none(NO_PEOPLE), 0).reason == NO_PEOPLE
    assert privacy.suppress_list(np.array([4, 30, 40])).hidden[0]


def test_the_complement_of_a_masked_cell_is_masked() -> None:
    """A unit of 12 where a filter leaves 2: hiding the 2 alone would leave 12 - 10."""
    assert privacy.suppress([[2, 10]]).all()
    assert privacy.suppress_list(np.array([2, 10])).hidden.tolist() == [True, True, False]
    assert [offender.at for offender in audit(hide(with_totals(np.array([2, 10])), np.array([True, False, False])))] == [(0,)]


def test_totals_that_differ_by_fewer_than_k_are_not_both_published() -> None:
    assert not privacy.publishable(40, 37)
    assert privacy.publishable(40, 40)
    assert privacy.publishable(40, 35)


def test_two_groups_too_small_together_take_their_total_with_them() -> None:
    mask = privacy.suppress_list(np.array([2, 3]))
    assert mask.total_hidden
    assert mask.nothing_left
    assert not privacy.suppress_list(np.array([2, 3, 30])).total_hidden


def test_a_zero_is_printed_and_the_smallest_is_hidden_beside_a_small_group() -> None:
    assert privacy.suppress_list(np.array([0, 3, 8, 40, 300])).hidden.tolist() == [False, True, True, False, False, False]
    assert not privacy.suppress_list(np.array([0, 0, 30])).hidden.any()


def test_people_of_a_unit_and_none_of_its_parts_are_not_found_by_subtraction() -> None:
    """A unit of 33 whose two parts have 10 and 20: the 3 others are on no page, and still told by 33 - 30."""
    parent, own = np.array([-1, 0, 0]), np.array([3, 10, 20])
    assert [(offender.at, offender.apart) for offender in audit(of_units(parent, own), parent=parent)] == [((0,), True)]
    mask = privacy.suppress_units(parent, own)
    assert mask.hidden.tolist() == [False, True, False]
    assert audit(hide(of_units(parent, own), mask.hidden), parent=parent) == ()


def test_a_small_unit_stays_hidden_when_it_is_all_there_is_of_the_unit_above() -> None:
    parent, own = np.array([-1, 0, 0, 1, 2]), np.array([0, 0, 0, 3, 40])
    hidden = privacy.suppress_units(parent, own).hidden
    assert hidden.tolist() == [False, True, True, True, True]


def test_units_that_stand_above_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        privacy.suppress_units(np.array([1, 0]), np.array([5, 5]))


@settings(max_examples=60, deadline=None)
@given(grids(), LEVELS)
def test_no_masked_cell_of_a_table_can_be_worked_out(counts: Ints, k: int) -> None:
    mask, printed = privacy.suppress_table(counts, k), with_totals(counts)
    assert not ((printed > 0) & (printed < k) & ~mask.hidden).any()
    assert not (mask.hidden & (printed == 0)).any()
    assert audit(hide(printed, mask.hidden), k) == ()
    assert not privacy.hidden_sets(hide(printed, mask.hidden), k).any()


@settings(max_examples=60, deadline=None)
@given(st.lists(PEOPLE, min_size=1, max_size=30), LEVELS)
def test_no_masked_group_of_a_list_can_be_worked_out(people: list[int], k: int) -> None:
    counts = np.array(people, dtype=np.int64)
    mask, printed = privacy.suppress_list(counts, k), with_totals(counts)
    assert not ((printed > 0) & (printed < k) & ~mask.hidden).any()
    assert audit(hide(printed, mask.hidden), k) == ()
    assert not privacy.hidden_sets(hide(printed, mask.hidden), k).any()


@settings(max_examples=60, deadline=None)
@given(trees(), LEVELS)
def test_no_masked_unit_of_a_tree_can_be_worked_out(tree: tuple[Ints, Ints], k: int) -> None:
    parent, own = tree
    mask, printed = privacy.suppress_units(parent, own, k), of_units(parent, own)
    assert not ((printed > 0) & (printed < k) & ~mask.hidden).any()
    assert audit(hide(printed, mask.hidden), k, parent) == ()


@settings(max_examples=60, deadline=None)
@given(grids(st.integers(K, 60) | st.just(0)), trees())
def test_nothing_is_hidden_where_everything_is_large_enough(counts: Ints, tree: tuple[Ints, Ints]) -> None:
    assert not privacy.suppress_table(counts).hidden.any()
    assert not privacy.suppress_list(counts.ravel()).hidden.any()
    parent, own = tree
    assert not privacy.suppress_units(parent, np.where(own < K, 0, own)).hidden.any()


def test_hardly_more_is_hidden_than_must_be_in_small_tables() -> None:
    """Beside the fewest cells that an exhaustive search finds, totals being printed: at most one in twenty more."""
    dice, hidden, fewest = np.random.default_rng(4), 0, 0
    for turn in range(16):
        counts = dice.integers(5, 40, (3, 3))
        counts.flat[dice.choice(9, 1 + turn % 2, replace=False)] = dice.integers(1, 5)
        mask = privacy.suppress_table(counts)
        hidden += int(mask.hidden.sum())
        fewest += _fewest(with_totals(counts), mask)
    assert fewest <= hidden <= 1.05 * fewest


def _fewest(printed: Floats, mask: privacy.Mask) -> int:
    others = [place for place in range(11) if place % 4 < 3 and not mask.primary.flat[place]]
    for more in range(int((mask.hidden & ~mask.primary).sum())):
        for chosen in itertools.combinations(others, more):
            hidden = mask.primary.copy()
            hidden.flat[list(chosen)] = True
            lonely = (hidden.sum(axis=0) == 1).any() or (hidden.sum(axis=1) == 1).any()
            if not lonely and not audit(hide(printed, hidden)):
                return int(hidden.sum())
    return int(mask.hidden.sum())


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=6, max_size=6), st.sampled_from([1, 2, 3]))
def test_the_audit_finds_the_ranges_that_trying_every_table_finds(people: list[int], rows: int) -> None:
    counts = np.array(people[:4] if rows == 1 else people).reshape(rows, -1)
    tried = 1 + np.indices((7,) * counts.size if rows > 1 else (9,) * 4).reshape(counts.size, -1).T.reshape(-1, *counts.shape)
    fits = tried[(tried.sum(axis=1) == counts.sum(axis=0)).all(axis=1) & (tried.sum(axis=2) == counts.sum(axis=1)).all(axis=1)]
    low, high = fits.min(axis=0), fits.max(axis=0)
    hidden = np.pad(np.ones(counts.shape, dtype=np.bool_), (0, 1))
    found = {offender.at: (round(offender.low), round(offender.high)) for offender in audit(hide(with_totals(counts), hidden), 50)}
    assert found == {(i, j): (low[i, j], high[i, j]) for i, j in np.ndindex(counts.shape)}


def test_the_audit_says_when_what_is_printed_does_not_add_up() -> None:
    with pytest.raises(ValueError, match="add up"):
        audit(np.array([np.nan, 10.0, 20.0, 25.0]))


def test_a_table_of_40_by_40_and_a_list_of_300_units_stay_safe() -> None:
    counts = np.random.default_rng(1).negative_binomial(1, 1 / 9, (40, 40))
    mask = privacy.suppress_table(counts)
    assert audit(hide(with_totals(counts), mask.hidden)) == ()
    units = np.random.default_rng(2).integers(0, 60, 300)
    assert not privacy.suppress_list(units).total_hidden


def test_percentages_of_small_groups_are_coarse() -> None:
    figure = privacy.coarse_share(health.wilson(7, 18), 18)
    assert figure.value == pytest.approx(0.40)
    everyone, nobody = privacy.coarse_share(health.wilson(18, 18), 18), privacy.coarse_share(health.wilson(0, 18), 18)
    assert everyone.value == pytest.approx(0.95)
    assert nobody.value == pytest.approx(0.05)
    assert (privacy.share_end(everyone, 18), privacy.share_end(nobody, 18)) == (privacy.AT_LEAST, privacy.AT_MOST)
    assert privacy.share_end(figure, 18) == ""
    assert privacy.coarse_share(health.wilson(20, 60), 60).value == pytest.approx(1 / 3)


@pytest.mark.parametrize("n", [20, 27, 35, 49])
def test_a_coarse_share_does_not_tell_nobody_from_one_nor_everybody_from_all_but_one(n: int) -> None:
    ends = [privacy.coarse_share(health.wilson(count, n), n) for count in (0, 1, n - 1, n)]
    assert ends[0].as_dict() == ends[1].as_dict()
    assert ends[2].as_dict() == ends[3].as_dict()


@given(st.integers(5, 49), st.data())
def test_the_interval_of_a_coarse_share_holds_the_exact_one(n: int, data: st.DataObject) -> None:
    exact = health.wilson(data.draw(st.integers(0, n)), n)
    coarse = privacy.coarse_share(exact, n)
    assert coarse.low is not None and exact.low is not None and coarse.low <= exact.low + 1e-9
    assert coarse.high is not None and exact.high is not None and coarse.high >= exact.high - 1e-9
    assert coarse.low <= (coarse.value or 0) <= coarse.high


def test_minimum_k50_and_the_few_at_the_top_obey_k() -> None:
    figures, people = [Figure(0.1), Figure(0.3), Figure.none(NO_PEOPLE), Figure(0.2)], np.array([4, 9, 20, 12])
    assert privacy.minimum(figures, people).value == 0.2
    assert privacy.minimum(figures, people, k=20).reason == NOT_ENOUGH_PEOPLE
    assert privacy.carried_by(Figure.count(3), 80).reason == NOT_ENOUGH_PEOPLE
    assert privacy.carried_by(Figure.count(6), 80).value == 6
    assert privacy.of_the_few(Figure(0.7), few=3, among=80).value is None
    assert privacy.of_the_few(Figure(0.7), few=8, among=80).value == 0.7
    assert privacy.of_the_few(Figure(0.7), few=8, among=10).value is None
    assert privacy.top_cells(np.array([0.9, 0.4, np.nan, 0.6, 0.5]), np.array([3, 9, 20, 12, 5])).tolist() == [3, 4, 1]
