"""A manager's page: their own team as a whole, never a person, never anybody else's page; and units for HR."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from adoption.dashboards.units import unit_page, units_page
from adoption.fill import fill
from adoption.fill.teams import periods, team_course
from adoption.history.clock import zone
from adoption.metrics.codec import to_json
from adoption.metrics.study import FORM, Study, Units
from adoption.metrics.team import team_figures
from adoption.models import PersonWeek, ThreadLife, TieWeek
from adoption.models import Study as Kept
from adoption.science.figures import Ints
from adoption.science.weeks import starts_at
from rse.audit.models import AuditEvent
from rse.people.models import Person, PersonSpell
from tests.adoption.logs import MONDAY, busy_world, put_in, write
from tests.conftest import Cast
from tests.factories import make_person

pytestmark = pytest.mark.django_db
WEEK = 3000


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def put_contributors(people: range, *ago: int, made: int = 1, **counts: int) -> None:
    PersonWeek.objects.bulk_create(
        PersonWeek(week=WEEK - weeks, community_id=7, person=person, contributions=made, **counts) for person in people for weeks in ago
    )


def people(count: int) -> Ints:
    return np.arange(1, count + 1, dtype=np.int64)


NOBODY = np.zeros(0, dtype=np.int64)


# Figures ------------------------------------------------------------------------------------------


def test_shares_are_of_the_whole_team_over_four_weeks() -> None:
    put_contributors(range(1, 13), 0)
    put_contributors(range(13, 25), 3)
    put_contributors(range(25, 41), 1, made=0, visits=1)
    put_contributors(range(41, 61), 4)
    found = team_figures(WEEK, people(60), NOBODY, NOBODY)
    assert found.contributors.value == 24 / 60 and found.readers.value == 16 / 60
    assert [share.value for share in found.by_week] == [0.2, 0, 0, 0.2]


@pytest.mark.parametrize(
    ("active", "shown"), [(0, True), (1, False), (4, False), (5, True), (15, True), (16, False), (19, False), (20, True)]
)
def test_one_to_four_people_in_a_share_or_outside_are_not_shown(active: int, shown: bool) -> None:
    put_contributors(range(1, active + 1), 0)
    found = team_figures(WEEK, people(20), NOBODY, NOBODY)
    assert (found.contributors.value is not None) is shown
    assert (found.by_week[-1].value is not None) is shown
    if shown:
        assert found.contributors.value is not None and 0.05 <= found.contributors.value <= 0.95


@pytest.mark.parametrize("away", [0, 1, 4, 5])
def test_readers_are_hidden_where_it_would_be_known_that_all_came(away: int) -> None:
    put_contributors(range(1, 10), 0)
    put_contributors(range(10, 21 - away), 0, made=0, visits=1)
    assert (team_figures(WEEK, people(20), NOBODY, NOBODY).readers.value is not None) is (away >= 5)


def test_a_team_of_nine_has_no_figures() -> None:
    put_contributors(range(1, 10), 0)
    found = team_figures(WEEK, people(9), NOBODY, NOBODY)
    assert found.people == 0 and found.contributors.value is None and found.by_week[0].value is None


def test_answers_need_five_authors_and_units_five_people_on_either_side() -> None:
    def post(author: int, reply: int, ago: int = 1) -> None:
        ThreadLife.objects.create(
            community_id=7, root_id=author * 100 + ago, opened_week=WEEK - ago, opened_ms=1, author=author, reply_ms=reply
        )

    for author in range(1, 5):
        post(author, 9)
    assert team_figures(WEEK, people(60), NOBODY, NOBODY).answered.value is None
    for author in range(5, 11):
        post(author, 0 if author > 5 else 9)
    post(11, 0, ago=0)
    answered = team_figures(WEEK, people(60), NOBODY, NOBODY).answered
    assert (answered.value, answered.n) == (0.5, 10)
    others, unit = np.arange(101, 121), np.repeat([5, 6], 10)
    TieWeek.objects.bulk_create(TieWeek(week=WEEK - i % 4, community_id=7, person=i, target=100 + i, replies=1) for i in range(1, 6))
    TieWeek.objects.bulk_create(TieWeek(week=WEEK, community_id=7, person=111, target=i, replies=1) for i in range(1, 9))
    assert team_figures(WEEK, people(60), others, unit).units == (5,)


# Whose ---------------------------------------------------------------------------------------------


def test_periods_are_whole_and_the_same_whenever_one_asks() -> None:
    assert periods(100, 111) == [103, 107, 111] and periods(100, 110) == [103, 107]
    assert periods(101, 111) == [107, 111] and periods(100, 102) == []


def put_world(folder: Path, team: int = 14) -> Person:
    """Forty people, of whom p0 leads p1 to p14; the others have no manager."""
    listed = [{"id": f"p{i}", "manager": "p0" if 0 < i <= team else ""} for i in range(40)]
    put_in(*write(folder, busy_world(people=40, weeks=14), listed))
    fill(at=timezone.now())
    return lead(team)


def lead(team: int) -> Person:
    found = [person for person in Person.objects.all() if Person.objects.filter(manager=person).count() == team]
    assert len(found) == 1
    return found[0]


def test_a_team_has_its_figures_period_after_period(tmp_path: Path) -> None:
    course = team_course(put_world(tmp_path).pk, at=timezone.now())
    assert [one.people for one in course.figures] == [15] * 3
    assert course.people == 15 and course.figures[-1].week == course.ended
    assert any(share.value is not None for one in course.figures for share in one.by_week)


def test_a_team_changed_by_fewer_than_five_keeps_its_former_figures(tmp_path: Path) -> None:
    manager = put_world(tmp_path)
    gone = list(Person.objects.filter(manager=manager)[:5])
    at = MONDAY + timedelta(weeks=9)

    def leave(person: Person) -> None:
        PersonSpell.objects.filter(person=person).update(to_at=at)
        PersonSpell.objects.create(person=person, manager=None, from_at=at)

    whole = team_course(manager.pk, at=timezone.now()).figures
    for person in gone[:4]:
        leave(person)
    cache.clear()
    course = team_course(manager.pk, at=timezone.now())
    assert course.ended is not None and course.people == 11
    assert [one.week for one in course.figures] == [one.week for one in whole if one.week < course.ended]
    leave(gone[4])
    cache.clear()
    course = team_course(manager.pk, at=timezone.now())
    assert course.people == 10 and course.figures[-1].week == course.ended and course.figures[-1].people == 10


def test_a_team_that_is_everybody_but_a_few_is_not_shown(tmp_path: Path) -> None:
    course = team_course(put_world(tmp_path, team=36).pk, at=timezone.now())
    assert course.people == 37 and course.figures == ()


def text(person: Person, path: str) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(path)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_only_who_leads_has_the_page_and_no_name_is_in_it(cast: Cast, tmp_path: Path) -> None:
    for name, person in cast.people.items():
        if person.is_active:
            client = Client()
            client.force_login(person)
            assert client.get("/adoption/team/").status_code == (200 if name == "max" else 403), name
    assert [row.actor_id for row in AuditEvent.objects.filter(act="adoption.consult", detail__page="team")] == [cast.max.pk]
    page = text(cast.max, "/adoption/team/")
    assert cast.bob.last_name not in page and "10" in page


def test_the_page_of_a_small_team_is_its_guide(cast: Cast) -> None:
    fill(at=timezone.now())
    page = text(cast.max, "/adoption/team/")
    assert "/p/new?kind=question" in page and "/p/new?kind=praise" in page
    assert "tile-team_contributors" not in page


# Units ---------------------------------------------------------------------------------------------


def test_units_are_for_hr_sponsors_and_pilots_alone(cast: Cast) -> None:
    hr = make_person("Juliette", roles=["hr"])
    for person, code in (
        (hr, 200),
        (cast.sam, 200),
        (cast.pia, 200),
        (cast.ada, 403),
        (cast.max, 403),
        (cast.erin, 403),
        (cast.guest, 403),
    ):
        client = Client()
        client.force_login(person)
        assert client.get("/adoption/units/").status_code == code, person
        assert client.get("/adoption/units/1/").status_code == (404 if code == 200 else 403), person
    assert "No figures yet" in text(hr, "/adoption/units/") or "Pas encore" in text(hr, "/adoption/units/")


def units_of(hidden: bool) -> Units:
    """Three units of 60, 40 and 20 people, the middle one perhaps hidden; and the small ones together."""
    return Units(
        ids=np.array([7, 8, 9, 0]),
        names=("Usine", "Achats", "Études", ""),
        eligible=np.array([60, 40, 20, 12]),
        contributors=np.array([30, -1 if hidden else 10, 0, 6]),
        visitors=np.array([50, 20, 10, 6]),
        hidden=np.array([False, hidden, False, False]),
        weeks=np.arange(WEEK - 25, WEEK + 1),
        share=np.full((4, 26), 0.5) if not hidden else np.where(np.arange(4)[:, None] == 1, np.nan, np.full((4, 26), 0.5)),
        matrix=np.array([[3, 9, 0], [9, 0, -1], [0, -1, 0]]),
        frozen=np.zeros(4, dtype=np.bool_),
        matrix_hidden=np.array([[False, False, False], [False, False, True], [False, True, False]]),
    )


def keep_study(hidden: bool = False) -> None:
    study = Study(0, WEEK, eligible=132, contributors=46, units=units_of(hidden))
    Kept.objects.create(week=WEEK, community_id=0, edition=1, form=FORM, data=to_json(study), made_at=timezone.now())


@pytest.fixture
def in_its_week(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adoption.dashboards.pages.present", lambda at: starts_at(WEEK + 1, zone()))


@pytest.mark.usefixtures("in_its_week")
def test_units_stand_by_name_and_say_their_share_with_its_interval(cast: Cast) -> None:
    keep_study()
    with override("en"):
        page = units_page(at=timezone.now())
    assert [(row.id, row.people) for row in page.rows] == [(8, "40"), (9, "20"), (7, "60"), (0, "12")]
    assert page.rows[0].value == "25%" and page.rows[0].between
    assert page.rows[1].value == "at most 5%"  # nobody, of twenty
    found = unit_page(7, at=timezone.now())
    assert found is not None and found.met == ("Achats",) and found.finding.kind == "estimate" and found.finding.n == 60
    assert unit_page(0, at=timezone.now()) is None and unit_page(99, at=timezone.now()) is None
    assert "Usine" in text(cast.sam, "/adoption/units/7/")
    consulted = AuditEvent.objects.get(act="adoption.consult", detail__page="unit")
    assert (consulted.actor_id, consulted.target_type, consulted.target_id) == (cast.sam.pk, "unit", "7")


@pytest.mark.usefixtures("in_its_week")
def test_a_hidden_unit_says_so_and_shows_no_number(cast: Cast) -> None:
    keep_study(hidden=True)
    row = units_page(at=timezone.now()).rows[0]
    assert (row.id, row.value, row.between, row.course) == (8, "", "", None)
    found = unit_page(8, at=timezone.now())
    assert found is not None and found.finding.kind == "count" and found.few
    assert "unit-weeks" not in text(cast.sam, "/adoption/units/8/")
