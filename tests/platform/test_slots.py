"""The places of the shell: apps fill them, each request sees its own."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from rse import context
from rse.lib import slots


@pytest.fixture(autouse=True)
def _empty_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_nav", {})
    monkeypatch.setattr(slots, "_badge", {})


class SignedIn:
    is_authenticated = True
    theme = "dark"


def request(path: str = "/", *, signed_in: bool = True) -> HttpRequest:
    asked = RequestFactory().get(path)
    asked.user = SignedIn() if signed_in else AnonymousUser()  # type: ignore[assignment]
    return asked


def test_entries_come_in_their_order_and_know_where_one_is() -> None:
    slots.register_nav("people", lambda _r: slots.NavEntry("People", "/people/", "users", within=("/people/",)), order=2)
    slots.register_nav("home", lambda _r: slots.NavEntry("Home", "/", "house"), order=1)
    shell = context.shell(request("/people/7/"))
    assert [(item["entry"].label, item["current"]) for item in shell["nav"]()] == [("Home", False), ("People", True)]


def test_an_entry_is_hidden_from_whom_its_app_refuses_it() -> None:
    slots.register_nav("adoption", lambda _r: None, order=1)
    assert not context.shell(request())["nav"]()


def test_a_visitor_sees_the_foot_and_nothing_else() -> None:
    slots.register_nav("home", lambda _r: slots.NavEntry("Home", "/", "house"), order=1)
    slots.register_nav("measured", lambda _r: slots.NavEntry("Measured", "/measured/", "info", place="foot"), order=1)
    shell = context.shell(request(signed_in=False))
    assert not shell["nav"]()
    assert [item["entry"].label for item in shell["foot_nav"]()] == ["Measured"]


def test_the_bell_is_asked_only_when_a_page_shows_it() -> None:
    asked: list[HttpRequest] = []

    def source(of: HttpRequest) -> slots.Badge:
        asked.append(of)
        return slots.Badge("/notifications/", 3)

    slots.register_badge(source)
    shell = context.shell(request())
    assert not asked
    assert shell["bell"]().count == shell["bell"]().count == 3
    assert len(asked) == 1


def test_registering_twice_replaces() -> None:
    for label in ("Old", "New"):
        slots.register_nav("home", lambda _r, label=label: slots.NavEntry(label, "/", "house"), order=1)  # type: ignore[misc]
    assert [entry.label for entry in slots.nav_entries(request())] == ["New"]


def test_the_theme_is_the_persons() -> None:
    assert context.shell(request())["theme"]() == "dark"
    assert context.shell(request(signed_in=False))["theme"]() == "auto"
