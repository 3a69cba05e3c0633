"""The order of "For you": each signal has its reason, more of it is never worth less, and equals keep one order."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.feeds.ranking import BASE, HALF_LIFE, SCALE, WEIGHTS, Ranked, Signals, rank, score

WORD = st.sampled_from(["", "x"])
NO = st.just(False)
SIGNALS = st.builds(Signals, skill=WORD, person=WORD, topic=WORD, exchange=WORD, community=WORD, is_own=NO, is_left_out=NO)
HOURS = st.floats(min_value=0, max_value=14 * 24)


@pytest.mark.parametrize("name", list(WEIGHTS))
def test_each_signal_gives_its_reason_and_its_weight(name: str) -> None:
    found = score(_with(Signals(), name, "Léa"), hours=0)
    assert found is not None
    assert (found.reason, found.about) == (name, "Léa")
    assert found.score == (BASE + WEIGHTS[name]) * SCALE


def test_the_heaviest_reason_is_the_one_told() -> None:
    names = list(WEIGHTS)
    assert [WEIGHTS[name] for name in names] == sorted(WEIGHTS.values(), reverse=True)
    for heavier, lighter in pairwise(names):
        found = score(_with(_with(Signals(), heavier, "a"), lighter, "b"), hours=5)
        assert found is not None
        assert found.reason == heavier


def test_a_post_is_worth_half_as_much_after_its_half_life() -> None:
    now, later = score(Signals(person="Léa"), hours=0), score(Signals(person="Léa"), hours=HALF_LIFE)
    assert now and later
    assert later.score * 2 == now.score


@given(SIGNALS, HOURS, st.sampled_from(list(WEIGHTS)))
def test_one_more_signal_is_never_worth_less(signals: Signals, hours: float, name: str) -> None:
    without, with_it = score(_with(signals, name, ""), hours=hours), score(_with(signals, name, "x"), hours=hours)
    assert without and with_it
    assert with_it.score >= without.score


@given(SIGNALS, HOURS, HOURS)
def test_older_is_never_worth_more(signals: Signals, one: float, other: float) -> None:
    newer, older = score(signals, hours=min(one, other)), score(signals, hours=max(one, other))
    assert newer and older
    assert newer.score >= older.score


@given(SIGNALS, HOURS)
def test_what_is_left_out_is_never_shown_and_ones_own_is_not_ranked_up(signals: Signals, hours: float) -> None:
    assert score(signals._replace(is_left_out=True), hours=hours) is None
    assert score(signals._replace(is_own=True), hours=hours) == score(Signals(), hours=hours)


@given(st.lists(st.tuples(st.integers(1, 50), SIGNALS, HOURS), unique_by=lambda each: each[0]), st.randoms())
def test_the_order_does_not_depend_on_how_candidates_come(candidates: list[tuple[int, Signals, float]], draw: object) -> None:
    shuffled = list(candidates)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    ranked = rank(candidates)
    assert rank(shuffled) == ranked
    assert {each.id for each in ranked} == {id_ for id_, _signals, _hours in candidates}


def test_of_equals_the_newest_is_first() -> None:
    ranked: list[Ranked] = rank([(1, Signals(), 3.0), (3, Signals(), 3.0), (2, Signals(), 3.0)])
    assert [each.id for each in ranked] == [3, 2, 1]


def _with(signals: Signals, name: str, about: str) -> Signals:
    return Signals(**(signals._asdict() | {name: about}))
