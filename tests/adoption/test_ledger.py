"""What was shown stays known, from one asking to the next: the rules of the query ledger over what the database keeps."""

from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adoption.actions.pseudonyms import rotate_key
from adoption.fill.ledger import forget_shown, publish
from adoption.models import PseudonymKey, PublishedCut, PublishedPeople
from adoption.models.pseudonyms import new_key, pseudonyms
from adoption.science.figures import NOT_ENOUGH_PEOPLE
from adoption.science.ledger import DIFFERENCE, FROZEN, MASKED, MEMBERSHIP_CHANGED, NEW, Decision, Window, unpack
from adoption.science.ledger import PublishedCut as Cut
from tests.factories import make_person

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WEEK = 2_900


def cut(scope: str, people: Iterable[int], week: int = WEEK, figure: str = "contributors", lineage: tuple[str, ...] = ()) -> Cut:
    return Cut.of(figure, scope, Window.of_weeks(week, 4), np.array([one + 1 for one in people], dtype=np.int64), lineage)


def ask(*cuts: Cut, week: int = 0) -> tuple[Decision, ...]:
    return publish(cuts, at=NOW + timedelta(weeks=week))


def shown(*cuts: Cut) -> list[str]:
    return [decision.show for decision in ask(*cuts)]


def test_a_unit_of_four_is_masked_and_leaves_no_trace() -> None:
    (decision,) = ask(cut("unit", range(4)))
    assert (decision.show, decision.reason) == (MASKED, NOT_ENOUGH_PEOPLE)
    assert not PublishedCut.objects.exists() and not PublishedPeople.objects.exists()
    assert shown(cut("unit", range(5))) == [NEW]
    assert PublishedCut.objects.count() == PublishedPeople.objects.count() == 1


def test_a_filter_that_leaves_two_of_twelve_is_masked_and_so_is_the_rest_even_asked_for_later() -> None:
    assert shown(cut("unit", range(12))) == [NEW]
    assert shown(cut("unit/managers", range(2))) == [MASKED]
    (rest,) = ask(cut("unit/others", range(2, 12)))
    assert (rest.show, rest.reason) == (MASKED, DIFFERENCE)
    assert [one.scope for one in rest.against] == ["unit"]
    assert list(PublishedCut.objects.values_list("scope", flat=True)) == ["unit"]


def test_the_second_of_two_totals_that_differ_by_fewer_than_k_is_refused_whichever_comes_first() -> None:
    assert shown(cut("office", range(37))) == [NEW]
    (whole,) = ask(cut("all", range(40)))
    assert (whole.show, whole.reason) == (MASKED, DIFFERENCE)
    assert shown(cut("all", range(40), figure="posts")) == [NEW], "figures that cannot be had from each other are apart"
    assert shown(cut("all", range(42))) == [NEW], "five more people: nobody is told apart"


def test_a_unit_of_which_one_person_left_keeps_its_former_figure_week_after_week() -> None:
    former = cut("unit", range(20))
    assert shown(former) == [NEW]
    for weeks in range(1, 5):
        (decision,) = ask(cut("unit", range(weeks, 20), WEEK + weeks), week=weeks)
        assert (decision.show, decision.reason) == (FROZEN, MEMBERSHIP_CHANGED)
        assert decision.keep is not None and decision.keep.window == former.window
        assert decision.keep.people is not None and decision.keep.people.tolist() == list(range(1, 21))
    assert shown(cut("unit", range(5, 20), WEEK + 5)) == [NEW]
    assert PublishedCut.objects.count() == 2


def test_asking_again_allows_again_and_writes_nothing_more() -> None:
    cuts = [cut("unit", range(20)), cut("other", range(30, 60)), Cut("contributors", "old", Window.of_weeks(WEEK, 4), 40)]
    assert shown(*cuts) == [NEW] * 3
    first = list(PublishedCut.objects.order_by("pk").values_list())
    assert shown(*cuts) == [NEW] * 3
    assert list(PublishedCut.objects.order_by("pk").values_list()) == first
    assert shown(cuts[0], cuts[0]) == [NEW, NEW]
    assert PublishedCut.objects.count() == 3


def test_a_membership_is_kept_once_for_all_the_figures_and_weeks_in_which_it_stays() -> None:
    for week in range(10):
        assert shown(*(cut("unit", range(20), WEEK + week, figure) for figure in ("contributors", "posts"))) == [NEW, NEW]
    assert (PublishedCut.objects.count(), PublishedPeople.objects.count()) == (20, 1)
    with CaptureQueriesContext(connection) as queries:
        ask(cut("unit", range(20), WEEK + 10))
    loaded = [one["sql"] for one in queries if "DISTINCT ON" in one["sql"]]
    assert len(loaded) == 1
    assert len(queries) <= 12


def test_what_is_shown_follows_the_key_of_the_pseudonyms() -> None:
    people = np.array([make_person(f"Nour{i}").pk for i in range(20)])
    PseudonymKey.objects.create(pk=1, key=new_key(), made_at=NOW)

    def unit(members: slice, week: int) -> Cut:
        key = bytes(PseudonymKey.objects.get().key)
        return Cut.of("contributors", "unit", Window.of_weeks(week, 4), pseudonyms(key, people[members]))

    gone = np.array([7, 8, 9])  # pseudonyms of people whom no one knows any more
    assert (
        shown(unit(slice(0, 20), WEEK), Cut.of("contributors", "past", Window.of_weeks(WEEK, 4), np.append(gone, range(100, 110))))
        == [NEW] * 2
    )
    before = set(unpack(bytes(PublishedPeople.objects.order_by("pk")[0].people)).tolist())
    rotate_key(by=None, at=NOW)
    after = set(unpack(bytes(PublishedPeople.objects.order_by("pk")[0].people)).tolist())
    assert len(after) == 20
    assert not after & before
    assert shown(unit(slice(0, 19), WEEK + 1)) == [FROZEN], "the nineteen are known to be of the twenty"
    assert shown(unit(slice(0, 20), WEEK)) == [NEW]
    assert PublishedCut.objects.count() == 2


def test_who_was_in_a_group_is_forgotten_in_time_and_its_size_is_not() -> None:
    assert shown(cut("unit", range(20)), cut("other", range(30, 60))) == [NEW, NEW]
    assert shown(cut("other", range(30, 60), WEEK + 50)) == [NEW]
    assert forget_shown(WEEK + 1) == 1
    assert forget_shown(WEEK + 1) == 0
    assert PublishedPeople.objects.count() == 1
    unit = PublishedCut.objects.get(scope="unit")
    assert (unit.size, unit.people_id) == (20, None)
    assert shown(cut("unit", range(18), WEEK + 60)) == [FROZEN]
    assert shown(cut("unit", range(15), WEEK + 60)) == [NEW]


def test_of_two_askings_the_second_knows_of_the_first_in_one_call_too() -> None:
    assert shown(cut("all", range(40)), cut("office", range(37))) == [NEW, MASKED]
    assert PublishedCut.objects.count() == 1
