"""The directory: filters that add up and count only whom one may see, pages that neither repeat nor skip, by indices."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities import feeds
from communities.feeds import PeopleFilters
from rse.people.actions.people import deactivate
from rse.people.actions.profiles import change_profile
from rse.people.models import Person, Unit, UnitKind
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, SECRET, make_community, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def say(person: Person, *, skills: str = "", languages: str = "") -> None:
    change_profile(
        by=person, person=person, at=NOW, job_title="", about="", phone="",
        skills=skills.split(",") if skills else [], languages=languages.split(),
    )  # fmt: skip


def place(person: Person, unit: Unit | None = None, site: Unit | None = None) -> None:
    Person.objects.filter(pk=person.pk).update(unit=unit, site=site)


@pytest.fixture
def units() -> dict[str, Unit]:
    plant = Unit.objects.create(name="Usine")
    return {
        "plant": plant,
        "team": Unit.objects.create(name="Équipe du matin", kind=UnitKind.TEAM, parent=plant),
        "site": Unit.objects.create(name="Vaubrun", kind=UnitKind.SITE),
    }


def found(person: Person, filters: PeopleFilters) -> set[str]:
    return {row.first_name for row in feeds.people_directory(person, filters, at=NOW)}


def test_filters_add_up_and_a_unit_holds_what_is_under_it(cast: Cast, units: dict[str, Unit]) -> None:
    place(cast.bob, units["team"], units["site"])
    place(cast.alice, units["plant"])
    say(cast.bob, skills="Hydraulique,Soudure", languages="fr it")
    say(cast.alice, skills="hydraulique", languages="fr")
    names = {cast.alice.first_name, cast.bob.first_name}
    assert found(cast.carol, PeopleFilters(unit=units["plant"].pk)) == names
    assert found(cast.carol, PeopleFilters(unit=units["team"].pk)) == {cast.bob.first_name}
    assert found(cast.carol, PeopleFilters(skills=("hydraulique",))) == names
    assert found(cast.carol, PeopleFilters(skills=("hydraulique", "soudure"))) == {cast.bob.first_name}
    assert found(cast.carol, PeopleFilters(skills=("hydraulique",), languages=("it",), site=units["site"].pk)) == {cast.bob.first_name}
    assert found(cast.carol, PeopleFilters(skills=("plomberie",))) == set()
    assert found(cast.carol, PeopleFilters(unit=0)) == set()


def test_each_filter_says_how_many_it_would_leave(cast: Cast, sign_in: SignIn, units: dict[str, Unit]) -> None:
    for person in (cast.alice, cast.bob, cast.mallory, cast.guest):
        place(person, units["team"], units["site"])
        say_as_admin(person, "Hydraulique")
    facets = feeds.people_facets(cast.carol, PeopleFilters(), at=NOW, tree=feeds.unit_tree())
    assert facets.units == {units["plant"].pk: 2, units["team"].pk: 2}
    assert [(skill.key, skill.people) for skill in facets.skills] == [("hydraulique", 2)]
    assert facets.people == len(feeds.people_directory(cast.carol, size=100).rows)
    seen_by_bob = feeds.people_facets(cast.bob, PeopleFilters(), at=NOW, tree=feeds.unit_tree())
    assert [skill.people for skill in seen_by_bob.skills] == [3]  # he shares a community with the guest
    page = text(sign_in(cast.carol).get(f"/people/?skill=hydraulique&unit={units['plant'].pk}"))
    assert cast.alice.name in page
    assert cast.erin.name not in page.split("<main")[1]
    assert f'href="?skill=hydraulique&amp;unit={units["team"].pk}"' in page  # one level down
    assert f'href="?unit={units["plant"].pk}"' in page  # the chip takes the skill away


def say_as_admin(person: Person, skill: str) -> None:
    change_profile(by=None, person=person, at=NOW, job_title="", about="", phone="", skills=[skill], languages=["fr"])


def test_who_animates_a_secret_community_is_not_told_by_the_filter_of_roles(cast: Cast) -> None:
    hidden = make_person("Solveig")
    make_community("Cercle caché", owner=hidden, access=SECRET)
    assert hidden.first_name not in found(cast.carol, PeopleFilters(role="animator"))
    assert hidden.first_name in found(hidden, PeopleFilters(role="animator"))
    assert cast.erin.first_name in found(cast.carol, PeopleFilters(role="animator"))


def test_newcomers_come_first_and_pages_neither_repeat_nor_skip(cast: Cast) -> None:
    for number in range(7):
        newcomer = make_person("Neuf", last_name=f"Neuf {number}")
        Person.objects.filter(pk=newcomer.pk).update(joined_at=NOW - timedelta(days=number // 2))
    for order in feeds.PEOPLE_ORDERS:
        cursor, seen = "", list[int]()
        while True:
            page = feeds.people_directory(cast.carol, order=order, after=cursor, size=3)
            seen += [row.pk for row in page]
            if page.next_cursor is None:
                break
            cursor = page.next_cursor
        assert seen == [row.pk for row in feeds.people_directory(cast.carol, order=order, size=100)]
        assert len(set(seen)) == len(seen)
    deactivate(by=None, person=Person.objects.get(last_name="Neuf 0"), at=NOW)
    assert len(feeds.people_directory(cast.carol, PeopleFilters(query="neuf"))) == 6
    for cursor in ("x|y", "|", "2026-01-01|1", "²|²", "é|99999999999999999999"):
        feeds.people_directory(cast.carol, order="new", after=cursor)


def test_the_page_of_the_directory_costs_the_same_whatever_it_shows(cast: Cast, sign_in: SignIn, units: dict[str, Unit]) -> None:
    carol = sign_in(cast.carol)
    carol.get("/people/")
    with counted(at_most=9):
        carol.get("/people/")
    for number in range(30):
        person = make_person("Une", last_name=f"Une {number}")
        place(person, units["team"], units["site"])
        say(person, skills="Hydraulique,Soudure", languages="fr it")
    with counted(at_most=9):
        assert "Une 29" in text(carol.get("/people/"))
    with counted(at_most=10):
        carol.get(f"/people/?skill=hydraulique&unit={units['plant'].pk}&language=it&new=1&role=animator")


def test_the_skills_field_is_completed_with_what_others_have(cast: Cast, sign_in: SignIn) -> None:
    say(cast.bob, skills="Hydraulique des pompes")
    say_as_admin(cast.guest, "Hydrofuge")
    page = text(sign_in(cast.carol).get("/suggest?mark=skills&q=pom"))
    assert "Hydraulique des pompes" in page
    assert "Hydrofuge" not in text(sign_in(cast.carol).get("/suggest?mark=skills&q=hydro"))
    assert "Hydraulique" not in text(sign_in(cast.guest).get("/suggest?mark=skills&q=hydr"))


def test_a_large_directory_answers_by_its_indices(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO people_person (password, is_superuser, email, first_name, last_name, name_key, job_title, photo, roles, is_guest,
                is_active, joined_at, session_epoch, language, time_zone, theme)
            SELECT '', false, 'p' || n || '@example.org', 'P', md5(n::text), md5(n::text), '', '', '{}', false, true,
                now() - n * interval '1 hour', 0, 'fr', '', 'auto' FROM generate_series(1, 30000) n
        """)
        cursor.execute("INSERT INTO people_profile (person_id, about, skills, phone) SELECT id, '', '{}', '' FROM people_person p "
                       "WHERE NOT EXISTS (SELECT FROM people_profile WHERE person_id = p.id)")  # fmt: skip
        cursor.execute("INSERT INTO people_skill (key, name, topic_key) SELECT 's' || n, 's' || n, 's' || n FROM generate_series(1, 300) n")
        cursor.execute("INSERT INTO people_personskill (person_id, skill_id) SELECT p.id, s.id FROM people_person p "
                       "JOIN (SELECT id, row_number() OVER () AS n FROM people_skill) s ON p.id % 300 = s.n - 1")  # fmt: skip
        for table in ("people_person", "people_profile", "people_skill", "people_personskill"):
            cursor.execute(f"ANALYZE {table}")
    at = timezone.now()
    assert "person_directory" in plan(cast.carol, PeopleFilters(), at=at)
    assert "person_newcomers" in plan(cast.carol, PeopleFilters(), at=at, order="new")
    assert "personskill_people" in plan(cast.carol, PeopleFilters(skills=("s7",)), at=at)
    page = feeds.people_directory(cast.carol, PeopleFilters(skills=("s7",)), at=at)
    assert len(page) == 40
    assert page.next_cursor


def plan(person: Person, filters: PeopleFilters, *, at: datetime, order: str = "name") -> str:
    """How the database finds a page of the directory."""
    with CaptureQueriesContext(connection) as asked:
        feeds.people_directory(person, filters, at=at, order=order)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        return "\n".join(row[0] for row in cursor.fetchall())
