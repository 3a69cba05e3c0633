"""Where the account is signed in, and ending it."""

import pytest
from django.test import Client

from tests.factories import make_person
from tests.people.conftest import enter, is_in

pytestmark = pytest.mark.django_db


def test_the_list_shows_one_s_own_sessions_and_ends_the_others() -> None:
    person, other = make_person("Nadia", language="en"), make_person("Kofi", language="en")
    here, there, elsewhere = (Client(headers={"user-agent": name}) for name in ("Firefox ici", "Chrome là-bas", "Safari ailleurs"))
    enter(person.email, client=here)
    enter(person.email, client=there)
    enter(other.email, client=elsewhere)
    page = here.get("/sessions/").content.decode()
    assert "Firefox ici" in page
    assert "Chrome là-bas" in page
    assert "Safari ailleurs" not in page
    assert here.post("/sessions/").status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert is_in(elsewhere)


def test_signing_out_everywhere_is_offered_on_the_list_and_empties_it() -> None:
    person = make_person("Nadia", language="en")
    here, there = Client(), Client()
    enter(person.email, client=here)
    enter(person.email, client=there)
    assert 'action="/account/sign-out-everywhere/"' in here.get("/sessions/").content.decode()
    assert here.get("/account/sign-out-everywhere/").status_code == 405
    here.post("/account/sign-out-everywhere/")
    assert not is_in(here)
    assert not is_in(there)
    enter(person.email, client=here)
    assert here.get("/sessions/").context["session_count"] == 1
