"""Signing in: by address or staff number, telling nobody which accounts exist."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from rse.people.actions.people import deactivate, reactivate, sign_out_everywhere
from rse.people.models import Person
from tests.factories import PASSWORD, make_person
from tests.people.conftest import enter, is_in, post

pytestmark = pytest.mark.django_db
TOKENS = re.compile(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"|"X-CSRFToken": "[^"]*"')
REFUSAL = "do not go together"
SignIn = Callable[[Person], Client]


def count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with each password hashed from now on."""
    hashed: list[str] = []
    plain_encode = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, *words: str) -> str:
        hashed.append("once")
        return plain_encode(self, *words)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return hashed


@pytest.mark.parametrize("login", ["nadia@example.org", " Nadia@Example.ORG ", "m-4071", "M-4071"])
def test_address_and_staff_number_open_the_same_account_and_a_wrong_password_none(login: str) -> None:
    make_person("Nadia", email="nadia@example.org", staff_number="M-4071")
    client = Client()
    assert REFUSAL in enter(login, "une-autre-phrase", client=client).content.decode()
    assert not is_in(client)
    assert enter(login, client=client).status_code == 302
    assert is_in(client)


def test_unknown_closed_and_wrong_look_the_same() -> None:
    make_person("Nadia", email="nadia@example.org")
    closed = make_person("Kofi", email="kofi@example.org")
    deactivate(by=None, person=closed, at=timezone.now())
    pages = [
        enter(login, password).content.decode().replace(login, "LOGIN")
        for login, password in [
            ("nadia@example.org", "une-autre-phrase"),
            ("kofi@example.org", PASSWORD),
            ("kofi@example.org", "une-autre-phrase"),
            ("personne@example.org", PASSWORD),
            ("999-000", PASSWORD),
        ]
    ]
    plain = {TOKENS.sub("", page) for page in pages}
    assert len(plain) == 1
    assert REFUSAL in plain.pop()


def test_every_refusal_hashes_a_password_once(monkeypatch: pytest.MonkeyPatch) -> None:
    make_person("Nadia", email="nadia@example.org")
    make_person("Sans", email="sans@example.org", password=None)
    closed = make_person("Kofi", email="kofi@example.org")
    deactivate(by=None, person=closed, at=timezone.now())
    hashed = count_hashes(monkeypatch)
    for login in ("nadia@example.org", "sans@example.org", "kofi@example.org", "personne@example.org", "12"):
        hashed.clear()
        enter(login, "une-autre-phrase")
        assert hashed == ["once"], login


def test_a_closed_account_loses_its_open_sessions_at_the_next_request(sign_in: SignIn) -> None:
    person, other = make_person("Kofi"), make_person("Nadia")
    client, others = sign_in(person), sign_in(other)
    assert is_in(client)
    assert is_in(others)
    deactivate(by=None, person=person, at=timezone.now())
    assert not is_in(client)
    assert is_in(others)
    reactivate(by=None, person=person, at=timezone.now())
    assert not is_in(client), "a session does not come back with the account"
    assert enter(person.email, client=client).status_code == 302


def test_signing_out_everywhere_ends_each_session_of_that_person_only(sign_in: SignIn) -> None:
    person, other = make_person("Kofi"), make_person("Nadia")
    first, second, others = sign_in(person), sign_in(person), sign_in(other)
    answer = post(first, "/account/sign-out-everywhere/")
    assert answer.url == "/login/"
    assert not is_in(first)
    assert not is_in(second)
    assert is_in(others)
    with pytest.raises(PermissionDenied):
        sign_out_everywhere(by=other, person=person, at=timezone.now())


def test_the_session_changes_its_key_at_sign_in() -> None:
    person, client = make_person("Kofi"), Client()
    client.get("/login/")
    session = client.session
    session["mark"] = 1
    session.save()
    before = str(session.session_key)
    client.cookies["sessionid"] = before
    enter(person.email, client=client)
    assert client.cookies["sessionid"].value != before


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/account/settings/", "/account/settings/"),
        ("https://elsewhere.example/", "/welcome/"),
        ("//elsewhere.example", "/welcome/"),
        ("javascript:1", "/welcome/"),
    ],
)
def test_next_leads_back_here_and_nowhere_else(asked: str, led: str) -> None:
    person = make_person("Kofi")
    assert enter(person.email, next_=asked).url == led


def test_a_page_asked_before_signing_in_is_kept_as_next() -> None:
    answer = Client().get("/account/settings/?a=1")
    assert answer["Location"] == "/login/?next=/account/settings/%3Fa%3D1"


def test_ten_failures_close_that_login_for_a_while_and_no_other() -> None:
    make_person("Nadia", email="nadia@example.org")
    make_person("Kofi", email="kofi@example.org")
    for login in ("nadia@example.org", "personne@example.org"):
        for _attempt in range(10):
            assert REFUSAL in enter(login, "une-autre-phrase").content.decode()
        assert "Too many attempts" in enter(login).content.decode()
    assert enter("kofi@example.org").status_code == 302


def test_nobody_signs_up_by_themselves() -> None:
    answer = Client().post("/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 200
    assert not Person.objects.filter(email="new@example.org").exists()


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(tasks_now: None) -> None:
    person = make_person("Kofi", email="kofi@example.org", staff_number="77", language="en")
    client, elsewhere = Client(), Client()
    enter("77", client=elsewhere)
    client.post("/password/reset/", {"email": "77"})
    [message] = mail.outbox
    assert message.to == ["kofi@example.org"]
    path = re.search(r"https?://[^/]+(/password/reset/key/\S+)", str(message.body)).group(1)  # type: ignore[union-attr]
    form = client.get(path)["Location"]
    for weak, better in (("court", "court"), (PASSWORD, "autre-chose-12")):
        assert client.post(form, {"password1": weak, "password2": better}).status_code == 200
    assert client.post(form, {"password1": "prune-mûre-812", "password2": "prune-mûre-812"}).status_code == 302
    assert not is_in(elsewhere), "other sessions end with the old password"
    assert enter("77").status_code == 200
    assert enter("77", "prune-mûre-812", client=client).status_code == 302
    assert "no longer works" in Client().get(path).content.decode()
    person.refresh_from_db()
    assert person.check_password("prune-mûre-812")


def test_asking_for_a_link_says_the_same_for_every_login_and_writes_to_open_accounts_only(tasks_now: None) -> None:
    closed = make_person("Kofi", email="kofi@example.org")
    deactivate(by=None, person=closed, at=timezone.now())
    make_person("Nadia", email="nadia@example.org", language="fr")
    logins = ("kofi@example.org", "no@example.org", "nadia@example.org")
    assert len({post(Client(), "/password/reset/", {"email": login}).url for login in logins}) == 1
    assert [message.to for message in mail.outbox] == [["nadia@example.org"]]


def test_the_answer_to_a_forgotten_password_looks_up_nobody(django_assert_num_queries: Any) -> None:
    make_person("Nadia", email="nadia@example.org")
    for login in ("nadia@example.org", "no@example.org"):
        with django_assert_num_queries(0):
            Client().post("/password/reset/", {"email": login})


def test_a_link_asked_before_the_account_was_closed_opens_nothing(tasks_now: None) -> None:
    person = make_person("Kofi", email="kofi@example.org")
    Client().post("/password/reset/", {"email": person.email})
    path = re.search(r"(/password/reset/key/\S+)", str(mail.outbox[0].body)).group(1)  # type: ignore[union-attr]
    assert Client().get(path).status_code == 302
    deactivate(by=None, person=person, at=timezone.now())
    assert Client().get(path).status_code == 200


def test_the_password_is_changed_by_who_knows_the_present_one(sign_in: SignIn) -> None:
    person = make_person("Kofi", language="en")
    client, elsewhere = sign_in(person), sign_in(person)
    form = {"oldpassword": "autre-chose-12", "password1": "prune-mûre-812", "password2": "prune-mûre-812"}
    assert "not your current password" in client.post("/password/change/", form).content.decode()
    assert client.post("/password/change/", form | {"oldpassword": PASSWORD}).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    assert [message.subject for message in mail.outbox] == ["Your password has changed"]


def test_a_new_password_opens_a_login_closed_by_failures(tasks_now: None) -> None:
    person = make_person("Kofi", email="kofi@example.org", staff_number="K-77")
    for login in (person.email, "K-77"):
        for _attempt in range(10):
            enter(login, "une-autre-phrase")
        assert enter(login).status_code == 200
    client = Client()
    client.post("/password/reset/", {"email": "K-77"})
    path = re.search(r"(/password/reset/key/\S+)", str(mail.outbox[0].body)).group(1)  # type: ignore[union-attr]
    form = client.get(path)["Location"]
    client.post(form, {"password1": "prune-mûre-812", "password2": "prune-mûre-812"})
    for login in ("kofi@example.org", "K-77", "k-77"):
        assert enter(login, "prune-mûre-812").status_code == 302, login


def test_an_endless_password_is_refused_without_being_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    make_person("Kofi", email="kofi@example.org")
    hashed = count_hashes(monkeypatch)
    assert enter("kofi@example.org", "x" * 100_000).status_code == 200
    assert hashed == []
    assert enter("kofi@example.org", "x" * 200).status_code == 200
    assert hashed == ["once"]


@pytest.mark.parametrize("login", ["", "   ", "@", "\x00", "é@é", "x" * 300, "' OR 1=1 --", "%"])
def test_odd_logins_are_refused_like_any_other(login: str) -> None:
    make_person("Kofi")
    assert enter(login).status_code == 200
    assert Client().post("/password/reset/", {"email": login}).status_code in (200, 302)
