"""The page that a text links to: looked up by a task, shown under the text to its readers, taken away, forgotten."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities import tasks
from communities.actions import links
from communities.actions.comments import edit_comment
from communities.actions.communities import change_settings
from communities.actions.drafts import Begun, save_draft
from communities.actions.posts import delete_post, edit_post, purge_deleted
from communities.actions.schedules import claim_due, publish_claimed, schedule_post
from communities.models import Comment, Event, Link, LinkPage, Post
from rse.audit.models import AuditEvent
from rse.lib import kept
from rse.lib.fetch import Fetched
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import hidden, text
from tests.communities.sockets import opened, topic
from tests.conftest import Cast
from tests.factories import CLOSED, NOW, make_comment, make_post
from tests.web import Web

SignIn = Callable[[Person], Client]
URL = "https://atelier.example/roulements"
TITLE = "Roulements et paliers"
WORDS = f"À lire : {URL}"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def look_up(at: datetime | None = None) -> int:
    """What the tasks would do at that time, now by default; how many pages were found."""
    at = at or timezone.now()
    return sum(links.fetch_link(page_id=page_id, at=at) for page_id in links.links_due(at))


def stored() -> set[str]:
    return set(default_storage.listdir("links")[1]) if default_storage.exists("links") else set()


def shown_in(page: str) -> list[str]:
    return re.findall(r'<span class="link-title">([^<]*)</span>', page)


# Publishing ---------------------------------------------------------------------------------------


def test_a_link_is_shown_under_a_post_to_its_readers_and_to_nobody_else(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put(URL, shot="teal")
    post = make_post(cast.bob, cast.closed, WORDS)
    assert web.asked == [], "nothing is looked up while somebody waits"
    assert post.link is None
    assert look_up() == 1
    assert web.asked == [URL, f"{URL}.jpg"]
    alice, carol = sign_in(cast.alice), sign_in(cast.carol)
    for address in (f"/p/{post.pk}/", "/", f"/c/{cast.closed.slug}/"):
        page = text(alice.get(address))
        assert shown_in(page) == [TITLE]
        assert f'<a class="link-page" href="{URL}" target="_blank" rel="noopener noreferrer nofollow">' in page
        assert f'src="{URL}' not in page, "no picture of another site is loaded"
    (picture,) = re.findall(r'src="(/links/\w+/picture)"', text(alice.get(f"/p/{post.pk}/")))
    assert alice.get(picture)["Content-Type"] == "image/webp"
    assert alice.get(picture)["Cache-Control"] == "private, no-cache"
    assert carol.get(picture).status_code == 404
    assert TITLE not in text(carol.get("/"))
    delete_post(by=cast.bob, post=post, at=NOW)
    assert alice.get(picture).status_code == 404


def test_a_comment_shows_its_own(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put(URL)
    comment = make_comment(cast.alice, cast.closed_post, WORDS)
    version = Post.objects.get(pk=cast.closed_post.pk).version
    look_up()
    page = text(sign_in(cast.bob).get(f"/p/{cast.closed_post.pk}/"))
    assert shown_in(page) == [TITLE]
    comment.refresh_from_db()
    assert comment.link is not None
    assert Post.objects.get(pk=cast.closed_post.pk).version == version + 1


def test_a_video_is_said_to_be_one_and_is_never_embedded(cast: Cast, sign_in: SignIn, web: Web) -> None:
    film = "https://files.example/mise%20en%20route.mp4"
    web.put("https://www.youtube.com/watch?v=abc", "La mise en route")
    web.found[film] = Fetched(film, "video/mp4", "", b"", False)
    posts = [make_post(cast.bob, cast.closed, words) for words in ("https://www.youtube.com/watch?v=abc", film)]
    look_up()
    for post, title in zip(posts, ("La mise en route", "mise en route.mp4"), strict=True):
        page = text(sign_in(cast.alice).get(f"/p/{post.pk}/"))
        assert shown_in(page) == [title]
        assert "<strong>Vidéo</strong>" in page or "<strong>Video</strong>" in page
        assert 'class="link-play"' in page
        assert 'target="_blank" rel="noopener noreferrer nofollow"' in page
        assert not re.search(r"<(iframe|video|embed|object)\b", page)


def test_the_first_link_that_leads_elsewhere_is_shown(cast: Cast, settings: Any, web: Web) -> None:
    settings.SITE_URL = "https://maillage.example"
    settings.ALLOWED_HOSTS = ["intra.example", "[::1]"]
    web.put(URL)
    words = f"https://maillage.example/p/1/ http://intra.example/ http://[::1]/ http://user:pw@x.example/ http://x.example:81/ {URL} https://z.example"
    make_post(cast.bob, cast.closed, words)
    assert [page.url for page in LinkPage.objects.all()] == [URL]
    make_post(cast.bob, cast.closed, f"`{URL}/code` et @{cast.alice.name} et #sujet et alice@example.org")
    assert LinkPage.objects.count() == 1


@pytest.mark.parametrize("kind", ["secret", "protected", "switched off"])
def test_what_is_said_there_is_not_looked_up(cast: Cast, sign_in: SignIn, settings: Any, web: Web, kind: str) -> None:
    """The target would learn that somebody here speaks of it."""
    community, writer = (cast.secret, cast.bob) if kind == "secret" else (cast.closed, cast.bob)
    if kind == "protected":
        change_settings(
            by=cast.alice, community=cast.closed, at=NOW, purpose="", settings=replace(CLOSED, protected=True), charter=cast.closed.charter
        )
        community.refresh_from_db()
    settings.LINK_PREVIEWS = kind != "switched off"
    web.put(URL)
    make_comment(writer, make_post(writer, community, WORDS), WORDS)
    asked = sign_in(writer).post("/links/", {"community": community.slug, "body": WORDS})
    assert asked.status_code == (204 if kind == "switched off" else 200)
    assert not LinkPage.objects.exists()
    assert web.asked == []


def test_a_page_that_shows_nothing_stays_a_link(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put("https://vide.example/", "")
    web.found["https://papier.example/x.pdf"] = Fetched("https://papier.example/x.pdf", "application/pdf", "", b"", False)
    posts = [
        make_post(cast.bob, cast.closed, url) for url in ("https://vide.example/", "https://papier.example/x.pdf", "https://nulle.example/")
    ]
    first = timezone.now()
    assert look_up(first) == 0
    assert look_up(first + timedelta(minutes=10)) == 0  # who did not answer is asked once more
    assert look_up(first + timedelta(minutes=20)) == 0
    assert web.asked.count("https://nulle.example/") == 2
    assert dict(LinkPage.objects.values_list("url", "state")) == {
        "https://vide.example/": "none", "https://papier.example/x.pdf": "none", "https://nulle.example/": "failed",
    }  # fmt: skip
    for post in posts:
        assert shown_in(text(sign_in(cast.alice).get(f"/p/{post.pk}/"))) == []


def test_a_picture_that_is_none_leaves_words(cast: Cast, web: Web) -> None:
    web.put(URL, shot="teal")
    web.found[f"{URL}.jpg"] = replace(web.found[f"{URL}.jpg"], content=b"<svg onload=alert(1)>")
    post = make_post(cast.bob, cast.closed, WORDS)
    assert look_up() == 1
    post.refresh_from_db()
    assert post.link is not None
    assert post.link["picture"] is None
    assert stored() == set()


def test_what_a_page_says_is_words_whatever_it_says(cast: Cast, sign_in: SignIn, web: Web) -> None:
    web.put(URL, "&lt;script&gt;alert(1)&lt;/script&gt;", about="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;")
    post = make_post(cast.bob, cast.closed, WORDS)
    look_up()
    page = text(sign_in(cast.alice).get(f"/p/{post.pk}/"))
    assert shown_in(page) == ["&lt;script&gt;alert(1)&lt;/script&gt;"]
    assert "<img src=x" not in page


# The row is the truth -----------------------------------------------------------------------------


def test_a_page_is_looked_up_once_however_often_the_message_comes(cast: Cast, web: Web) -> None:
    web.put(URL, shot="teal")
    first, second = make_post(cast.bob, cast.closed, WORDS), make_post(cast.erin, cast.open, f"{WORDS}#ici")
    (page,) = LinkPage.objects.all()
    for _time in range(3):
        links.fetch_link(page_id=page.pk, at=NOW)
    assert web.asked == [URL, f"{URL}.jpg"]
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.link is not None
    assert second.link is not None
    assert (first.link["title"], second.link["title"], second.link["url"]) == (TITLE, TITLE, f"{URL}#ici")
    assert first.link["token"] != second.link["token"]
    assert first.version == 2
    assert len(stored()) == 1


def test_a_lost_message_is_found_and_what_a_dead_worker_left_is_finished(
    cast: Cast, web: Web, tasks_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.put(URL)
    post = make_post(cast.bob, cast.closed, WORDS)

    def dies(*_args: object, **_more: object) -> None:
        raise MemoryError

    with monkeypatch.context() as killed:
        killed.setattr(links, "_show", dies)
        with pytest.raises(MemoryError):
            look_up()
    assert Post.objects.get(pk=post.pk).link is None
    LinkPage.objects.update(due_at=NOW - timedelta(minutes=1))
    tasks.due()
    assert Post.objects.get(pk=post.pk).link is not None
    assert LinkPage.objects.get().due_at is None


def test_publishing_hints_at_once(cast: Cast, web: Web, tasks_at_once: None, django_capture_on_commit_callbacks: Any) -> None:
    web.put(URL)
    with django_capture_on_commit_callbacks(execute=True):
        post = make_post(cast.bob, cast.closed, WORDS)
    post.refresh_from_db()
    assert post.link is not None


def test_a_page_known_already_is_shown_at_once_and_asked_again_after_a_week(
    cast: Cast, web: Web, django_capture_on_commit_callbacks: Any
) -> None:
    web.put(URL, shot="teal")
    first = make_post(cast.bob, cast.closed, WORDS)
    look_up()
    before = stored()
    second = make_post(cast.bob, cast.closed, WORDS)
    assert second.link is not None
    assert look_up() == 0
    later = NOW + timedelta(days=8)
    web.put(URL, "Un autre titre", shot="brown")
    third = make_post(cast.bob, cast.closed, WORDS, at=later)
    assert third.link is not None
    assert third.link["title"] == TITLE, "what is known is shown while it is looked up again"
    with django_capture_on_commit_callbacks(execute=True):
        assert look_up(later) == 1
    for post in (first, second, third):
        post.refresh_from_db()
        assert post.link is not None
        assert post.link["title"] == "Un autre titre"
    assert len(stored()) == 1
    assert stored() != before
    web.found.clear()
    make_post(cast.bob, cast.closed, WORDS, at=later + timedelta(days=8))
    look_up(later + timedelta(days=8))
    look_up(later + timedelta(days=8, minutes=10))
    first.refresh_from_db()
    assert first.link is not None, "what no longer answers stays as it was"


@pytest.mark.django_db(transaction=True)
def test_open_pages_hear_that_the_card_changed(site: str, cast: Cast, web: Web) -> None:
    web.put(URL)
    post = make_post(cast.bob, cast.closed, WORDS)
    history = Event.objects.count()
    with opened(site, cast.alice) as page:
        page.follow(topic(cast.closed))
        look_up()
        heard = page.next()
        assert (heard["kind"], heard["object"], heard["id"], heard["by"]) == ("changed", "post", str(post.pk), "0")
    assert Event.objects.count() == history, "it is no event of the history"


def test_pages_that_no_text_shows_are_forgotten_with_their_pictures(cast: Cast, web: Web, django_capture_on_commit_callbacks: Any) -> None:
    web.put(URL, shot="teal")
    stays, gone = make_post(cast.bob, cast.closed, WORDS), make_post(cast.bob, cast.closed, WORDS)
    look_up()
    later = NOW + timedelta(days=40)
    for post, left in ((gone, 1), (stays, 0)):
        delete_post(by=cast.bob, post=post, at=NOW)
        purge_deleted(before=NOW + timedelta(seconds=1))
        post.refresh_from_db()
        assert post.link is None
        with django_capture_on_commit_callbacks(execute=True):
            links.forget_unused(before=later)
        assert (LinkPage.objects.count(), len(stored())) == (left, left)


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
