"""Rights end at once: what one could read is gone at the next request, from pages, API, lists, counts and links."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from communities import feeds
from communities.actions.comments import delete_comment
from communities.actions.communities import change_settings, rename_community
from communities.actions.marks import save_post
from communities.actions.memberships import (
    change_role,
    decide_request,
    decline_invitation,
    invite,
    leave_community,
    remove_member,
)
from communities.actions.notifications import notify, waiting
from communities.actions.posts import delete_post
from communities.actions.practices import retire_practice
from communities.actions.uploads import upload
from communities.models import Notification, Post, ThreadLevel
from rse.lib.refusal import Refused
from rse.people.actions.people import change_position, deactivate
from rse.people.models import Person
from tests.access.doors import outcome
from tests.access.moved import move
from tests.access.stage import SET, Stage
from tests.factories import CLOSED, NOW, SECRET, make_comment, make_community, make_member, make_post
from tests.people.pictures import picture

LATER = NOW + timedelta(minutes=10)
SignIn = Callable[[Person], Client]


@pytest.fixture
def stage(db: None) -> Stage:
    return SET.set()


def _pages(stage: Stage, place: str) -> list[str]:
    """Where the post and the community of that place can be read."""
    community, post = stage.cast.communities[place], stage.cast.posts[f"{place}_post"]
    return [
        "/", "/?all=1", "/c/", "/notifications/", f"/people/{stage.cast.bob.pk}/", f"/p/{post.pk}/", f"/p/{post.pk}/?fragment=1",
        f"/p/{post.pk}/counts", f"/c/{community.slug}/", f"/c/{community.slug}/?fragment=1", f"/c/{community.slug}/members",
        "/api/v1/feed", "/api/v1/feed?everything=1", f"/api/v1/posts/{post.pk}", f"/api/v1/posts/{post.pk}/comments",
        f"/api/v1/communities/{community.slug}/posts", "/api/v1/notifications",
    ]  # fmt: skip


def _leave(stage: Stage) -> None:
    leave_community(by=stage.cast.bob, community=stage.cast.closed, at=LATER)


def _remove(stage: Stage) -> None:
    remove_member(by=stage.cast.erin, community=stage.cast.closed, person=stage.cast.bob, at=LATER)


def _ban(stage: Stage) -> None:
    remove_member(by=stage.cast.alice, community=stage.cast.closed, person=stage.cast.bob, ban=True, at=LATER)


def _delete(stage: Stage) -> None:
    for post in Post.objects.filter(community=stage.cast.closed, deleted_at=None):
        delete_post(by=stage.cast.alice, post=post, at=LATER)
    retire_practice(by=stage.cast.alice, practice=stage.practices["closed"], at=LATER)


@pytest.mark.parametrize("end", [_leave, _remove, _ban, _delete])
def test_what_one_could_read_is_gone_at_the_next_request(stage: Stage, sign_in: SignIn, end: Callable[[Stage], None]) -> None:
    browser, urls = sign_in(stage.cast.bob), _pages(stage, "closed")
    assert sum("turbine-fermée" in browser.get(url).content.decode() for url in urls) >= 10
    end(stage)
    for url in urls:
        answer = browser.get(url)
        assert "turbine-fermée" not in answer.content.decode(), url
        if f"{stage.cast.closed_post.pk}" in url:
            assert answer.status_code == 404, url


def test_an_open_community_that_closes_is_closed_at_the_next_request(stage: Stage, sign_in: SignIn) -> None:
    browser, urls = sign_in(stage.cast.carol), _pages(stage, "open")
    assert sum("nacelle-ouverte" in browser.get(url).content.decode() for url in urls) >= 8
    cast = stage.cast
    change_settings(by=cast.erin, community=cast.open, at=LATER, purpose="", settings=CLOSED, charter="")
    for url in urls:
        assert "nacelle-ouverte" not in browser.get(url).content.decode(), url
    change_settings(by=cast.erin, community=cast.open, at=LATER, purpose="", settings=SECRET, charter="")
    for url in urls:
        assert cast.open.name not in browser.get(url).content.decode(), url


def test_a_closed_account_and_a_new_guest_lose_their_reading_at_once(stage: Stage, sign_in: SignIn) -> None:
    cast = stage.cast
    bob, carol = sign_in(cast.bob), sign_in(cast.carol)
    assert "nacelle-ouverte" in carol.get(f"/p/{cast.open_post.pk}/").content.decode()
    assert bob.get(f"/p/{cast.closed_post.pk}/").status_code == 200
    deactivate(by=cast.ada, person=cast.bob, at=LATER)
    change_position(by=cast.ada, person=cast.carol, is_guest=True, at=LATER)
    for url in _pages(stage, "closed"):
        assert outcome(bob.get(url)) == "sign in", url
    for url in [*_pages(stage, "open"), "/people/", "/api/v1/people"]:
        text = carol.get(url).content.decode()
        assert "nacelle-ouverte" not in text and cast.alice.name not in text, url


def test_a_guest_whose_date_has_passed_is_out_before_the_account_is_closed(stage: Stage, sign_in: SignIn) -> None:
    guest, urls = stage.cast.guest, _pages(stage, "partners")
    browser = sign_in(guest)
    assert sum("bielle-partagée" in browser.get(url).content.decode() for url in urls) >= 8
    Person.objects.filter(pk=guest.pk).update(guest_until=timezone.now() - timedelta(seconds=1))
    for url in urls:
        assert outcome(browser.get(url)) == "sign in", url


def test_who_animates_no_more_hears_of_no_request_any_more(stage: Stage, sign_in: SignIn) -> None:
    cast, browser = stage.cast, sign_in(stage.cast.erin)
    asked = f"/c/{cast.closed.slug}/requests"
    of_request = Notification.objects.get(person=cast.erin, notice="join_request", community=cast.closed)
    assert browser.get(asked).status_code == 200
    assert f"/notifications/{of_request.pk}/" in browser.get("/notifications/").content.decode()
    unread = feeds.unread_notifications(cast.erin)
    of_animators = Notification.objects.filter(
        person=cast.erin, community=cast.closed, notice__in=("join_request", "report"), read_at=None
    ).count()
    change_role(by=cast.alice, community=cast.closed, person=cast.erin, role="member", at=LATER)
    assert browser.get(asked).status_code == 403
    assert f"/notifications/{of_request.pk}/" not in browser.get("/notifications/").content.decode()
    assert browser.get(f"/notifications/{of_request.pk}/").status_code == 404
    assert of_animators > 1, "a request and a report"
    assert feeds.unread_notifications(cast.erin) == unread - of_animators


def test_a_secret_community_is_forgotten_by_those_who_knew_it(stage: Stage, sign_in: SignIn) -> None:
    """Invited, then declined; refused while it was closed; its former addresses lead only those inside."""
    cast = stage.cast
    invite(by=cast.alice, community=cast.secret, person=cast.carol, at=NOW)
    decide_request(by=cast.alice, request=stage.requests["closed"], accept=False, reason="Complet.", at=NOW)
    _write_notifications()
    browser = sign_in(cast.carol)
    assert cast.secret.name in browser.get("/notifications/").content.decode()
    told = Notification.objects.get(person=cast.carol, notice="invitation", community=cast.secret)
    decline_invitation(by=cast.carol, community=cast.secret, at=LATER)
    change_settings(by=cast.alice, community=cast.closed, at=LATER, purpose="", settings=SECRET, charter="")
    former = {"secret": cast.secret.slug, "closed": cast.closed.slug}
    for place, name in {"secret": "Quartz discret", "closed": "Onyx discret"}.items():
        rename_community(by=cast.alice, community=cast.communities[place], name=name, at=LATER)
    assert browser.get(f"/notifications/{told.pk}/").status_code == 404
    for url in ("/notifications/", "/c/", "/", "/api/v1/notifications", *(f"/c/{slug}/" for slug in former.values())):
        text = browser.get(url).content.decode()
        assert "discret" not in text.replace(url, ""), url
    for slug in former.values():
        assert browser.get(f"/c/{slug}/").status_code == 404
        assert browser.get(f"/api/v1/communities/{slug}").status_code == 404
        moved = sign_in(cast.bob).get(f"/c/{slug}/")
        assert moved.status_code == 301
        assert "discret" in moved.headers["Location"]


def test_a_deleted_comment_shows_nowhere(stage: Stage, sign_in: SignIn) -> None:
    cast = stage.cast
    comment = make_comment(cast.bob, cast.open_post, f"Secret mal placé, @{cast.carol.name}.", at=LATER)
    _write_notifications()
    reader, writer = sign_in(cast.carol), sign_in(cast.bob)
    urls = [*_pages(stage, "open"), f"/api/v1/comments/{comment.pk}", f"/p/{cast.open_post.pk}/comments/{comment.pk}/edit"]
    assert sum("mal placé" in reader.get(url).content.decode() for url in urls) >= 2
    assert feeds.unread_notifications(cast.carol) == 1
    delete_comment(by=cast.bob, comment=comment, at=LATER)
    for url in urls:
        assert "mal placé" not in reader.get(url).content.decode(), url
        assert "mal placé" not in writer.get(url).content.decode(), url
    assert feeds.unread_notifications(cast.carol) == 0


def _write_notifications() -> None:
    while ids := waiting(at=LATER, older_than=-timedelta(hours=1)):
        for event_id in ids:
            notify(event_id=event_id, at=LATER)
    cache.clear()


def test_who_was_banned_is_told_to_those_who_moderate_only(stage: Stage) -> None:
    cast = stage.cast
    for viewer, tells in {cast.bob: False, cast.erin: True}.items():
        with pytest.raises(Refused) as refusal:
            invite(by=viewer, community=cast.open, person=stage.outcast, at=LATER)
        assert (stage.outcast.name in str(refusal.value)) is tells


def test_who_reads_only_where_a_post_was_loses_it_everywhere_when_it_moves(stage: Stage, sign_in: SignIn) -> None:
    """From pages, lists, topics, files, what they keep and follow, shares, suggestions, the bell and programs."""
    cast = stage.cast
    file = upload(by=cast.bob, file=SimpleUploadedFile("a.jpg", picture()), name="rotor-secret.jpg", client_key="r", at=NOW)
    words = f"Le rotor-gris #rotor-gris, @{cast.carol.name}"
    post = make_post(cast.bob, cast.open, words, title="rotor-gris ?", kind="question", files=[file.token], at=NOW + timedelta(seconds=2))
    make_member(cast.carol, cast.open)
    save_post(by=cast.carol, post=post, at=NOW)
    ThreadLevel.objects.create(person=cast.carol, post=post, level="follow", since=NOW)
    den = make_community("Annexe", owner=cast.erin)
    share = make_post(cast.erin, den, "Voyez.", kind="share", details={"original": post})
    _write_notifications()
    file.refresh_from_db()
    urls = [
        "/", "/?all=1", "/kept/", "/topics/", "/notifications/", f"/people/{cast.bob.pk}/", f"/p/{post.pk}/", f"/p/{share.pk}/",
        f"/c/{cast.open.slug}/", f"/c/{cast.open.slug}/documents", "/suggest?mark=%23&q=rotor", "/api/v1/feed?everything=1",
        "/api/v1/bookmarks", f"/api/v1/posts/{post.pk}", f"/api/v1/posts/{share.pk}", "/api/v1/topics?q=rotor",
        f"/api/v1/communities/{cast.open.slug}/posts", f"/api/v1/communities/{cast.open.slug}/documents", "/api/v1/notifications",
        "/api/v1/questions/similar?q=rotor-gris",
    ]  # fmt: skip
    carol, bob = sign_in(cast.carol), sign_in(cast.bob)

    def told(browser: Client, url: str) -> list[str]:
        page = browser.get(url).content.decode().replace(url, "")
        return [word for word in ("rotor-gris", str(post.pk), file.token) if word in page]

    assert sum(bool(told(carol, url)) for url in urls) >= 16
    unread = feeds.unread_notifications(cast.carol)
    assert carol.get(f"/files/{file.token}/{file.name}").status_code == 200
    move(cast.bob, post, cast.closed)
    assert {url: told(carol, url) for url in urls if told(carol, url)} == {}
    assert carol.get(f"/files/{file.token}/{file.name}").status_code == 404
    assert carol.get(f"/p/{post.pk}/").status_code == 404
    assert feeds.unread_notifications(cast.carol) == unread - 1
    for url in ("/", f"/p/{post.pk}/", f"/c/{cast.closed.slug}/", f"/c/{cast.closed.slug}/documents"):
        assert told(bob, url), url


def test_no_answer_is_kept_to_be_shown_again_unasked(stage: Stage, sign_in: SignIn) -> None:
    browser, urls = sign_in(stage.cast.bob), [*_pages(stage, "closed"), "/people/", "/account/settings/", "/api/v1/me", "/p/1/"]
    for url in urls:
        assert {"private", "no-cache"} <= set(browser.get(url).headers["Cache-Control"].split(", ")), url
