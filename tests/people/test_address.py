"""Changing the address of an account: by its owner, through a link; by an administrator, at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from rse.audit.models import AuditEvent
from rse.people.actions.accounts import change_email_unconfirmed
from rse.people.models import Person
from tests.factories import PASSWORD, make_person
from tests.people.conftest import enter, prove

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
NEW = "nadia.neuve@example.org"


@pytest.fixture
def nadia() -> Person:
    return make_person("Nadia", email="nadia@example.org", language="en")


@pytest.fixture
def client(nadia: Person) -> Client:
    client = Client()
    enter(nadia.email, client=client)
    prove(client)
    return client


def ask(client: Client, email: str) -> Any:
    return client.post("/email/", {"email": email, "action_add": ""}, follow=True)


def link(message: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/confirm-email/\S+)", str(message.body))
    assert found
    return found.group(1)


def test_the_address_changes_when_the_link_sent_to_it_is_opened(client: Client, nadia: Person) -> None:
    assert NEW in ask(client, NEW).content.decode()
    assert Person.objects.get(pk=nadia.pk).email == "nadia@example.org", "not before the link is opened"
    [message] = mail.outbox
    assert message.to == [NEW]
    path = link(message)
    assert NEW in Client().get(path).content.decode()
    assert Person.objects.get(pk=nadia.pk).email == "nadia@example.org", "reading the page changes nothing"
    assert client.post(path).status_code == 302
    assert Person.objects.get(pk=nadia.pk).email == NEW
    assert list(EmailAddress.objects.filter(user=nadia).values_list("email", "verified", "primary")) == [(NEW, True, True)]
    assert [sent.to for sent in mail.outbox[1:]] == [["nadia@example.org"]], "the old address is told"
    assert AuditEvent.objects.filter(act="person.email", target_id=str(nadia.pk)).count() == 1
    assert enter("nadia@example.org").status_code == 200
    assert enter(NEW).status_code == 302
    assert "no longer works" in Client().get(path).content.decode()


def test_an_address_taken_looks_free_and_its_owner_is_told_by_mail(client: Client, nadia: Person) -> None:
    make_person("Kofi", email="kofi@example.org", language="en")
    free, taken = ask(client, "libre@example.org"), ask(client, "kofi@example.org")
    pages = [page.content.decode().replace("libre@example.org", "X").replace("kofi@example.org", "X") for page in (free, taken)]
    plain = {re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"|"X-CSRFToken": "[^"]*"', "", page) for page in pages}
    assert len(plain) == 1
    told = mail.outbox[1]
    assert told.to == ["kofi@example.org"]
    assert "/confirm-email/" not in told.body
    client.post("/email/", {"email": "kofi@example.org", "action_send": ""})
    assert not any("/confirm-email/" in str(sent.body) for sent in mail.outbox[1:])
    assert Person.objects.get(pk=nadia.pk).email == "nadia@example.org"


def test_the_first_to_open_its_link_has_the_address(client: Client, nadia: Person) -> None:
    ask(client, NEW)
    path = link(mail.outbox[0])
    change_email_unconfirmed(by=None, person=make_person("Kofi"), email=NEW, at=timezone.now())
    page = client.post(path, follow=True)
    assert page.status_code == 200
    assert Person.objects.get(pk=nadia.pk).email == "nadia@example.org"


def test_an_old_session_gives_its_password_again_first(client: Client, nadia: Person) -> None:
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": (timezone.now() - timedelta(hours=1)).timestamp()} for record in session["account_authentication_methods"]
    ]
    session.save()
    page = ask(client, NEW)
    assert page.redirect_chain[-1][0].startswith("/reauthenticate/")
    assert mail.outbox == []
    assert client.post("/reauthenticate/", {"password": "une-autre-phrase"}).status_code == 200
    assert mail.outbox == []
    client.post("/reauthenticate/", {"password": PASSWORD, "next": "/email/"})
    assert [message.to for message in mail.outbox] == [[NEW]]


def test_an_administrator_s_change_holds_at_once_and_frees_the_old_address(client: Client, nadia: Person) -> None:
    client.get("/email/")
    change_email_unconfirmed(by=None, person=nadia, email=NEW, at=timezone.now())
    assert enter(NEW).status_code == 302
    other = make_person("Kofi")
    change_email_unconfirmed(by=None, person=other, email="nadia@example.org", at=timezone.now())
    page = client.get("/email/").content.decode()
    assert NEW in page
    assert "nadia@example.org" not in page.replace(NEW, "")


def test_a_mail_server_that_does_not_answer_is_said(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = ask(client, NEW)
    assert page.status_code == 200
    assert "The message could not be sent" in page.content.decode()
