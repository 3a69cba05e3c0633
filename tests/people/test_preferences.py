"""Language, theme and time zone: the person's choice wins everywhere."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from rse.people.actions.preferences import change_preferences
from rse.people.middleware import PreferencesMiddleware
from rse.people.models import Person
from tests.factories import make_person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
PAGE = "/account/settings/"


def language_of(answer: Any) -> str:
    return str(answer.content.decode().split('<html lang="')[1][:2])


def test_the_person_s_language_wins_over_the_cookie_and_the_browser(sign_in: SignIn) -> None:
    for language, other in (("fr", "en"), ("en", "fr")):
        client = sign_in(make_person("Nadia", language=language))
        client.cookies["django_language"] = other
        answer = client.get(PAGE, headers={"accept-language": other})
        assert language_of(answer) == language
        assert answer["Content-Language"] == language


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_visitor_has_the_browser_s_language(language: str) -> None:
    assert language_of(Client().get("/login/", headers={"accept-language": language})) == language


def test_the_language_chosen_in_the_bar_stays_with_the_person(sign_in: SignIn) -> None:
    person, other = make_person("Nadia", language="fr"), make_person("Kofi", language="fr")
    client = sign_in(person)
    assert client.post("/language", {"language": "en", "next": PAGE})["Location"] == PAGE
    assert language_of(client.get(PAGE)) == "en"
    assert language_of(sign_in(Person.objects.get(pk=person.pk)).get(PAGE)) == "en", "on another device too"
    assert language_of(sign_in(other).get(PAGE)) == "fr"
    client.post("/language", {"language": "zz", "next": PAGE})
    assert Person.objects.get(pk=person.pk).language == "en"
    assert client.post("/language", {"language": "fr", "next": "https://elsewhere.example/"})["Location"] == "/"


def test_a_visitor_s_language_stays_in_the_browser() -> None:
    client = Client()
    client.post("/language", {"language": "en", "next": "/login/"})
    assert language_of(client.get("/login/", headers={"accept-language": "fr"})) == "en"


def test_the_theme_is_on_the_page_and_goes_back_there(sign_in: SignIn) -> None:
    client = sign_in(make_person("Nadia"))
    assert "data-theme=" not in client.get(PAGE).content.decode().split(">")[1]
    assert client.post("/account/theme/", {"theme": "dark", "next": PAGE})["Location"] == PAGE
    assert 'data-theme="dark"' in client.get(PAGE).content.decode()
    assert client.post("/account/theme/", {"theme": "neon", "next": "//elsewhere.example"})["Location"] == "/"
    assert 'data-theme="dark"' in client.get(PAGE).content.decode()
    assert client.get("/account/theme/").status_code == 405
    assert Client().post("/account/theme/", {"theme": "dark"})["Location"].startswith("/login/")


def test_preferences_are_saved_together_or_refused_together(sign_in: SignIn) -> None:
    person = make_person("Nadia", language="en")
    client = sign_in(person)
    good = {"language": "en", "theme": "light", "time_zone": "America/Cayenne"}
    assert client.post(PAGE, good | {"time_zone": "Mars/Olympus"}).status_code == 422
    assert Person.objects.get(pk=person.pk).theme == "auto"
    assert client.post(PAGE, good).status_code == 302
    person.refresh_from_db()
    assert (person.theme, person.time_zone) == ("light", "America/Cayenne")
    with pytest.raises(PermissionDenied):
        change_preferences(by=make_person("Kofi"), person=person, theme="dark", at=timezone.now())


@pytest.mark.parametrize(("zone", "hour"), [("America/Cayenne", 9), ("Europe/Paris", 14), ("", 14), ("Not/There", 14)])
def test_hours_are_those_of_the_person(zone: str, hour: int) -> None:
    request = RequestFactory().get("/")
    request.user = make_person("Nadia", language="en")
    request.user.time_zone = zone
    seen: list[int] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(timezone.localtime(datetime(2026, 7, 1, 12, tzinfo=UTC)).hour)
        return HttpResponse()

    with translation.override("fr"):
        PreferencesMiddleware(answer)(request)
    assert seen == [hour]
    assert timezone.get_current_timezone_name() == "Europe/Paris", "the next request starts afresh"


def test_anybody_reads_the_accessibility_statement(sign_in: SignIn) -> None:
    for client in (Client(), sign_in(make_person("Nadia", language="en"))):
        answer = client.get("/accessibility/", headers={"accept-language": "en"})
        assert answer.status_code == 200
        assert "What is not done yet" in answer.content.decode()


def test_enter_sends_comments_only_for_whoever_chose_so(sign_in: SignIn) -> None:
    person = make_person("Nadia")
    client = sign_in(person)

    def chosen() -> bool:
        return Person.objects.get(pk=person.pk).enter_sends

    kept = {"language": "fr", "theme": "auto", "time_zone": "", "shortcuts": "1"}
    assert not chosen()
    client.post(PAGE, kept | {"enter_sends": "1"})
    assert chosen()
    client.post(PAGE, kept)
    assert not chosen()
