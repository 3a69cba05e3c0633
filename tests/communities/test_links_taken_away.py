"""Who writes, edits or moderates takes the card of a page away; what that costs, and the same for programs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.actions import links
from communities.actions.comments import edit_comment
from communities.actions.drafts import Begun, save_draft
from communities.actions.posts import edit_post
from communities.actions.schedules import claim_due, publish_claimed, schedule_post
from communities.models import Comment, Link, LinkPage, Post
from rse.audit.models import AuditEvent
from rse.lib import kept
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import hidden, text
from tests.communities.test_links import TITLE, URL, WORDS, look_up, shown_in
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post
from tests.web import Web

SignIn = Callable[[Person], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]


# Writing ------------------------------------------------------------------------------------------


def test_who_writes_is_shown_the_page_and_publishes_without_it(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put(URL, shot="teal")
    bob = sign_in(cast.bob)
    answer = bob.post("/links/", {"community": cast.closed.slug, "body": WORDS})
    assert answer.status_code == 202
    mark = text(answer)
    assert bob.get(mark).status_code == 202
    look_up()
    card = bob.get(mark)
    assert card.status_code == 200
    assert shown_in(text(card)) == [TITLE]
    assert bob.get(f"{mark}/picture")["Content-Type"] == "image/webp"
    for other in (sign_in(cast.alice), sign_in(cast.carol)):
        assert other.get(mark).status_code == 404
        assert other.get(f"{mark}/picture").status_code == 404
    assert bob.get(f"{mark}x").status_code == 404
    asked = bob.post("/links/", {"community": cast.closed.slug, "body": WORDS, "without_link": URL})
    assert asked.status_code == 204
    form = {"community": cast.closed.slug, "kind": "message", "title": "", "body": WORDS, "client_key": "une", "without_link": URL}
    bob.post("/p/new", form)
    post = Post.objects.get(client_key="une")
    assert post.link is None
    assert shown_in(text(bob.get(f"/p/{post.pk}/"))) == []
    look_up(NOW + timedelta(days=30))
    assert shown_in(text(bob.get(f"/p/{post.pk}/"))) == []


def test_asking_tells_nothing_of_who_linked_to_a_page_before(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put(URL)
    make_post(cast.alice, cast.secret, WORDS)
    make_post(cast.bob, cast.closed, WORDS)
    look_up()
    carol = sign_in(cast.erin)
    answers = [carol.post("/links/", {"community": cast.open.slug, "body": body}) for body in (WORDS, "https://neuf.example/")]
    assert [answer.status_code for answer in answers] == [202, 202]
    known, new = (text(answer).removeprefix("/links/asked/") for answer in answers)
    assert len(known) == len(new)
    assert all(TITLE not in text(answer) for answer in answers)


@pytest.mark.parametrize(("place", "status"), [("closed", 404), ("secret", 404), ("open", 403), ("archived", 403)])
def test_only_who_may_write_there_has_a_link_looked_up(cast: Cast, sign_in: SignIn, web: Web, place: str, status: int) -> None:
    answer = sign_in(cast.carol).post("/links/", {"community": cast.communities[place].slug, "body": WORDS})
    assert answer.status_code == status
    assert not LinkPage.objects.exists()


def test_a_text_without_a_link_asks_for_nothing_and_a_hurried_person_waits(cast: Cast, sign_in: SignIn) -> None:
    bob, form = sign_in(cast.bob), {"community": cast.closed.slug}
    for body in ("", "Bonjour", "x" * 30_000 + URL, "http://localhost/p/1/"):
        assert bob.post("/links/", form | {"body": body}).status_code == 204
    assert [bob.post("/links/", form | {"body": "Bonjour"}).status_code for _time in range(30)][-1] == 429
    assert bob.get("/links/").status_code == 405


def test_a_draft_and_a_scheduled_post_remember_what_was_taken_away(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put(URL)
    bob = sign_in(cast.bob)
    bob.post("/drafts/brouillon", {"body": WORDS, "kind": "message", "title": "", "community": cast.closed.slug, "without_link": URL})
    assert hidden(text(bob.get("/p/new?draft=brouillon")))["without_link"] == URL
    begun = Begun(body=WORDS, community=cast.closed, details={"without_link": [URL]})
    save_draft(by=cast.bob, client_key="prevu", begun=begun, at=NOW)
    draft = schedule_post(by=cast.bob, client_key="prevu", begun=begun, publish_at=NOW + timedelta(hours=1), at=NOW, version=1)
    at = NOW + timedelta(hours=2)
    assert claim_due(at) == [draft.pk]
    post = publish_claimed(draft.pk, at=at)
    assert isinstance(post, Post)
    look_up(at)
    post.refresh_from_db()
    assert post.link is None


# Afterwards ---------------------------------------------------------------------------------------


def test_its_author_or_whoever_moderates_takes_a_card_away(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put(URL)
    post, comment = make_post(cast.bob, cast.closed, WORDS), make_comment(cast.bob, cast.closed_post, WORDS)
    look_up()
    of_post, of_comment = Link.objects.get(post=post), Link.objects.get(comment=comment)
    address = f"/links/{of_post.token}/remove"
    assert sign_in(cast.carol).post(address).status_code == 404
    other = make_post(cast.alice, cast.closed, WORDS)
    assert sign_in(cast.bob).post(f"/links/{Link.objects.get(post=other).token}/remove").status_code == 403
    assert address in text(sign_in(cast.bob).get(f"/p/{post.pk}/"))
    assert "/remove" not in text(sign_in(cast.guest).get("/"))
    version = Post.objects.get(pk=post.pk).version
    assert sign_in(cast.bob).post(address).status_code == 302
    post.refresh_from_db()
    assert (post.link, post.version, post.edited_at) == (None, version + 1, None)
    assert URL in text(sign_in(cast.alice).get(f"/p/{post.pk}/")), "the link stays in the words"
    assert sign_in(cast.bob).post(address).status_code == 404
    assert not AuditEvent.objects.filter(act="link.remove").exists()
    assert sign_in(cast.alice).post(f"/links/{of_comment.token}/remove", headers={"HX-Request": "true"}).status_code == 200
    assert Comment.objects.get(pk=comment.pk).link is None
    assert AuditEvent.objects.filter(act="link.remove", actor_id=cast.alice.pk).count() == 1


def test_who_edits_takes_it_away_and_brings_it_back_unless_somebody_else_did(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put(URL)
    post = make_post(cast.bob, cast.closed, WORDS)
    look_up()
    bob, address = sign_in(cast.bob), f"/p/{post.pk}/edit"
    box = f'<input type="checkbox" name="without_link" value="{URL}"'
    assert f"{box}>" in text(bob.get(address))
    words = {"title": "", "body": WORDS}
    bob.post(address, words | {"without_link": URL})
    post.refresh_from_db()
    assert (post.link, post.edited_at) == (None, None)
    assert f"{box} checked>" in text(bob.get(address))
    bob.post(address, words)
    post.refresh_from_db()
    assert post.link is not None
    links.remove_link(by=cast.alice, link=Link.objects.get(), at=NOW)
    assert box not in text(bob.get(address))
    assert hidden(text(bob.get(address)))["without_link"] == URL
    bob.post(address, words)
    post.refresh_from_db()
    assert post.link is None


def test_other_words_show_another_page(cast: Cast, web: Web) -> None:
    web.put(URL)
    web.put("https://autre.example/", "Autre chose")
    post, comment = make_post(cast.bob, cast.closed, WORDS), make_comment(cast.bob, cast.closed_post, WORDS)
    look_up()
    for body, title in (("Voir https://autre.example/", "Autre chose"), ("Plus rien", None), (WORDS, TITLE)):
        post = edit_post(by=cast.bob, post=post, body=body, at=NOW)
        comment = edit_comment(by=cast.bob, comment=comment, body=body, at=NOW)
        look_up()
        post.refresh_from_db()
        comment.refresh_from_db()
        for content in (post, comment):
            assert (content.link and content.link["title"]) == title
    assert Link.objects.count() == 2


# Cost ---------------------------------------------------------------------------------------------


def test_a_card_with_a_link_costs_no_query_more(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put(URL, shot="teal")
    for _number in range(5):
        make_post(cast.bob, cast.closed, WORDS)
    look_up()
    alice = sign_in(cast.alice)
    alice.get("/")
    costs = []
    for shown in (5, 0):
        cache.clear()
        kept.forget_all()
        with CaptureQueriesContext(connection) as queries:
            assert len(shown_in(text(alice.get("/")))) == shown
        costs.append(len(queries))
        Post.objects.update(link=None, version=F("version") + 1)
    assert costs[0] == costs[1]


# For programs -------------------------------------------------------------------------------------


def test_a_program_reads_takes_away_and_publishes_without(cast: Cast, web: Web) -> None:
    web.put(URL, shot="teal")
    bob, carol = Program(cast.bob), Program(cast.carol)
    made = bob("POST", f"communities/{cast.closed.slug}/posts", {"body": WORDS}, status=201)
    answer = bob("POST", f"posts/{made['id']}/comments", {"body": WORDS}, status=201)
    assert (made["link_preview"], answer["link_preview"]) == (None, None)
    look_up()
    preview = bob("GET", f"posts/{made['id']}")["link_preview"]
    assert preview == {
        "url": URL, "title": TITLE, "site": "atelier.example", "description": "Ce qu’il faut savoir.", "is_video": False,
        "picture": f"/links/{Link.objects.get(comment=None).token}/picture",
    }  # fmt: skip
    assert bob("GET", f"comments/{answer['id']}")["link_preview"]["title"] == TITLE
    for path in (f"posts/{made['id']}/link-preview", f"comments/{answer['id']}/link-preview"):
        carol("DELETE", path, status=404)
        bob("DELETE", path, status=204)
        bob("DELETE", path, status=404)
    assert bob("GET", f"posts/{made['id']}")["link_preview"] is None
    bare = bob("POST", f"communities/{cast.closed.slug}/posts", {"body": WORDS, "without_link": "*"}, status=201)
    assert bare["link_preview"] is None
    assert bob("PATCH", f"posts/{bare['id']}", {"body": WORDS, "without_link": ""})["link_preview"]["title"] == TITLE
    assert bob("PATCH", f"posts/{bare['id']}", {"body": f"{WORDS} !"})["link_preview"]["title"] == TITLE
