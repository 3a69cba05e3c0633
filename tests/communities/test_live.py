"""Live, through real sockets of the site as `run` serves it: who hears what, who does not, and until when."""

import asyncio
import json
import time
from contextlib import ExitStack, nullcontext
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from channels.db import database_sync_to_async
from django.test import Client
from django.utils import timezone

from communities import feeds
from communities.actions.comments import create_comment, delete_comment
from communities.actions.communities import Access, change_settings
from communities.actions.memberships import leave_community, remove_member
from communities.actions.posts import create_post, delete_post, edit_post
from communities.actions.reactions import react, unreact
from communities.consumers.grants import signed_in
from communities.live import hub as hubs
from communities.live.socket import Socket
from communities.models import Post, ReactionKind
from rse.lib.ids import first_id
from rse.people.actions.accounts import change_password
from rse.people.actions.people import change_position, deactivate, sign_out_everywhere
from tests.communities.sockets import Page, deaf, opened, refused, topic
from tests.conftest import Cast
from tests.factories import make_comment, make_post

SOON = 8  # seconds; rights are to end within 2 on a quiet machine, and a loaded one must not fail for its load


@pytest.fixture
def stage(site: str, cast: Cast) -> Cast:
    """The cast in front of a running site."""
    ReactionKind.objects.get_or_create(key="utile", defaults={"name_fr": "Utile", "name_en": "Useful", "icon": "thumbs-up"})
    return cast


# Who hears what -----------------------------------------------------------------------------------


def test_a_post_reaches_whoever_follows_its_community(site: str, stage: Cast) -> None:
    with opened(site, stage.alice) as page:
        assert page.follow(topic(stage.closed)) == [topic(stage.closed)]
        post = create_post(by=stage.bob, community=stage.closed, body="turbine-neuve", at=timezone.now())
        message = page.next()
        assert message == {
            "topic": topic(stage.closed), "kind": "post", "id": str(post.pk), "object": "post", "by": str(stage.bob.pk),
        }  # fmt: skip


def test_a_topic_is_granted_to_readers_only(site: str, stage: Cast) -> None:
    refusals = {
        "closed": ["carol", "dave", "guest", "sam", "pia", "max", "ada"],
        "secret": ["carol", "dave", "erin", "guest", "sam", "pia", "max", "ada"],
        "open": ["guest"],
    }
    for community, names in refusals.items():
        place, post = stage.communities[community], stage.posts[f"{community}_post"]
        with ExitStack() as pages, opened(site, stage.bob) as reader:
            outside = [pages.enter_context(opened(site, stage.people[name])) for name in names]
            assert [page.follow(topic(place), topic(post)) for page in outside] == [[] for _ in names], community
            assert reader.follow(topic(place), topic(post)) == sorted([topic(place), topic(post)])
            create_comment(by=stage.bob, post=post, body="bielle", at=timezone.now())
            assert reader.next()["kind"] in ("comment", "counts")
            assert all(page.hears_nothing(0.2) for page in outside), community


def test_the_socket_grants_exactly_what_the_feeds_show(site: str, stage: Cast) -> None:
    everything = [*map(topic, stage.communities.values()), *map(topic, stage.posts.values())]
    for name, person in stage.people.items():
        if not person.is_active:
            assert refused(site, person) == 403, name
            continue
        with opened(site, person) as page:
            shown = {f"post:{row.id}" for row in feeds.home_feed(person, everything=True)}
            granted = page.follow(*everything)
            assert {one for one in granted if one.startswith("post:")} == shown, name


def test_messages_hold_neither_words_nor_names(site: str, stage: Cast) -> None:
    with opened(site, stage.alice) as page:
        page.follow(topic(stage.closed), topic(stage.closed_post), topic(stage.alice))
        at = timezone.now()
        post = create_post(by=stage.bob, community=stage.closed, body="mot-caché", title="titre-caché", at=at)
        create_comment(by=stage.bob, post=stage.closed_post, body="mot-caché", at=at)
        edit_post(by=stage.bob, post=post, body="mot-caché encore", at=at)
        react(by=stage.bob, post=stage.closed_post, kind="utile", at=at)
        said = [page.next() for _ in range(6)]
        assert [one["kind"] for one in said] == ["post", "comment", "counts", "counts", "changed", "reaction"]
        for one in said:
            assert not any(word in str(one) for word in ("caché", "Bob", "Essai", stage.closed.name))
            assert set(one) <= {"topic", "kind", "id", "object", "by", "counts", "comments"}


def test_a_thread_hears_its_comments_reactions_and_deletions(site: str, stage: Cast) -> None:
    post = stage.closed_post
    with opened(site, stage.erin) as page:
        page.follow(topic(post))
        comment = create_comment(by=stage.bob, post=post, body="Voilà", at=timezone.now())
        assert (said := page.next())["kind"] == "comment"
        assert said["id"] == str(comment.pk)
        assert page.next() == {"topic": topic(post), "kind": "counts", "id": str(post.pk), "comments": 2}
        react(by=stage.alice, post=post, kind="utile", at=timezone.now())
        assert page.next()["counts"] == {"utile": 1}
        unreact(by=stage.alice, post=post, kind="utile", at=timezone.now())
        assert page.next()["counts"] == {}
        react(by=stage.alice, post=post, comment=comment, kind="utile", at=timezone.now())
        said = page.next()
        assert (said["object"], said["id"], said["counts"]) == ("comment", str(comment.pk), {"utile": 1})
        delete_comment(by=stage.bob, comment=comment, at=timezone.now())
        assert (page.next()["kind"], page.next()["comments"]) == ("gone", 1)


def test_only_my_own_topic_is_mine(site: str, stage: Cast) -> None:
    with opened(site, stage.bob) as page:
        assert page.read() == {"kind": "hello", "person": str(stage.bob.pk)}
        assert page.follow(topic(stage.bob), topic(stage.alice)) == [topic(stage.bob)]


def test_reading_notifications_in_one_window_quiets_the_bell_of_the_other(site: str, stage: Cast) -> None:
    client = Client()
    client.force_login(stage.bob)
    with opened(site, stage.bob) as page:
        page.follow(topic(stage.bob))
        assert client.post("/notifications/read").status_code == 302
        assert page.next() == {"topic": topic(stage.bob), "kind": "notification", "unread": 0}


def test_a_page_that_comes_back_is_told_how_fresh_everything_is(site: str, stage: Cast) -> None:
    with opened(site, stage.bob) as page:
        topics = [topic(stage.closed), topic(stage.closed_post), topic(stage.bob)]
        page.ask({"do": "follow", "topics": topics, "again": True})
        assert page.read()["kind"] == "hello"
        states = page.read()["topics"]
        stage.closed.refresh_from_db()
        stage.closed_post.refresh_from_db()
        assert states == dict(zip(topics, [str(stage.closed.last_post_id), str(stage.closed_post.version), ""], strict=True))
        assert page.next()["kind"] == "notification"


# Who does not come in -----------------------------------------------------------------------------


def test_a_socket_needs_a_session_and_a_page_of_ours(site: str, stage: Cast) -> None:
    assert refused(site, stage.bob) == 0
    assert refused(site, None) == 403
    assert refused(site, stage.bob, origin="https://elsewhere.example.net") == 403
    assert refused(site, stage.bob, origin=None) == 403


def test_nonsense_ends_the_socket_and_nothing_else(site: str, stage: Cast) -> None:
    nonsense = ["", "{", "[]", '"follow"', '{"do":"read"}', '{"topics":[]}', '{"do":"follow","topics":7}', "[" * 9_000, "x" * 20_000]
    with opened(site, stage.bob) as other:
        for raw in nonsense:
            with opened(site, stage.bob) as page:
                page.connection.send(raw)
                assert page.closed_with() in (1008, 1009), raw[:20]
        assert other.follow(topic(stage.closed))


def test_unknown_topics_are_not_granted(site: str, stage: Cast) -> None:
    with opened(site, stage.bob) as page:
        odd = [
            "community:",
            "community:x",
            "community:-1",
            f"post:{1 << 63}",
            "post:1",
            "everything:1",
            "community:999999999",
            "community:¹",
        ]
        assert page.follow(*odd) == []


def test_a_page_may_neither_follow_nor_ask_without_end(site: str, stage: Cast) -> None:
    with opened(site, stage.bob) as page:
        page.ask({"do": "follow", "topics": [f"post:{number}" for number in range(700)]})
        assert page.closed_with() == 1008
    with opened(site, stage.bob) as page:
        for _ in range(60):
            page.ask({"do": "ping"})
        assert page.closed_with() == 1008


def test_a_crowd_of_sockets_of_one_person_is_refused(site: str, stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communities.consumers.socket.MAX_SOCKETS", 2)
    with opened(site, stage.bob), opened(site, stage.bob) as second, opened(site, stage.bob) as third:
        assert second.follow(topic(stage.closed))
        assert third.closed_with() == 4429


# Rights that end ----------------------------------------------------------------------------------


def _loses(page: Page, *topics: str) -> bool:
    """The page is told, in time, that these topics are closed to it."""
    closed: set[str] = set()
    while closed != set(topics):
        message = page.next(SOON)
        assert message["kind"] == "closed"
        closed.add(message["topic"])
    return True


def test_leaving_closes_the_community_and_its_threads(site: str, stage: Cast) -> None:
    with opened(site, stage.bob) as page, opened(site, stage.alice) as stays:
        page.follow(topic(stage.closed), topic(stage.closed_post), topic(stage.open))
        stays.follow(topic(stage.closed))
        leave_community(by=stage.bob, community=stage.closed, at=timezone.now())
        assert _loses(page, topic(stage.closed), topic(stage.closed_post))
        make_post(stage.alice, stage.closed, "turbine-suite")
        assert stays.next()["kind"] == "post"
        make_post(stage.erin, stage.open, "nacelle-suite")
        assert page.next()["topic"] == topic(stage.open)


@pytest.mark.parametrize("ban", [False, True])
def test_being_removed_closes_the_community(site: str, stage: Cast, ban: bool) -> None:
    with opened(site, stage.bob) as page:
        page.follow(topic(stage.closed))
        remove_member(by=stage.alice, community=stage.closed, person=stage.bob, at=timezone.now(), ban=ban)
        assert _loses(page, topic(stage.closed))


@pytest.mark.parametrize(
    "settings",
    [
        Access(readers="members", joining="request", closed_reason="Appels d’offres"),
        Access(readers="members", joining="invitation", listed=False),
    ],
)
def test_a_community_that_closes_is_closed_to_those_outside(site: str, stage: Cast, settings: Access) -> None:
    with opened(site, stage.carol) as outside, opened(site, stage.bob) as inside:
        followed = [topic(stage.open), topic(stage.open_post)]
        assert outside.follow(*followed) == inside.follow(*followed) == sorted(followed)
        change_settings(by=stage.erin, community=stage.open, at=timezone.now(), purpose="", settings=settings, charter="")
        assert _loses(outside, *followed)
        make_post(stage.erin, stage.open, "nacelle-fermée")
        assert inside.next()["kind"] == "post"
        assert outside.hears_nothing()


def test_a_deactivated_person_is_out(site: str, stage: Cast) -> None:
    with opened(site, stage.bob) as page:
        page.follow(topic(stage.closed))
        deactivate(by=stage.ada, person=stage.bob, at=timezone.now())
        assert page.closed_with(SOON) == 4401


def test_an_employee_who_becomes_a_guest_keeps_their_communities_only(site: str, stage: Cast) -> None:
    with opened(site, stage.carol) as page:
        page.follow(topic(stage.open), topic(stage.carol))
        change_position(by=stage.ada, person=stage.carol, is_guest=True, at=timezone.now())
        assert _loses(page, topic(stage.open))


def test_signing_out_everywhere_ends_every_socket(site: str, stage: Cast) -> None:
    with opened(site, stage.bob) as here, opened(site, stage.bob) as there:
        sign_out_everywhere(by=stage.bob, person=stage.bob, at=timezone.now())
        assert (here.closed_with(SOON), there.closed_with(SOON)) == (4401, 4401)


def test_signing_out_ends_the_sockets_of_that_session_only(site: str, stage: Cast) -> None:
    client = Client()
    client.force_login(stage.bob)
    with opened(site, stage.bob, client=client) as page, opened(site, stage.bob) as elsewhere:
        client.logout()
        assert page.closed_with(SOON) == 4401
        assert elsewhere.follow(topic(stage.closed))


def test_a_session_ended_from_the_list_of_sessions_closes_its_sockets(site: str, stage: Cast) -> None:
    client = Client()
    client.force_login(stage.bob)
    with opened(site, stage.bob, client=client) as page, opened(site, stage.bob) as elsewhere:
        UserSession.objects.create(user=stage.bob, ip="127.0.0.1", session_key=client.session.session_key).end()
        assert page.closed_with(SOON) == 4401
        assert elsewhere.follow(topic(stage.closed))


def test_a_new_password_ends_the_sockets_opened_with_the_old_one(site: str, stage: Cast) -> None:
    with opened(site, stage.bob) as page:
        change_password(by=stage.bob, person=stage.bob, password="prune-rapide-83", at=timezone.now())
        assert page.closed_with(SOON) == 4401


@pytest.mark.parametrize("is_first", [True, False], ids=["the first socket", "beside another"])
def test_a_password_changed_while_the_socket_opens_ends_it(site: str, stage: Cast, monkeypatch: pytest.MonkeyPatch, is_first: bool) -> None:
    async def meanwhile(scope: object) -> Socket | None:
        found = await signed_in(scope)
        if found is not None and found.person_id == stage.bob.pk:
            await database_sync_to_async(change_password)(by=stage.bob, person=stage.bob, password="prune-rapide-83", at=timezone.now())
            await asyncio.sleep(0.3)  # whoever listens already has heard
        return found

    monkeypatch.setattr("communities.consumers.socket.signed_in", meanwhile)
    with nullcontext() if is_first else opened(site, stage.carol), opened(site, stage.bob) as page:
        assert page.closed_with(SOON) == 4401


def test_a_session_that_was_deleted_follows_nothing_more(site: str, stage: Cast) -> None:
    client = Client()
    client.force_login(stage.bob)
    with opened(site, stage.bob, client=client) as page:
        client.session.delete()
        page.ask({"do": "follow", "topics": [topic(stage.closed)]})
        assert page.closed_with(SOON) == 4401


def test_a_right_taken_by_hand_is_seen_at_the_next_round(site: str, stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "CHECK_ALL_SECONDS", 0.3)
    with opened(site, stage.bob) as page:
        page.follow(topic(stage.open_post), topic(stage.closed))
        Post.objects.filter(pk=stage.open_post.pk).update(deleted_at=timezone.now())
        assert _loses(page, topic(stage.open_post))


def test_a_deleted_post_is_gone_and_its_topic_closed(site: str, stage: Cast) -> None:
    with opened(site, stage.erin) as page:
        page.follow(topic(stage.closed_post), topic(stage.closed))
        delete_post(by=stage.bob, post=stage.closed_post, at=timezone.now())
        said = [page.next(SOON) for _ in range(3)]
        assert sorted(one["kind"] for one in said) == ["closed", "gone", "gone"]


# Load, and what was missed ------------------------------------------------------------------------


def test_a_burst_of_two_hundred_reaches_every_page(site: str, stage: Cast) -> None:
    with opened(site, stage.alice) as first, opened(site, stage.erin) as second:
        for page in (first, second):
            page.follow(topic(stage.closed))
        at = timezone.now()
        sent = [str(make_post(stage.bob, stage.closed, f"Message {number}", at=at).pk) for number in range(200)]
        for page in (first, second):
            assert [page.next()["id"] for _ in range(200)] == sent


def test_a_page_that_does_not_read_is_let_go_and_the_others_hear(site: str, stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "SEND_SECONDS", 0.2)
    heavy = json.dumps({"kind": "post", "pad": "x" * 60_000})
    monkeypatch.setattr("communities.live.wire._packed", lambda about, message: {"topic": str(about), "text": heavy})
    slow = deaf(site, stage.alice, topic(stage.closed))
    with slow, opened(site, stage.erin) as quick:
        quick.follow(topic(stage.closed))
        for number in range(150):
            make_post(stage.bob, stage.closed, f"Message {number}")
            assert quick.next()["kind"] == "post"
        time.sleep(2)  # the hub looks after its sockets every second
        received = 0
        while data := slow.recv(1 << 20):
            received += len(data)
        assert received < 120 * len(heavy)


def test_after_a_lost_connection_the_feed_gives_what_was_missed(site: str, stage: Cast) -> None:
    with opened(site, stage.alice) as page:
        page.follow(topic(stage.closed))
        held = make_post(stage.bob, stage.closed, "turbine-tenue")
        assert page.next()["id"] == str(held.pk)
    missed = make_post(stage.bob, stage.closed, "turbine-manquée", at=timezone.now())
    with opened(site, stage.alice) as page:
        assert page.follow(topic(stage.closed))
        since = first_id(timezone.now() - timedelta(seconds=30))
        newer = {row.id for row in feeds.home_feed(stage.alice, after=min(since, held.pk - 1))}
        assert {missed.pk, held.pk} <= newer
    assert make_comment(stage.bob, missed).post_id == missed.pk
