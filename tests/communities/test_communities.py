"""Communities: founding, the page for each reader, settings, a new name, archive."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from communities.models import Community, Event
from rse.people.actions.people import deactivate
from rse.people.models import Person
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_community, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
OPEN = {"access": "open", "joining": "free"}


def test_an_employee_founds_a_community_and_a_guest_does_not(cast: Cast, sign_in: SignIn) -> None:
    carol = sign_in(cast.carol)
    answer = carol.post(
        "/c/new", OPEN | {"name": "Soudure et chaudronnerie", "purpose": "Tout ce qui se soude.", "charter": "1. On *répond*"}
    )
    assert answer["Location"] == "/c/soudure-et-chaudronnerie/"
    page = text(carol.get(answer["Location"]))
    assert "Tout ce qui se soude." in page
    assert "<em>répond</em>" in page
    assert sign_in(cast.guest).get("/c/new").status_code == 403
    assert sign_in(cast.guest).post("/c/new", OPEN | {"name": "Invités"}).status_code == 403


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "  ///  "}, "name"),
        ({"name": "entraide OUVERTE"}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "Fermée", "access": "closed", "joining": "free", "closed_reason": "Prix"}, "joining"),
        ({"name": "Fermée", "access": "closed", "joining": "request"}, "closed_reason"),
        ({"name": "Ouverte", "access": "wide"}, "access"),
        ({"name": "Ouverte", "closed_until": "31/02/2027"}, "closed_until"),
        ({"name": "Ouverte", "charter": "x" * 5_001}, "charter"),
        ({"name": "Ouverte", "purpose": "x" * 201}, "purpose"),
    ],
)
def test_unfit_words_are_refused_beside_their_field(cast: Cast, sign_in: SignIn, words: dict[str, str], field: str) -> None:
    before = Community.objects.count()
    answer = sign_in(cast.carol).post("/c/new", OPEN | words)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text(answer)
    assert Community.objects.count() == before


@pytest.mark.parametrize(
    ("access", "joining", "expected"),
    [
        ("open", "free", ("everyone", "free", True)),
        ("open", "request", ("everyone", "request", True)),
        ("closed", "request", ("members", "request", True)),
        ("closed", "invitation", ("members", "invitation", True)),
        ("secret", "free", ("members", "invitation", False)),
    ],
)
def test_three_plain_choices_become_two_settings(
    cast: Cast, sign_in: SignIn, access: str, joining: str, expected: tuple[str, str, bool]
) -> None:
    form = {"name": "Choix", "access": access, "joining": joining, "closed_reason": "Prix en négociation"}
    sign_in(cast.carol).post("/c/new", form)
    made = Community.objects.get(name="Choix")
    assert (made.readers, made.joining, made.listed) == expected


def test_members_read_a_closed_community_and_the_others_stand_at_its_door(cast: Cast, sign_in: SignIn) -> None:
    Community.objects.filter(pk=cast.closed.pk).update(closed_until=date(2027, 1, 31))
    address = f"/c/{cast.closed.slug}/"
    assert "turbine-fermée" in text(sign_in(cast.bob).get(address))
    for person in (cast.carol, cast.dave, cast.ada, cast.max):
        page = text(sign_in(person).get(address))
        assert "turbine-fermée" not in page
        assert cast.bob.name not in page, "a non-member learns who animates, never who belongs"
        assert cast.alice.name in page
        assert "Work on tenders" in page
        assert "2027" in page
        assert f"{address}ask" in page
    assert sign_in(cast.guest).get(address).status_code == 404


def test_a_secret_community_does_not_exist_for_the_others(cast: Cast, sign_in: SignIn) -> None:
    address = f"/c/{cast.secret.slug}/"
    assert "hélice-secrète" in text(sign_in(cast.bob).get(address))
    for person in (cast.carol, cast.erin, cast.ada, cast.guest):
        client = sign_in(person)
        for page in ("", "about", "members", "settings", "requests", "invite", "leave"):
            assert client.get(address + page).status_code == 404, page
        for page in ("join", "ask", "archive", "rename", "decline"):
            assert client.post(address + page).status_code == 404, page


def test_only_the_owner_changes_the_settings(cast: Cast, sign_in: SignIn) -> None:
    address = f"/c/{cast.closed.slug}/settings"
    change = {"access": "closed", "joining": "invitation", "closed_reason": "Toujours des prix", "purpose": "Neuf", "protected": "on"}
    for person in (cast.bob, cast.erin, cast.carol):
        assert sign_in(person).get(address).status_code == 403
        assert sign_in(person).post(address, change).status_code == 403
    alice = sign_in(cast.alice)
    assert "Work on tenders" in text(alice.get(address))
    assert alice.post(address, change).status_code == 302
    cast.closed.refresh_from_db()
    assert (cast.closed.joining, cast.closed.purpose, cast.closed.protected) == ("invitation", "Neuf", True)
    refused = alice.post(address, change | {"closed_reason": ""})
    assert refused.status_code == 422
    assert "Neuf" in text(refused)


def test_a_new_name_gives_a_new_address_and_the_old_one_leads_there(cast: Cast, sign_in: SignIn) -> None:
    old = cast.closed.slug
    assert sign_in(cast.erin).post(f"/c/{old}/rename", {"name": "Autre"}).status_code == 403
    assert sign_in(cast.alice).post(f"/c/{old}/rename", {"name": "entraide ouverte"}).status_code == 422
    sign_in(cast.alice).post(f"/c/{old}/rename", {"name": "Réponses communes"})
    for address in ("/c/{}/", "/c/{}/about"):
        moved = sign_in(cast.carol).get(address.format(old) + "?x=1")
        assert (moved.status_code, moved["Location"]) == (301, address.format("reponses-communes") + "?x=1")
    assert sign_in(cast.guest).get(f"/c/{old}/").status_code == 404
    assert sign_in(cast.alice).post(f"/c/{old}/archive").status_code == 404


def test_the_address_of_a_renamed_secret_leads_only_its_members(cast: Cast, sign_in: SignIn) -> None:
    old = cast.secret.slug
    sign_in(cast.alice).post(f"/c/{old}/rename", {"name": "Autre secret"})
    assert sign_in(cast.bob).get(f"/c/{old}/").status_code == 301
    assert sign_in(cast.carol).get(f"/c/{old}/").status_code == 404


def test_an_archive_is_read_and_no_longer_written(cast: Cast, sign_in: SignIn) -> None:
    erin, address = sign_in(cast.erin), f"/c/{cast.open.slug}/"
    assert sign_in(cast.bob).post(f"{address}archive").status_code == 403
    erin.post(f"{address}archive")
    page = text(sign_in(cast.bob).get(address))
    assert "nacelle-ouverte" in page
    assert 'id="composer"' not in page
    assert cast.open.name not in text(sign_in(cast.carol).get("/c/"))
    erin.post(f"{address}archive", {"again": "1"})
    assert 'id="composer"' in text(sign_in(cast.bob).get(address))


def test_the_directory_shows_what_one_may_know(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.carol).get("/c/"))
    assert cast.open.name in page
    assert cast.closed.name in page
    assert cast.secret.name not in page
    found = text(sign_in(cast.carol).get("/c/?q=APPELS%20fermes"))
    assert cast.closed.name in found
    assert cast.open.name not in found
    assert cast.secret.name in text(sign_in(cast.bob).get("/c/?tab=mine"))
    assert cast.open.name not in text(sign_in(cast.guest).get("/c/"))
    assert 'class="empty"' in text(sign_in(cast.carol).get("/c/?q=rien-de-tel"))


def test_the_directory_is_paged(cast: Cast, sign_in: SignIn) -> None:
    owner = make_person("Odile")
    for number in range(35):
        make_community(f"Atelier de page {number:02d}", owner=owner)
    first = text(sign_in(cast.carol).get("/c/?q=atelier+de+page"))
    second = text(sign_in(cast.carol).get("/c/?q=atelier+de+page&before=30"))
    assert "before=30" in first
    assert first.count("place-card") == 30
    assert second.count("place-card") == 5


def test_a_community_page_costs_eleven_queries(cast: Cast, sign_in: SignIn) -> None:
    for number in range(25):
        make_post(cast.erin, cast.open, f"Message {number}", at=NOW + timedelta(minutes=number))
    bob = sign_in(cast.bob)
    bob.get(f"/c/{cast.open.slug}/")
    with counted(at_most=11):
        page = text(bob.get(f"/c/{cast.open.slug}/"))
    assert len(ids(page)) == 20


def test_newer_posts_of_a_community_come_as_a_fragment(cast: Cast, sign_in: SignIn) -> None:
    newer = make_post(cast.bob, cast.closed, "Neuf.", at=NOW + timedelta(hours=1))
    address = f"/c/{cast.closed.slug}/?fragment=1&after={cast.closed_post.pk}"
    assert ids(text(sign_in(cast.erin).get(address))) == [newer.pk]
    assert sign_in(cast.carol).get(address).status_code == 404


def test_a_visit_of_a_community_is_counted_once_an_hour(cast: Cast, sign_in: SignIn, tasks_at_once: None) -> None:
    carol = sign_in(cast.carol)
    for _twice in range(2):
        carol.get(f"/c/{cast.closed.slug}/")
    visits = Event.objects.filter(verb="visit", actor_id=cast.carol.pk).values_list("community_id", flat=True)
    assert sorted(visits, key=str) == sorted([None, cast.closed.pk], key=str)


def test_a_community_whose_owner_left_asks_for_another(cast: Cast, sign_in: SignIn) -> None:
    deactivate(by=cast.ada, person=cast.alice, at=NOW)
    assert f"/c/{cast.closed.slug}/hand-over" in text(sign_in(cast.erin).get(f"/c/{cast.closed.slug}/"))
    assert f"/c/{cast.closed.slug}/hand-over" not in text(sign_in(cast.bob).get(f"/c/{cast.closed.slug}/"))


def test_pilots_find_the_communities_without_an_owner(cast: Cast, sign_in: SignIn) -> None:
    pia, here = sign_in(cast.pia), f"/c/{cast.closed.slug}/"
    assert cast.closed.name not in text(pia.get("/c/?tab=orphans"))
    deactivate(by=cast.ada, person=cast.alice, at=NOW)
    found = text(pia.get("/c/?tab=orphans"))
    assert cast.closed.name in found
    assert cast.open.name not in found
    assert cast.secret.name not in found
    assert f"{here}hand-over" in text(pia.get(here))
    assert "tab=orphans" not in text(sign_in(cast.carol).get("/c/"))
    assert f"{here}hand-over" not in text(sign_in(cast.carol).get(here))


def test_an_animator_finds_the_figures_of_the_community_and_a_member_does_not(cast: Cast, sign_in: SignIn) -> None:
    address = f"/adoption/communities/{cast.closed.slug}/"
    assert address in sign_in(cast.erin).get(f"/c/{cast.closed.slug}/").content.decode()
    assert address not in sign_in(cast.bob).get(f"/c/{cast.closed.slug}/").content.decode()
    secret = sign_in(cast.alice).get(f"/c/{cast.secret.slug}/").content.decode()
    assert "/adoption/communities/" not in secret


def test_an_empty_community_offers_its_members_ways_to_begin_a_question(cast: Cast, sign_in: SignIn) -> None:
    place = make_community("Soudure", owner=cast.bob)
    starters = re.findall(r'href="(/p/new\?[^"]*title=[^"]*)"', text(sign_in(cast.bob).get(f"/c/{place.slug}/")))
    assert len(starters) == 3
    page = text(sign_in(cast.bob).get(unescape(starters[0])))
    assert 'value="Qui a déjà …\u202f?"' in page
    assert re.search(rf'value="{place.slug}"[^>]* selected', page)
    assert "title=" not in text(sign_in(cast.carol).get(f"/c/{place.slug}/")).split('class="empty"')[1]
