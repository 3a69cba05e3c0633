"""What was shown stays known: no two figures, nor more, nor at other dates, tell of fewer than k people."""

from collections.abc import Iterable
from itertools import combinations

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from adoption.science.figures import NOT_ENOUGH_PEOPLE, Ints
from adoption.science.ledger import (
    COMBINATION,
    DIFFERENCE,
    FROZEN,
    MASKED,
    MEMBERSHIP_CHANGED,
    NEW,
    NOT_WEEKLY,
    WINDOWS_OVERLAP,
    Decision,
    PublishedCut,
    Window,
    may_publish,
    pack,
    review,
    unpack,
)  # fmt: skip
from adoption.science.privacy import K
from tests.adoption.science.adversary import Sets, asked_of, isolated

MONTH = Window.of_weeks(last=100, weeks=4)


def cut(scope: str, people: Iterable[int], last: int = 100, figure: str = "contributors") -> PublishedCut:
    return PublishedCut.of(figure, scope, Window.of_weeks(last, 4), np.array(list(people), dtype=np.int64))


def unknown(scope: str, size: int, *lineage: str, last: int = 100) -> PublishedCut:
    return PublishedCut("contributors", scope, Window.of_weeks(last, 4), size, None, lineage)


def test_a_filter_that_leaves_two_of_twelve_is_masked_and_so_is_the_rest() -> None:
    unit, managers, others = cut("unit", range(12)), cut("unit/managers", range(2)), cut("unit/others", range(2, 12))
    shown = review([], [unit, managers, others])
    assert [decision.show for decision in shown] == [NEW, MASKED, MASKED]
    assert [decision.reason for decision in shown] == ["", NOT_ENOUGH_PEOPLE, DIFFERENCE]
    assert shown[2].against == (unit,)


def test_the_second_of_two_totals_that_differ_by_fewer_than_k_is_refused() -> None:
    assert may_publish([cut("all", range(40))], cut("office", range(37))).reason == DIFFERENCE
    assert may_publish([cut("all", range(37))], cut("office", range(40))).reason == DIFFERENCE
    assert may_publish([cut("all", range(40))], cut("office", range(35))).allowed
    assert may_publish([cut("all", range(40))], cut("office", range(40))).allowed
    assert may_publish([cut("all", range(40))], cut("office", range(37)), k=3).allowed
    assert may_publish([cut("all", range(40), figure="posts")], cut("office", range(37))).allowed


def test_a_units_figures_freeze_until_k_people_have_come_or_gone() -> None:
    former = cut("unit", range(20))
    one_left = may_publish([former], cut("unit", range(1, 20), last=101))
    assert (one_left.show, one_left.reason, one_left.keep) == (FROZEN, MEMBERSHIP_CHANGED, former)
    assert may_publish([former], cut("unit", [*range(2, 20), 90, 91], last=102)).show == FROZEN  # two replaced by two others
    assert may_publish([former], cut("unit", range(5, 20), last=103)).allowed
    assert may_publish([former], cut("unit", range(20), last=101)).allowed
    again = may_publish([former, cut("unit", range(5, 20), last=103)], cut("unit", range(1, 20), last=104))
    assert again.show == FROZEN and again.keep is not None and again.keep.window.first == Window.of_weeks(103, 4).first


def test_only_whole_weeks_from_a_monday_are_shown() -> None:
    people = np.arange(20)
    for window in (Window(701, 28), Window(700, 30), Window(700, 0)):
        assert may_publish([], PublishedCut.of("c", "unit", window, people)).reason == NOT_WEEKLY
    legacy = PublishedCut.of("c", "all", Window(701, 28), np.arange(40))
    assert may_publish([legacy], PublishedCut.of("c", "unit", Window(707, 28), people)).reason == WINDOWS_OVERLAP
    assert may_publish([legacy], PublishedCut.of("c", "unit", Window(735, 28), people)).allowed


def test_a_parent_less_all_its_parts_but_one_does_not_tell_the_last() -> None:
    parts = [cut(f"part {i}", range(10 * i, 10 * i + 10)) for i in range(6)]
    assert all(decision.allowed for decision in review([], parts))
    assert may_publish(parts, cut("all", range(63))).reason == COMBINATION
    assert may_publish(parts, cut("all", range(65))).allowed
    last = review([], [cut("all", range(63)), *parts])
    assert [decision.show for decision in last] == [NEW] * 6 + [MASKED]


def test_two_groups_put_together_do_not_come_close_to_a_third() -> None:
    """Overlapping groups: their union is known of figures that do not add up, such as a median's highest and lowest."""
    one, other = cut("a", range(20)), cut("b", range(10, 30))
    assert may_publish([one, other], cut("c", range(32))).reason == COMBINATION
    assert may_publish([one, other], cut("c", range(11, 21))).reason == COMBINATION
    assert may_publish([one, other], cut("c", range(12))).reason == COMBINATION
    assert may_publish([one, other], cut("c", range(35))).allowed


def test_many_filters_that_cross_are_solved_like_equations() -> None:
    """a+b, b+c and c+a give a, of 4 people: (a+b + c+a - (b+c)) / 2; no two of them do."""
    a, b, c = range(4), range(10, 30), range(40, 60)
    shown = review([], [cut("ab", [*a, *b]), cut("bc", [*b, *c]), cut("ca", [*c, *a])])
    assert [decision.reason for decision in shown] == ["", "", COMBINATION]


def test_memberships_no_longer_known_are_compared_by_size_and_lineage() -> None:
    assert may_publish([unknown("all", 40)], unknown("unit", 37, "all")).reason == DIFFERENCE
    assert may_publish([unknown("unit", 37, "all")], unknown("all", 40)).reason == DIFFERENCE
    assert may_publish([unknown("all", 40)], unknown("unit", 30, "all")).allowed
    assert may_publish([unknown("all", 43), unknown("a", 20, "all")], unknown("b", 20, "all")).reason == DIFFERENCE
    assert may_publish([unknown("a", 20, "all"), unknown("b", 20, "all")], unknown("all", 43)).reason == DIFFERENCE
    assert may_publish([unknown("unit", 20)], cut("unit", range(22), last=101)).show == FROZEN


@settings(max_examples=40)
@given(st.lists(st.integers(0, 2**63 - 1), unique=True), st.lists(st.text(), max_size=3))
def test_a_cut_comes_back_from_the_store_as_it_went(people: list[int], lineage: list[str]) -> None:
    kept = PublishedCut.of("c", "unité\n", MONTH, np.array(people, dtype=np.int64), tuple(lineage))
    back = PublishedCut.from_bytes(kept.to_bytes())
    assert (back.figure, back.scope, back.window, back.size, back.lineage) == ("c", "unité\n", MONTH, len(people), tuple(lineage))
    assert back.people is not None and back.people.tolist() == sorted(people)
    assert back.digest() == kept.digest()
    assert PublishedCut.from_bytes(unknown("unit", 7).to_bytes()).people is None
    assert unpack(pack(np.array(sorted(people), dtype=np.int64))).tolist() == sorted(people)


def test_a_new_key_renames_everybody_or_nobody() -> None:
    kept = cut("unit", [3, 5, 8])
    renamed = kept.renamed(np.array([3, 5, 8, 9]), np.array([40, 20, 30, 10]))
    assert renamed.people is not None and renamed.people.tolist() == [20, 30, 40]
    assert kept.renamed(np.array([3, 5]), np.array([1, 2])).people is None


# The search: organisations at random, everything asked in any order week after week, before the adversary.


@st.composite
def histories(draw: st.DrawFn) -> list[list[tuple[str, frozenset[int]]]]:
    """By week, what is asked: a tree of units, filters (manager or not, site) and filters within units, with people coming and moving."""
    count = draw(st.integers(12, 45))
    units, sites = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    traits = st.tuples(st.integers(0, units - 1), st.integers(0, sites - 1), st.booleans())
    people = dict(enumerate(draw(st.lists(traits, min_size=count, max_size=count))))
    weeks = []
    for week in range(draw(st.integers(1, 4))):
        asked = asked_of(people, units, sites)
        weeks.append(draw(st.permutations(sorted(asked.items()))))
        for person in draw(st.lists(st.integers(0, count - 1), max_size=6, unique=True)):
            people.pop(person, None)
        for i, trait in enumerate(draw(st.lists(traits, max_size=6))):
            people[100 * (week + 1) + i] = trait
    return weeks


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(histories(), st.sampled_from([3, K]))
def test_no_search_finds_figures_that_isolate_fewer_than_k_people(weeks: list[list[tuple[str, frozenset[int]]]], k: int) -> None:
    published: list[PublishedCut] = []
    page: Sets = {}
    dates: dict[str, list[frozenset[int]]] = {}
    for last, asked in enumerate(weeks):
        cuts = [cut(scope, people, last) for scope, people in asked]
        decisions: tuple[Decision, ...] = review(published, cuts, k)
        for decision, new, (scope, people) in zip(decisions, cuts, asked, strict=True):
            if decision.allowed and people:
                published.append(new)
                page[scope] = people
                dates.setdefault(scope, []).append(people)
            elif decision.show == FROZEN:
                assert decision.keep is not None and decision.keep.people is not None
                assert frozenset(decision.keep.people.tolist()) == page[scope]
        assert next(isolated(page, k), None) is None
    for former in dates.values():
        assert not [1 for one, other in combinations(former, 2) if 0 < len(one ^ other) < k]


def _company(seed: int, people: int, units: int) -> tuple[Ints, list[PublishedCut]]:
    dice = np.random.default_rng(seed)
    ids, home = np.sort(dice.integers(1, 2**63 - 1, people)), dice.integers(0, units, people)
    cuts = [PublishedCut.of("c", "all", MONTH, ids)]
    cuts += [PublishedCut.of("c", f"division {i}", MONTH, ids[home % 10 == i]) for i in range(10)]
    return ids, cuts + [PublishedCut.of("c", f"unit {i}", MONTH, ids[home == i]) for i in range(units)]


def test_a_large_company_is_reviewed_and_most_of_it_is_shown() -> None:
    _, cuts = _company(3, 6_000, 120)
    decisions = review([], cuts)
    assert all(decision.allowed for decision in decisions)
    people = cuts[20].people
    assert people is not None
    assert may_publish(cuts, PublishedCut.of("c", "late", MONTH, people[:-2])).reason == DIFFERENCE
