"""The second step of signing in: offered to everybody, expected from administrators."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

from rse.people.models import Person
from tests.factories import make_person
from tests.people.conftest import enter, is_in, prove

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def code(secret: str) -> str:
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))


def turn_on(client: Client) -> str:
    assert client.get("/2fa/totp/activate/")["Location"].startswith("/reauthenticate/")
    prove(client)
    page = client.get("/2fa/totp/activate/")
    secret: str = page.context["form"].secret
    assert client.post("/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert client.post("/2fa/totp/activate/", {"code": code(secret)}).status_code == 302
    return secret


def test_once_on_the_password_alone_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    person, client, other = make_person("Nadia"), Client(), Client()
    enter(person.email, client=client)
    secret = turn_on(client)
    assert secret not in Authenticator.objects.get(type="totp").data["secret"], "kept encrypted"
    answer = enter(person.email, client=other)
    assert answer["Location"].startswith("/2fa/authenticate/")
    assert not is_in(other)
    assert other.post("/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not is_in(other)
    moment = auth.time.time() + 60
    monkeypatch.setattr(auth.time, "time", lambda: moment)  # a code is good once: the next one
    assert other.post("/2fa/authenticate/", {"code": code(secret)}).status_code == 302
    assert is_in(other)


def test_a_recovery_code_opens_once() -> None:
    person, client = make_person("Nadia"), Client()
    enter(person.email, client=client)
    turn_on(client)
    recovery = client.get("/2fa/recovery-codes/").context["unused_codes"][0]
    for expected in (True, False):
        other = Client()
        enter(person.email, client=other)
        other.post("/2fa/authenticate/", {"code": recovery})
        assert is_in(other) is expected


def test_administrators_are_reminded_until_it_is_done(sign_in: SignIn) -> None:
    words = "Protect your account with a second step"
    ada, bob = make_person("Ada", roles=["admin"], language="en"), make_person("Bob", roles=["pilot"], language="en")
    client = Client()
    enter(ada.email, client=client)
    for page in ("/account/settings/", "/admin/"):
        assert words in client.get(page).content.decode(), page
    assert words not in sign_in(bob).get("/account/settings/").content.decode()
    turn_on(client)
    for page in ("/account/settings/", "/admin/"):
        assert words not in client.get(page).content.decode(), page


def test_a_new_key_still_reads_what_the_old_one_wrote(settings: Any) -> None:
    from rse.people.adapter import MFAAdapter

    written = MFAAdapter().encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-installation"
    assert MFAAdapter().decrypt(written) == "secret"
