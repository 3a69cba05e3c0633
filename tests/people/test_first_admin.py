"""The first administrator of an installation without the demonstration."""

import io
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from rse.audit.models import AuditEvent
from rse.people.models import Person, PersonSpell
from tests.factories import make_person
from tests.people.conftest import enter

pytestmark = pytest.mark.django_db


def create_admin(*words: str, typed: str = "", monkeypatch: Any = None) -> str:
    output = io.StringIO()
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    call_command("create_admin", *words, stdout=output)
    return output.getvalue()


def test_the_link_it_prints_opens_the_account_and_the_administration() -> None:
    said = create_admin("--email", "Ada@Example.org", "--name", "Ada Marie Lévy")
    person = Person.objects.get(email="ada@example.org")
    assert (person.first_name, person.last_name, person.roles) == ("Ada Marie", "Lévy", ["admin"])
    assert PersonSpell.objects.get(person=person).roles == ["admin"]
    assert AuditEvent.objects.filter(act="person.create").count() == 1
    found = re.search(r"https?://[^/\s]+(/password/reset/key/\S+)", said)
    assert found
    client = Client()
    form = client.get(found.group(1))["Location"]
    client.post(form, {"password1": "prune-mûre-812", "password2": "prune-mûre-812"})
    enter("ada@example.org", "prune-mûre-812", client=client)
    assert client.get("/admin/").status_code == 200


def test_a_password_typed_is_taken_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--email", "ada@example.org", "--name", "Ada Lévy", "--ask-password")
    with pytest.raises(CommandError):
        create_admin(*words, typed="court\n", monkeypatch=monkeypatch)
    assert not Person.objects.exists()
    assert "password/reset" not in create_admin(*words, typed="prune-mûre-812\n", monkeypatch=monkeypatch)
    assert enter("ada@example.org", "prune-mûre-812").status_code == 302


def test_an_existing_account_becomes_an_administrator_and_keeps_its_roles() -> None:
    make_person("Ada", email="ada@example.org", roles=["pilot"])
    assert "is now an administrator" in create_admin("--email", "ada@example.org")
    assert Person.objects.get(email="ada@example.org").roles == ["pilot", "admin"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--email", "ada", "--name", "Ada Lévy"), "e-mail"),
        (("--email", "ada@example.org", "--name", " "), "name"),
        (("--email", "ada@example.org"), "--name is missing"),
        ((), "--email is missing"),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_one_sentence(words: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match=sentence):
        create_admin(*words, monkeypatch=monkeypatch)
    assert not Person.objects.exists()
