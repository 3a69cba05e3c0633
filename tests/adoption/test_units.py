"""Units side by side: small ones folded, few people hidden, and a unit whose people change by one to four keeps its former figures."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone

from adoption.fill import fill
from adoption.fill.study import refresh
from adoption.history.clock import present
from adoption.metrics.studies import studies
from adoption.metrics.study import Units
from adoption.metrics.units import OTHERS
from adoption.models import NETWORK, FillState
from rse.people.actions.people import change_position, find_unit
from rse.people.models import Person, UnitKind
from tests.adoption.logs import MONDAY, Line, line, put_in, write

pytestmark = pytest.mark.django_db
SIZES = {"north": 30, "south": 24, "east": 12, "tiny": 6, "small": 5}


def world(weeks: int = 10, few: int = 0) -> tuple[list[Line], list[Line]]:
    """Half of the people of each unit post every week; in the east nobody does but `few`."""
    people: list[Line] = []
    lines: list[Line] = []
    for unit, size in SIZES.items():
        for number in range(size):
            id_ = f"{unit}{number}"
            people.append({"id": id_, "unit": unit})
            for week in range(weeks):
                at = MONDAY + timedelta(weeks=week, minutes=number)
                lines.append(line(at, id_, "visit", community="all"))
                if number < (few if unit == "east" else size // 2):
                    lines.append(line(at, id_, "post", community="all", object=f"{id_}w{week}"))
    return sorted(lines, key=lambda one: one["at"]), people


def of_week(week: int) -> Units:
    refresh(at=timezone.now(), scopes=[NETWORK], week=week)
    found = studies([NETWORK], week)[NETWORK].units
    assert found is not None
    return found


def last_week() -> int:
    through = FillState.objects.get().through
    assert through is not None
    return through


def test_small_units_are_folded_and_few_people_hidden_with_a_mate(tmp_path: Path) -> None:
    put_in(*write(tmp_path, *world(few=2)))
    found = of_week(last_week())
    assert found.names[:-1] == ("north", "south", "east")
    assert found.ids[-1] == OTHERS
    assert found.hidden.tolist()[2]  # two of twelve contribute
    assert found.hidden.sum() >= 2  # and another goes with it: the total of the organisation is told
    shown = np.flatnonzero(~found.hidden)
    assert np.isfinite(found.share[shown, -1]).all()
    assert np.isnan(found.share[found.hidden, -1]).all()
    assert not ((found.contributors > 0) & (found.contributors < 5)).any()


def test_a_unit_whose_people_change_by_few_keeps_its_former_share_until_five_have(tmp_path: Path) -> None:
    lines, people = world(weeks=14)

    def until(week: int, name: str) -> int:
        edge = (MONDAY + timedelta(weeks=week)).isoformat()
        put_in(*write(tmp_path, [one for one in lines if one["at"] < edge], people, name=name))
        return last_week()

    before = of_week(until(7, "a"))
    north = before.names.index("north")
    assert not before.hidden[north]
    elsewhere = find_unit(name="south", kind=UnitKind.DEPARTMENT)
    moved = list(Person.objects.filter(unit__name="north").order_by("id")[:6])
    for person in moved[:2]:
        change_position(by=None, person=person, at=MONDAY + timedelta(weeks=7, days=1), unit=elsewhere)
    after = of_week(until(10, "b"))
    row = after.names.index("north")
    assert after.frozen[row]
    assert after.share[row, -1] == before.share[north, -1]
    assert after.contributors[row] == -1
    assert after.eligible[row] == before.eligible[north]
    for person in moved[2:]:
        change_position(by=None, person=person, at=MONDAY + timedelta(weeks=10, days=1), unit=elsewhere)
    again = of_week(until(13, "c"))
    assert not again.frozen[again.names.index("north")]
    assert not again.hidden[again.names.index("north")]


def test_weeks_of_the_past_that_would_tell_of_few_who_moved_are_held_back(tmp_path: Path) -> None:
    lines, people = world()
    put_in(*write(tmp_path, lines, people))
    person = Person.objects.filter(unit__name="north").order_by("id")[0]
    change_position(by=None, person=person, at=MONDAY + timedelta(weeks=5, days=1), unit=find_unit(name="south", kind=UnitKind.DEPARTMENT))
    fill(at=present(timezone.now()), rebuild=True)
    found = of_week(last_week())
    course = found.share[found.names.index("north")]
    assert np.isfinite(course[-1])
    assert np.isnan(course[:5]).all()  # one person more then
