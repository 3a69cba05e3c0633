"""The organisation chart: above, beside and under somebody today, whatever turns back on itself or is missing."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities import feeds
from rse.people.actions.people import change_position, deactivate
from rse.people.models import Person
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def under(manager: Person, *names: str) -> list[Person]:
    return [make_person(name, manager=manager) for name in names]


def test_the_chart_shows_who_is_above_beside_and_under(cast: Cast, sign_in: SignIn) -> None:
    (top,) = under(cast.ada, "Thea")
    change_position(by=None, person=cast.max, manager=top, at=NOW)
    under(cast.max, "Pierre")
    (deep,) = under(cast.bob, "Basile")
    chart = feeds.chart_of(cast.carol, Person.objects.get(pk=cast.bob.pk))
    assert [one.pk for one in chart.above] == [cast.ada.pk, top.pk, cast.max.pk]
    assert [node.person.first_name for node in chart.peers] == ["Pierre"]
    assert [node.person.pk for node in chart.own.team] == [deep.pk]
    page = text(sign_in(cast.carol).get(f"/people/{cast.max.pk}/org/"))
    assert 'aria-expanded="false"' in page
    assert deep.name not in page
    opened = text(sign_in(cast.carol).get(f"/people/{cast.max.pk}/org/?open={cast.bob.pk}"))
    assert 'aria-expanded="true"' in opened
    assert deep.name in opened
    profile = text(sign_in(cast.carol).get(f"/people/{cast.bob.pk}/"))
    assert f'href="/people/{cast.bob.pk}/org/"' in profile
    assert "1 personne dans son équipe directe" in profile


def test_it_is_that_of_today(cast: Cast, sign_in: SignIn) -> None:
    change_position(by=None, person=cast.bob, manager=cast.ada, at=NOW)
    chart = feeds.chart_of(cast.carol, Person.objects.get(pk=cast.bob.pk))
    assert [one.pk for one in chart.above] == [cast.ada.pk]
    deactivate(by=None, person=cast.bob, at=NOW)
    assert sign_in(cast.carol).get(f"/people/{cast.bob.pk}/org/").status_code == 404
    assert not feeds.chart_of(cast.carol, Person.objects.get(pk=cast.ada.pk)).own.team.rows


def test_a_line_that_turns_back_on_itself_ends(cast: Cast, sign_in: SignIn) -> None:
    one, two, three = (make_person(name) for name in ("Un", "Deux", "Trois"))
    for person, manager in ((one, two), (two, three), (three, one)):
        Person.objects.filter(pk=person.pk).update(manager=manager)
    chart = feeds.chart_of(cast.carol, Person.objects.get(pk=one.pk), opened=[one.pk, two.pk, three.pk])
    assert [each.pk for each in chart.above] == [three.pk, two.pk]
    assert [node.person.pk for node in chart.own.team] == [three.pk]
    assert sign_in(cast.carol).get(f"/people/{one.pk}/org/?open={two.pk}&open={three.pk}").status_code == 200


def test_a_manager_who_left_ends_the_line(cast: Cast) -> None:
    (person,) = under(cast.mallory, "Rose")
    chart = feeds.chart_of(cast.carol, Person.objects.get(pk=person.pk))
    assert not chart.above
    assert not chart.peers


def test_a_large_team_is_paged_and_costs_the_same(cast: Cast, sign_in: SignIn) -> None:
    team = under(cast.max, *(f"Equipier{number:02d}" for number in range(40)))
    for person in team[:3]:
        under(person, f"Sous{person.first_name}")
    carol = sign_in(cast.carol)
    first = text(carol.get(f"/people/{cast.max.pk}/org/"))
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = text(carol.get(f"/people/{cast.max.pk}/org/{address}"))
    names = [person.name for person in team]
    assert all((name in first.split("<main")[1]) != (name in second.split("<main")[1]) for name in names)
    with counted(at_most=11):
        carol.get(f"/people/{cast.max.pk}/org/")


def test_a_guest_has_no_chart(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.guest).get(f"/people/{cast.bob.pk}/org/").status_code == 403
    assert sign_in(cast.guest).get(f"/people/{cast.carol.pk}/org/").status_code == 404
    page = text(sign_in(cast.guest).get(f"/people/{cast.bob.pk}/"))
    assert "/org/" not in page
    assert cast.max.name not in page


def test_a_card_holds_what_one_may_see_and_nothing_can_be_slipped_in(cast: Cast, sign_in: SignIn) -> None:
    Person.objects.filter(pk=cast.bob.pk).update(job_title="Monteur\r\nEMAIL:autre@example.org; chef, " + "é" * 60)
    answer = sign_in(cast.carol).get(f"/people/{cast.bob.pk}/card.vcf")
    lines = text(answer).split("\r\n")
    assert answer["Content-Type"].startswith("text/vcard")
    assert f"EMAIL;TYPE=INTERNET,WORK:{cast.bob.email}" in lines
    assert not any(line.startswith("EMAIL:") for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    assert sign_in(cast.guest).get(f"/people/{cast.carol.pk}/card.vcf").status_code == 404
