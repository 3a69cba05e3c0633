"""Who asks: a token or a session, and nobody else."""

import re
from collections.abc import Callable

from django.test import Client
from rest_framework.authtoken.models import Token

from communities.models import Post
from rse.audit.models import AuditEvent
from rse.people.actions.people import deactivate, sign_out_everywhere
from rse.people.models import Person
from tests.communities.api.program import LATER, Program
from tests.conftest import Cast

SignIn = Callable[[Person], Client]


def test_a_token_is_made_in_a_session_kept_as_a_digest_and_revoked(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.carol)
    assert browser.get("/api/v1/token").json() == {"made_at": None}
    made = browser.post("/api/v1/token", content_type="application/json")
    assert made.status_code == 201
    key = made.json()["token"]
    assert not Token.objects.filter(key=key).exists()
    assert browser.get("/api/v1/token").json()["made_at"]
    program = Client(headers={"authorization": f"Token {key}"})
    assert program.get("/api/v1/me").json()["id"] == cast.carol.pk
    assert program.post("/api/v1/token", content_type="application/json").status_code == 401
    second = browser.post("/api/v1/token", content_type="application/json").json()["token"]
    assert program.get("/api/v1/me").status_code == 401
    assert browser.delete("/api/v1/token").status_code == 204
    assert Client(headers={"authorization": f"Token {second}"}).get("/api/v1/me").status_code == 401
    acts = list(AuditEvent.objects.filter(actor_id=cast.carol.pk).order_by("id").values_list("act", flat=True))
    assert acts == ["token.create", "token.create", "token.revoke"]
    assert not any(key in str(row.detail) for row in AuditEvent.objects.all())


def test_a_token_ends_with_the_account_and_with_signing_out_everywhere(cast: Cast) -> None:
    bobs, carols = Program(cast.bob), Program(cast.carol)
    bobs("GET", "me")
    carols("GET", "me")
    deactivate(by=cast.ada, person=cast.bob, at=LATER)
    sign_out_everywhere(by=cast.carol, person=cast.carol, at=LATER)
    bobs("GET", "me", status=401)
    carols("GET", "me", status=401)
    assert not Token.objects.exists()


def test_the_page_of_the_token_shows_it_once(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.carol)
    assert 'id="token"' not in browser.get("/account/token/").content.decode()
    shown = browser.post("/account/token/").content.decode()
    key = re.findall(r'id="token"[^>]* value="([^"]+)"', shown)[0]
    assert Client(headers={"authorization": f"Token {key}"}).get("/api/v1/me").json()["id"] == cast.carol.pk
    assert key not in browser.get("/account/token/").content.decode()
    assert browser.post("/account/token/", {"revoke": "1"}).status_code == 302
    assert Client(headers={"authorization": f"Token {key}"}).get("/api/v1/me").status_code == 401


def test_a_session_needs_the_csrf_token_to_write(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.bob)
    url = f"/api/v1/communities/{cast.open.slug}/posts"
    assert browser.get(url).status_code == 200
    before = Post.objects.count()
    assert browser.post(url, {"body": "Bonjour."}, content_type="application/json").status_code == 403
    assert Post.objects.count() == before


def test_nobody_is_answered_without_a_session_or_a_token(cast: Cast) -> None:
    for headers in ({}, {"authorization": "Token nobody"}, {"authorization": "Token é"}):
        answer = Client(headers=headers).get("/api/v1/me")
        assert answer.status_code == 401
        assert set(answer.json()) == {"detail"}
