"""People: the directory and the page of a person, for those who may see them."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.reactions import react
from communities.models import Event
from rse.people.models import Person, Profile
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def test_the_directory_finds_by_the_beginning_of_a_name(cast: Cast, sign_in: SignIn) -> None:
    make_person("Éléonore", last_name="Lefèvre", email="eleonore@example.org")
    page = text(sign_in(cast.carol).get("/people/?q=ELEO"))
    assert "Lefèvre" in page
    assert cast.bob.name not in page
    assert cast.mallory.name not in text(sign_in(cast.carol).get("/people/?q=mallory"))
    assert 'class="empty"' in text(sign_in(cast.carol).get("/people/?q=zzz"))


def test_the_directory_is_paged_without_repeating_anyone(cast: Cast, sign_in: SignIn) -> None:
    for number in range(45):
        make_person("Page", last_name=f"Page {number:02d}")
    carol = sign_in(cast.carol)
    first = text(carol.get("/people/?q=page"))
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = text(carol.get(f"/people/{address}"))
    assert first.count("person-card") == 40
    assert second.count("person-card") == 5
    assert "Page 44" in second
    assert "Page 44" not in first


def test_a_guest_has_no_directory_and_sees_only_those_of_their_communities(cast: Cast, sign_in: SignIn) -> None:
    guest = sign_in(cast.guest)
    assert guest.get("/people/").status_code == 403
    assert 'href="/people/"' not in text(guest.get("/"))
    assert 'href="/people/"' in text(sign_in(cast.carol).get("/"))
    assert guest.get(f"/people/{cast.bob.pk}/").status_code == 200
    assert guest.get(f"/people/{cast.carol.pk}/").status_code == 404
    assert sign_in(cast.carol).get(f"/people/{cast.guest.pk}/").status_code == 404


def test_a_profile_shows_what_the_person_says_and_what_the_reader_may_read(cast: Cast, sign_in: SignIn) -> None:
    Profile.objects.filter(person=cast.bob).update(about="Je répare.\nDepuis vingt ans.", skills=["Lignage <laser>"])
    page = text(sign_in(cast.carol).get(f"/people/{cast.bob.pk}/"))
    assert "Je répare." in page
    assert "Lignage &lt;laser&gt;" in page
    assert cast.max.name in page, "the manager"
    assert "turbine-fermée" not in page
    assert cast.closed.name not in page, "nor where they belong"
    assert cast.open.name in page
    assert "turbine-fermée" in text(sign_in(cast.erin).get(f"/people/{cast.bob.pk}/"))


def test_ones_own_page_leads_to_editing_it(cast: Cast, sign_in: SignIn) -> None:
    assert "/account/profile/" in text(sign_in(cast.bob).get(f"/people/{cast.bob.pk}/")).split("<main")[1]
    assert "/account/profile/" not in text(sign_in(cast.bob).get(f"/people/{cast.erin.pk}/")).split("<main")[1]


def test_a_closed_account_says_so(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.carol).get(f"/people/{cast.mallory.pk}/")).split("<main")[1]
    assert "mailto:" not in page.split("<aside")[0]


def test_a_profile_costs_ten_queries_and_the_posts_of_a_person_nine(cast: Cast, sign_in: SignIn) -> None:
    erin = sign_in(cast.erin)
    for page, queries in ((f"/people/{cast.bob.pk}/", 10), (f"/people/{cast.bob.pk}/posts/", 9)):
        assert cast.closed_post.title in text(erin.get(page))
        with counted(at_most=queries):
            erin.get(page)


def test_a_person_is_known_for_what_most_found_useful_of_what_the_reader_may_read(cast: Cast, sign_in: SignIn) -> None:
    useful = make_post(cast.bob, cast.open, "Voici.", title="Une astuce")
    plain = make_post(cast.bob, cast.open, "Voilà.", title="Un mot")
    for person in (cast.alice, cast.erin):
        react(by=person, post=useful, kind="utile", at=NOW)
    page = text(sign_in(cast.carol).get(f"/people/{cast.bob.pk}/")).split("<main")[1]
    assert page.index("Une astuce") < page.index("Un mot")
    assert "2 l’ont trouvé utile" in page
    assert cast.closed_post.title not in page
    assert plain.title in text(sign_in(cast.carol).get(f"/people/{cast.bob.pk}/posts/"))


def test_looking_at_someone_is_counted_once_an_hour_and_at_oneself_never(cast: Cast, sign_in: SignIn, tasks_at_once: None) -> None:
    carol = sign_in(cast.carol)
    for _twice in range(2):
        carol.get(f"/people/{cast.bob.pk}/")
    carol.get(f"/people/{cast.carol.pk}/")
    views = Event.objects.filter(verb="profile_view").values_list("actor_id", "target_id")
    assert list(views) == [(cast.carol.pk, cast.bob.pk)]


def test_unknown_people_are_not_there(cast: Cast, sign_in: SignIn) -> None:
    for id_ in ("0", "999999999", "abc", "9" * 30, "-1", "٣"):
        assert sign_in(cast.carol).get(f"/people/{id_}/").status_code == 404, id_
