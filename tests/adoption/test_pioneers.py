"""Pioneers: named and released by the pilot, or by an imported list; their push is recorded as of the date."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from adoption.actions.pioneers import name_pioneers, release_pioneer
from adoption.fill import fill
from adoption.models import PersonWeek, Pioneer
from communities.events import NewEvent, record_many
from rse.lib.refusal import Refused
from rse.people.models import Person, Role
from tests.adoption.logs import MONDAY, busy_world, put_in, write
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db


def test_the_pilot_names_and_releases_them_and_their_push_is_of_its_date() -> None:
    pilot, lea = make_person("Pia", roles=(Role.PILOT,), at=MONDAY), make_person("Lea", at=MONDAY)
    assert name_pioneers(by=pilot, people=[lea], from_at=MONDAY + timedelta(weeks=1), at=NOW) == 1
    assert name_pioneers(by=pilot, people=[lea], from_at=MONDAY, at=NOW) == 0
    record_many(
        NewEvent(at=MONDAY + timedelta(weeks=week), verb="post", actor_id=lea.pk, object_id=week + 1, source="test") for week in range(4)
    )
    release_pioneer(by=pilot, person=lea, at=MONDAY + timedelta(weeks=3))
    fill(at=MONDAY + timedelta(weeks=6))
    assert list(PersonWeek.objects.order_by("week").values_list("pushes", flat=True)) == [0, 1, 1, 0]


def test_what_is_refused() -> None:
    pilot, lea = make_person("Pia", roles=(Role.PILOT,)), make_person("Lea")
    guest = make_person("Gus", is_guest=True)
    with pytest.raises(PermissionDenied):
        name_pioneers(by=lea, people=[lea], from_at=NOW, at=NOW)
    with pytest.raises(Refused):
        name_pioneers(by=pilot, people=[lea, guest], from_at=NOW, at=NOW)
    with pytest.raises(Refused):
        release_pioneer(by=pilot, person=lea, at=NOW)
    assert not Pioneer.objects.exists()


def test_an_imported_list_names_them_once(tmp_path: Path) -> None:
    people = [{"id": f"p{i}", "role": "pionnière" if i < 3 else ""} for i in range(40)]
    log, listed = write(tmp_path, busy_world(), people)
    put_in(log, listed)
    put_in(log, listed)
    assert Pioneer.objects.count() == 3
    named = Person.objects.filter(pk__in=Pioneer.objects.values("person_id"))
    assert set(named.values_list("staff_number", flat=True)) == {"p0", "p1", "p2"}
    assert PersonWeek.objects.filter(pushes=1).exists()
