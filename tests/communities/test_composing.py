"""What helps one write: the preview, and the suggestions after an @."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from communities.actions.drafts import Begun, save_draft
from communities.models import Comment, Event, Post
from rse.lib import rates
from rse.people.models import Person
from tests.communities.pages import counted, hidden, text
from tests.conftest import Cast
from tests.factories import NOW, make_member, make_person, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def _suggested(client: Client, letters: str, community: str = "", mark: str = "@") -> str:
    return text(client.get("/suggest", {"mark": mark, "q": letters, "community": community}))


def _options(page: str) -> list[str]:
    return [piece.split('data-text="')[1].split('"')[0] for piece in page.split('role="option"')[1:]]


def test_a_preview_is_what_would_be_published_and_writes_nothing(cast: Cast, sign_in: SignIn) -> None:
    client, before = sign_in(cast.bob), Event.objects.count()
    words = {"body": f"**Gras** pour @{cast.erin.name}, <script>non</script>", "community": cast.closed.slug}
    answer = client.post("/preview?fragment=1", words)
    page = text(answer)
    assert answer.status_code == 200
    assert "<strong>Gras</strong>" in page
    assert f'href="/people/{cast.erin.pk}/"' in page
    assert "<script>" not in page
    assert Event.objects.count() == before
    assert client.post("/preview?fragment=1", words | {"community": cast.partners.slug}).status_code == 200
    assert sign_in(cast.carol).post("/preview?fragment=1", words).status_code == 404


def test_without_scripts_the_preview_gives_the_form_back_filled(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.bob)
    form = hidden(text(client.get("/p/new"))) | {
        "community": cast.closed.slug,
        "kind": "question",
        "title": "Quel joint ?",
        "body": "*Ici*",
    }
    page = text(client.post("/preview", form | {"preview_of": "/p/new"}))
    assert "<em>Ici</em>" in page
    assert '<form class="card card-pad stack-4 m-bleed" method="post" action="/p/new">' in page
    again = hidden(page)
    assert (again["kind"], again["title"], again["client_key"]) == ("question", "Quel joint ?", form["client_key"])
    assert client.post("/p/new", again | {"body": "*Ici*"}).status_code == 302
    assert Post.objects.get(title="Quel joint ?").body_html == "<p><em>Ici</em></p>"
    assert 'action="/p/new"' in text(client.post("/preview", {"body": "x", "preview_of": "https://ailleurs.example/"}))


def test_words_previewed_after_the_session_ended_wait_for_their_writer(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.bob)
    form = hidden(text(client.get("/p/new"))) | {"community": cast.closed.slug, "kind": "message", "body": "À ne pas perdre."}
    nobody = Client()
    answer = nobody.post("/preview", form | {"preview_of": "/p/new"})
    assert answer.headers["Location"].endswith("?next=/p/new")
    nobody.force_login(cast.bob)
    assert ">À ne pas perdre.</textarea>" in text(nobody.get("/p/new"))


def test_members_come_first_and_who_could_not_read_is_greyed_with_the_reason(cast: Cast, sign_in: SignIn) -> None:
    make_person("Amélie", email="amelie@example.org"), make_member(make_person("Zoé Amiel", email="zoe@example.org"), cast.closed)
    client = sign_in(cast.bob)
    page = _suggested(client, "am", cast.closed.slug)
    assert _options(page)[:2] == [f"@{Person.objects.get(first_name='Zoé Amiel').name}", f"@{Person.objects.get(first_name='Amélie').name}"]
    assert page.count('aria-disabled="true"') == 1
    assert "n’est pas membre de cette communauté fermée" in page
    assert 'aria-disabled="true"' not in _suggested(client, "am", cast.open.slug)


def test_a_guest_is_suggested_to_whom_sees_them_and_sees_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    assert f"@{cast.guest.name}" in _options(_suggested(sign_in(cast.bob), "gas", cast.partners.slug))
    assert "ne lit pas cette communauté" in _suggested(sign_in(cast.bob), "gas", cast.open.slug)
    assert _options(_suggested(sign_in(cast.carol), "gas")) == []
    assert _options(_suggested(sign_in(cast.guest), "carol")) == []
    assert _options(_suggested(sign_in(cast.guest), "erin")) == [f"@{cast.erin.name}"]


def test_a_secret_community_is_named_among_its_members_only(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    link = f"[{cast.secret.name}](/c/{cast.secret.slug}/)"
    inside, outside = _suggested(sign_in(cast.alice), "discret", cast.secret.slug), _suggested(bob, "discret", cast.closed.slug)
    assert f"@{cast.secret.name}" in _options(inside)
    assert 'aria-disabled="true"' not in inside
    assert link in _options(outside)
    assert 'aria-disabled="true"' in outside
    assert _options(_suggested(sign_in(cast.carol), "discret")) == []
    assert sign_in(cast.carol).get("/suggest", {"mark": "@", "q": "b", "community": cast.secret.slug}).status_code == 404
    assert link not in _options(_suggested(bob, "discret", cast.secret.slug, mark="people"))


def test_topics_are_those_one_may_read_the_community_s_first(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.erin, cast.open, "Au #banc-ouvert."), make_post(cast.alice, cast.closed, "Au #banc-fermé.")
    assert _options(_suggested(sign_in(cast.bob), "ban", cast.closed.slug, mark="#")) == ["#banc-fermé", "#banc-ouvert"]
    assert _options(_suggested(sign_in(cast.carol), "ban", mark="#")) == ["#banc-ouvert"]
    assert _options(_suggested(sign_in(cast.guest), "ban", mark="#")) == []
    assert sign_in(cast.bob).get("/suggest", {"mark": "%", "q": "ban"}).status_code == 400


def test_a_suggestion_costs_three_lists_and_too_many_are_turned_away(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "time", SimpleNamespace(time=lambda: 0))  # all in one minute, however long it takes
    client = sign_in(cast.bob)
    make: Any = [make_person(f"Amandine{number}") for number in range(12)]
    _suggested(client, "am", cast.closed.slug)
    with counted(6):  # session, person, community, people, readers, communities
        assert len(_options(_suggested(client, "am", cast.closed.slug))) == 8
    assert len(make) == 12
    for _time in range(237):
        assert not rates.wait("communities.views.suggestions.index", cast.bob.pk, (240, 60))
    statuses = [client.get("/suggest", {"q": "am"}).status_code for _time in range(2)]
    assert statuses == [200, 429]


def test_a_script_gets_the_item_that_its_words_became_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.bob)
    words = {"community": cast.closed.slug, "kind": "message", "body": "Une fois.", "client_key": "uneseulefois"}
    first, again = client.post("/p/new?item=1", words), client.post("/p/new?item=1", words)
    post = Post.objects.get(body="Une fois.")
    assert (first.status_code, again.status_code) == (201, 201)
    assert text(first).count(f'<article data-id="{post.pk}" ') == text(again).count(f'<article data-id="{post.pk}" ') == 1
    answer = client.post(f"/p/{post.pk}/comments?item=1", {"body": "Moi aussi.", "client_key": "autreclef"})
    comment = Comment.objects.get(body="Moi aussi.")
    assert answer.status_code == 201
    assert f'id="c{comment.pk}"' in text(answer)
    assert client.post("/p/new?item=1", words | {"body": " ", "client_key": "vide"}).status_code == 422
    assert sign_in(cast.carol).post(f"/p/{post.pk}/comments?item=1", {"body": "Non."}).status_code == 404


def test_without_a_session_a_script_is_told_and_nothing_is_kept_for_another(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.bob)
    form = hidden(text(client.get("/p/new"))) | {"community": cast.closed.slug, "kind": "message", "body": "Gardé par la page."}
    nobody = Client()
    assert nobody.post("/p/new?item=1", form).status_code == 401
    assert "kept_words" not in nobody.session


def test_drafts_that_say_the_same_are_offered_once(cast: Cast, sign_in: SignIn) -> None:
    for key, body in (("a1", "Pareil"), ("b2", "Pareil "), ("c3", "Autre")):
        save_draft(by=cast.bob, client_key=key, begun=Begun(body=body), version=0, at=NOW)
    page = text(sign_in(cast.bob).get("/p/new"))
    assert page.count("data-draft-key=") == 2
    assert page.count(">Pareil") == 1
