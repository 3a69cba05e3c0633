"""The page that a text links to: looked up by a task, shown under the text to its readers, taken away, forgotten."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from communities.actions import links
from communities.actions.communities import change_settings
from communities.actions.posts import delete_post
from communities.models import LinkPage, Post
from rse.lib.fetch import Fetched
from rse.people.models import Person
from tests.communities.pages import text
from tests.conftest import Cast
from tests.factories import CLOSED, NOW, make_comment, make_post
from tests.web import Web

SignIn = Callable[[Person], Client]
URL = "https://atelier.example/roulements"
TITLE = "Roulements et paliers"
WORDS = f"À lire : {URL}"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]


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
