"""How often one may write and search in pages: generous, per person, in words, and no word is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from communities.models import Comment, Post
from rse.lib import env
from rse.people.models import Person
from tests.communities.pages import hidden, publish, text
from tests.conftest import Cast
from tests.people.pictures import picture, upload

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
PAGE = {"Accept": "text/html"}


def spend(kind: str, person: Person, *, left: int = 0, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be as if they had done that as often as they may, but for so many times."""
    import time

    monkeypatch.setattr(time, "time", lambda: 1_800_000_001.0)  # one stretch of time
    most, seconds = settings.RATES[kind]
    cache.set(f"rate:{kind}:{person.pk}:{1_800_000_001 // seconds}", most - left, 2 * seconds)


def test_posting_a_lot_at_once_is_refused_in_words_and_keeps_them(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    bob = sign_in(cast.bob)
    form = hidden(text(bob.get("/p/new"))) | {"kind": "message", "title": "", "community": cast.open.slug, "body": "Mes mots."}
    spend("post", cast.bob, left=1, monkeypatch=monkeypatch)
    assert publish(bob, community=cast.open.slug, body="Encore permis.").status_code == 302
    written = Post.objects.count()
    refused = bob.post("/p/new", form, headers=PAGE)
    assert (refused.status_code, Post.objects.count()) == (429, written)
    assert 0 < int(refused["Retry-After"]) <= 600
    page = text(refused)
    assert "<h1" in page and 'href="/p/new"' in page
    assert "Mes mots.</textarea>" in text(bob.get("/p/new"))
    said = bob.post("/p/new?item=1", form, headers=PAGE | {"HX-Request": "true"})
    assert said.status_code == 429
    assert said["Content-Type"].startswith("text/plain")
    assert publish(sign_in(cast.erin), community=cast.open.slug, body="À chacun le sien.").status_code == 302


def test_answering_a_lot_at_once_keeps_the_reply(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    bob, thread = sign_in(cast.bob), f"/p/{cast.open_post.pk}/"
    form = {name: value for name, value in hidden(text(bob.get(thread))).items() if name in ("client_key", "writer", "parent")}
    spend("comment", cast.bob, monkeypatch=monkeypatch)
    refused = bob.post(f"{thread}comments", form | {"body": "Ma réponse."}, headers=PAGE)
    assert refused.status_code == 429
    assert not Comment.objects.filter(body="Ma réponse.").exists()
    assert "Ma réponse.</textarea>" in text(bob.get(f"{thread}comments", follow=True))


@pytest.mark.parametrize(
    ("kind", "method", "address", "words"),
    [
        ("react", "POST", "/p/{post}/reactions", {"kind": "utile:false"}),
        ("react", "POST", "/people/{person}/level", {"level": "follow"}),
        ("react", "POST", "/p/{post}/saved", {"saved": "false"}),
        ("react", "POST", "/p/{post}/vote", {"options": "1"}),
        ("draft", "POST", "/drafts/unecle", {"body": "Un mot.", "kind": "message"}),
        ("upload", "POST", "/files/", {"key": "f"}),
        ("report", "POST", "/people/{person}/report", {"reason": "offensive"}),
        ("report", "POST", "/p/{post}/report", {"reason": "offensive"}),
        ("ask", "POST", "/p/{post}/testimonials/ask", {"person": "Bob"}),
        ("change", "POST", "/p/{post}/edit", {"body": "Autre."}),
        ("change", "POST", "/c/{place}/charter/propose", {"text": "Autre."}),
        ("change", "POST", "/p/{post}/delete", {}),
        ("post", "POST", "/p/{post}/share", {}),
        ("search", "GET", "/similar?kind=question&title=Quel+palier", {}),
        ("search", "GET", "/people/?q=bob", {}),
        ("search", "GET", "/c/?q=entraide", {}),
        ("search", "GET", "/topics/?q=f", {}),
        ("search", "GET", "/c/{place}/documents?q=plan", {}),
    ],
)  # fmt: skip
def test_each_has_its_limit(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, kind: str, method: str, address: str, words: dict[str, str]
) -> None:
    carol = sign_in(cast.carol)
    url = address.format(post=cast.open_post.pk, person=cast.bob.pk, place=cast.open.slug)

    def ask() -> Any:
        return carol.post(url, words) if method == "POST" else carol.get(url)

    spend(kind, cast.carol, left=1, monkeypatch=monkeypatch)
    assert ask().status_code != 429
    assert ask().status_code == 429
    if method == "GET":
        assert carol.get(url.partition("?")[0]).status_code in (200, 400)  # without a question the list is free


def test_a_photo_counts_with_what_one_sends(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    bob = sign_in(cast.bob)
    spend("upload", cast.bob, left=1, monkeypatch=monkeypatch)
    assert bob.post("/account/photo/", {"photo": upload(picture())}).status_code == 302
    refused = bob.post("/account/photo/", {"photo": upload(picture())})
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 600) == (429, True)
    assert "error-text" in text(refused)


def test_looking_at_a_form_is_free_and_nobody_signed_out_is_counted(
    cast: Cast, sign_in: SignIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    spend("post", cast.bob, monkeypatch=monkeypatch)
    assert sign_in(cast.bob).get("/p/new").status_code == 200
    assert client.post("/p/new", {"body": "x"}).status_code == 302  # to sign in


def test_without_a_cache_nobody_is_held_back(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    spend("post", cast.bob, monkeypatch=monkeypatch)
    cache = type(caches["default"])
    counts = "count" if hasattr(cache, "count") else "incr"  # in Redis, or in memory
    monkeypatch.setattr(cache, counts, lambda self, key, *more: 1)  # as the cache answers without its server
    assert publish(sign_in(cast.bob), community=cast.open.slug, body="Bonjour.").status_code == 302


def test_a_rate_is_a_number_in_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, read in (("30/10min", (30, 600)), ("5/s", (5, 1)), ("2/h", (2, 3_600))):
        monkeypatch.setenv("RATE_POST", said)
        assert env.rate("RATE_POST", "1/s") == read
    for wrong in ("30", "30/min10", "many/min", "30/0min"):
        monkeypatch.setenv("RATE_POST", wrong)
        with pytest.raises(ImproperlyConfigured):
            env.rate("RATE_POST", "1/s")
    assert set(settings.RATES) >= {"post", "comment", "react", "search", "report", "upload", "draft", "ask", "change"}
