"""What the tests of the people room share."""

from typing import Any

import pytest
from django.test import Client

from rse.people import tasks
from rse.people.models import Person
from tests.conftest import Cast
from tests.factories import PASSWORD


@pytest.fixture(autouse=True)
def _in_english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast speaks English here: the tests read sentences."""
    Person.objects.update(language="en")
    for person in cast.people.values():
        person.language = "en"
    return cast


@pytest.fixture
def tasks_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks run at once: the worker's part of the story is told in the same test."""
    monkeypatch.setattr(tasks.send_password_link, "delay", lambda **kw: tasks.send_password_link.apply(kwargs=kw))


def enter(login: str, password: str = PASSWORD, *, next_: str = "", client: Client | None = None) -> Any:
    """The answer to the sign-in form."""
    return (client or Client()).post("/login/", {"login": login, "password": password, "next": next_})


def prove(client: Client) -> None:
    """Type the password again, as what protects the account asks."""
    client.post("/reauthenticate/", {"password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get("/account/settings/").status_code == 200


def post(client: Client, path: str, form: dict[str, Any] | None = None) -> Any:
    return client.post(path, form or {})
