"""Looking a linked page up: once, found again when the message was lost, forgotten with the text."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from communities import tasks
from communities.actions import links
from communities.actions.posts import delete_post, purge_deleted
from communities.models import Event, LinkPage, Post
from rse.people.models import Person
from tests.communities.sockets import opened, topic
from tests.communities.test_links import TITLE, URL, WORDS, look_up, stored
from tests.conftest import Cast
from tests.factories import NOW, make_post
from tests.web import Web

SignIn = Callable[[Person], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]


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
