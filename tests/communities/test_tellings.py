"""Levels and channels: chosen by each, defaulted and reset by administrators; what goes out is claimed, looked at again and settled."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from communities import access, feeds, tasks
from communities.actions import deliveries
from communities.actions.levels import set_level_of_person, set_level_of_thread
from communities.actions.memberships import join_community, leave_community
from communities.actions.notifications import mark_notifications_read, notify
from communities.actions.tellings import reset_tellings, set_default_telling, set_level_of_community, set_own_tellings, set_telling
from communities.models import CommunityTelling, Delivery, Notification, PendingEvent, PersonTelling
from communities.models.notification import Notice
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.pages import text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
ALL = ["in_app", "push", "mail", "digest"]


def tell(at: datetime = NOW) -> None:
    for event_id in PendingEvent.objects.order_by("event_id").values_list("event_id", flat=True):
        notify(event_id=event_id, at=at)


@pytest.fixture
def mailed(cast: Cast) -> Delivery:
    """A mention of bob, to go out by mail."""
    tell()
    Delivery.objects.all().delete()
    set_telling(by=cast.bob, community=cast.open, level="", channels=["mail"], at=NOW)
    make_post(cast.erin, cast.open, f"@{cast.bob.name}, une chose.")
    tell()
    return Delivery.objects.get()


def test_a_row_is_kept_only_where_one_departs_from_the_default(cast: Cast) -> None:
    set_telling(by=cast.bob, community=cast.open, level="", channels=["in_app", "push", "digest"], at=NOW)
    assert not CommunityTelling.objects.exists(), "these are the usual ones"
    set_telling(by=cast.bob, community=cast.open, level="posts", channels=ALL, at=NOW)
    assert access.wish(cast.bob, community_id=cast.open.pk) == access.Wish("posts", frozenset(ALL))
    set_own_tellings(by=cast.bob, level="everything", channels=["mail"], own_channels=[], at=NOW)
    assert access.wish(cast.bob, community_id=cast.closed.pk) == access.Wish("everything", frozenset({"mail"}))
    assert access.wish(cast.bob, community_id=None).channels == frozenset()
    set_telling(by=cast.bob, community=cast.open, level="", channels=["mail"], at=NOW)
    assert not CommunityTelling.objects.exists()
    set_own_tellings(by=cast.bob, level="", channels=None, own_channels=None, at=NOW)
    assert not PersonTelling.objects.exists()
    with pytest.raises(Refused):
        set_telling(by=cast.bob, community=cast.open, level="shouting", channels=None, at=NOW)
    with pytest.raises(Refused):
        set_telling(by=cast.bob, community=cast.open, level="posts", channels=["pigeon"], at=NOW)
    with pytest.raises(PermissionDenied):
        set_telling(by=cast.carol, community=cast.open, level="posts", channels=None, at=NOW)


def test_whoever_leaves_takes_their_choice_along(cast: Cast) -> None:
    set_level_of_community(by=cast.bob, community=cast.open, level="everything", at=NOW)
    leave_community(by=cast.bob, community=cast.open, at=NOW)
    join_community(by=cast.bob, community=cast.open, at=NOW)
    assert access.wish(cast.bob, community_id=cast.open.pk).level == "mentions"


def test_new_posts_and_comments_come_to_whoever_asked_and_a_mention_wins(cast: Cast) -> None:
    tell()
    set_level_of_community(by=cast.bob, community=cast.open, level="everything", at=NOW)
    post = make_post(cast.erin, cast.open, "Du neuf.")
    make_post(cast.erin, cast.open, f"@{cast.bob.name}, du neuf.")
    make_comment(cast.erin, post, "Encore.")
    make_comment(cast.bob, post, "De moi.")
    before, newest = Notification.objects.count(), Notification.objects.order_by("-id").values_list("id", flat=True)[0]
    tell()
    of_bob = Notification.objects.filter(person=cast.bob, pk__gt=newest).values_list("notice", flat=True)
    assert sorted(of_bob) == ["mention", "new_comment", "new_post"]
    assert Notification.objects.count() == before + 4, "and erin's answer"
    set_level_of_person(by=cast.bob, other=cast.erin, level="block", at=NOW)
    make_post(cast.erin, cast.open, "Encore du neuf.")
    tell()
    assert Notification.objects.filter(person=cast.bob, notice="new_post").count() == 1


def test_what_is_only_to_go_out_is_not_on_the_site(cast: Cast, sign_in: SignIn, mailed: Delivery) -> None:
    assert not mailed.notification.in_app
    assert feeds.unread_notifications(cast.bob) == len(feeds.notifications(cast.bob))
    assert mailed.notification_id not in [row.pk for row in feeds.notifications(cast.bob)]
    bob = sign_in(cast.bob)
    assert f"/notifications/{mailed.notification_id}/" not in text(bob.get("/notifications/"))
    assert bob.get(f"/notifications/{mailed.notification_id}/").status_code == 302, "what was sent leads to its place"


def test_a_delivery_is_claimed_once_and_again_when_its_worker_dies(mailed: Delivery) -> None:
    assert deliveries.claim(channel="push", at=NOW, limit=10) == []
    (held,) = deliveries.claim(channel="mail", at=NOW, limit=10)
    assert (held.pk, held.tries) == (mailed.pk, 1)
    assert deliveries.claim(channel="mail", at=NOW, limit=10) == []
    later = NOW + deliveries.CLAIM_LASTS + timedelta(seconds=1)
    (again,) = deliveries.claim(channel="mail", at=later, limit=10)
    assert not deliveries.settle(held, outcome="sent", at=later), "the claim went to another"
    assert deliveries.retry(again, at=later, after=timedelta(minutes=1))
    assert deliveries.claim(channel="mail", at=later, limit=10) == []
    (third,) = deliveries.claim(channel="mail", at=later + timedelta(minutes=1), limit=10)
    assert deliveries.put_off(third, until=later + timedelta(hours=9))
    (fourth,) = deliveries.claim(channel="mail", at=later + timedelta(hours=9), limit=10)
    assert fourth.tries == 3, "an hour that does not suit is no failure"
    assert deliveries.settle(fourth, outcome="sent", at=later)
    assert not deliveries.is_due(channel="mail", at=later + timedelta(days=2))
    assert deliveries.forget_done(before=later + timedelta(days=1)) == 1


def test_what_nobody_sends_is_dropped_after_a_day(mailed: Delivery) -> None:
    assert deliveries.expire(at=NOW + timedelta(hours=23)) == 0
    assert deliveries.expire(at=NOW + timedelta(hours=25)) == 1
    mailed.refresh_from_db()
    assert (mailed.outcome, mailed.done_at) == ("expired", NOW + timedelta(hours=25))


@pytest.mark.parametrize("turn", ["nothing", "read", "left", "closed", "unticked", "blocked", "deleted"])
def test_what_goes_out_is_looked_at_again(cast: Cast, mailed: Delivery, turn: str) -> None:
    match turn:
        case "read":
            Notification.objects.filter(pk=mailed.notification_id).update(in_app=True)
            mark_notifications_read(by=cast.bob, at=NOW)
        case "left":
            leave_community(by=cast.bob, community=cast.open, at=NOW)
        case "closed":
            Person.objects.filter(pk=cast.bob.pk).update(is_active=False)
        case "unticked":
            set_telling(by=cast.bob, community=cast.open, level="", channels=["push"], at=NOW)
        case "blocked":
            set_level_of_person(by=cast.bob, other=cast.erin, level="block", at=NOW)
        case "deleted":
            mailed.notification.post.__class__.objects.filter(pk=mailed.notification.post_id).update(deleted_at=NOW)
    held = deliveries.claim(channel="mail", at=NOW, limit=10)
    wanted = deliveries.still_wanted(held, NOW)
    assert [row.pk for row in wanted] == ([mailed.pk] if turn == "nothing" else [])
    mailed.refresh_from_db()
    assert mailed.outcome == ("" if turn == "nothing" else "unwished")


def test_a_thread_or_a_community_muted_since_keeps_its_answers_in(cast: Cast) -> None:
    for mute in ("thread", "community"):
        post = make_post(cast.bob, cast.open, "Une question.")
        set_telling(by=cast.bob, community=cast.open, level="", channels=ALL, at=NOW)
        tell()
        Delivery.objects.all().delete()
        make_comment(cast.erin, post, "Une réponse.")
        tell()
        if mute == "thread":
            set_level_of_thread(by=cast.bob, post=post, level="mute", at=NOW)
        else:
            set_telling(by=cast.bob, community=cast.open, level="nothing", channels=ALL, at=NOW)
        held = deliveries.claim(channel="push", at=NOW, limit=10)
        assert len(held) == 1 and deliveries.still_wanted(held, NOW) == []


@pytest.fixture
def senders() -> Iterator[dict[str, deliveries.Sender]]:
    """Those of the test alone."""
    kept = dict(deliveries._senders)
    deliveries._senders.clear()
    yield deliveries._senders
    deliveries._senders.clear()
    deliveries._senders.update(kept)


def test_a_sender_gets_what_is_due_and_one_that_fails_is_tried_again(mailed: Delivery, senders: dict[str, deliveries.Sender]) -> None:
    sent: list[int] = []

    def fail(some: Sequence[Delivery], *, at: datetime) -> None:
        raise OSError("no post office")

    def send(some: Sequence[Delivery], *, at: datetime) -> None:
        sent.extend(row.pk for row in some)
        for row in some:
            assert deliveries.settle(row, outcome="sent", at=at)

    assert tasks.deliver(channel="mail") == 0, "nobody sends"
    deliveries.send_by("mail", fail)
    assert tasks.deliver(channel="mail") == 1
    mailed.refresh_from_db()
    assert mailed.done_at is None and mailed.claimed_at is None and mailed.due_at > NOW
    Delivery.objects.update(due_at=NOW)
    deliveries.send_by("mail", send)
    assert tasks.deliver(channel="mail") == 1 and sent == [mailed.pk]
    assert tasks.deliver(channel="mail") == 0


def test_defaults_hold_for_whoever_chose_nothing_and_can_be_reset_for_the_others(cast: Cast, sign_in: SignIn) -> None:
    set_telling(by=cast.bob, community=cast.open, level="everything", channels=None, at=NOW)
    set_level_of_community(by=cast.bob, community=cast.closed, level="nothing", at=NOW)
    ada, bob = sign_in(cast.ada), sign_in(cast.bob)
    assert ada.post("/notifications/defaults", {"level": "posts", "channels": ["in_app", "mail"], "own_channels": ALL}).status_code == 302
    assert access.wish(cast.erin, community_id=cast.open.pk) == access.Wish("posts", frozenset({"in_app", "mail"}))
    ada.post("/notifications/defaults", {"community": cast.open.name, "level": "mentions", "channels": ["digest"]})
    assert access.wish(cast.erin, community_id=cast.open.pk).level == "mentions"
    assert access.wish(cast.bob, community_id=cast.open.pk).level == "everything"
    page = text(ada.get(f"/notifications/reset?community={cast.open.slug}"))
    assert 'name="people" value="1"' in page and cast.open.name in page
    stale = ada.post("/notifications/reset", {"community": cast.open.slug, "people": "7"}, follow=True)
    assert "a changé" in text(stale) and access.wish(cast.bob, community_id=cast.open.pk).level == "everything"
    ada.post("/notifications/reset", {"people": "1"})
    assert access.wish(cast.bob, community_id=cast.open.pk).level == "mentions"
    assert access.wish(cast.bob, community_id=cast.closed.pk).level == "nothing", "what is muted stays so"
    acts = list(AuditEvent.objects.filter(act__startswith="notifications.").order_by("id").values_list("act", flat=True))
    assert acts == ["notifications.default", "notifications.default", "notifications.reset"]
    assert bob.get("/notifications/defaults").status_code == 403 and bob.post("/notifications/reset", {"people": "0"}).status_code == 403
    with pytest.raises(PermissionDenied):
        set_default_telling(by=cast.bob, community=None, level="posts", channels=None, at=NOW)
    with pytest.raises(PermissionDenied):
        reset_tellings(by=cast.bob, community=None, people=0, at=NOW)
    ada.post("/notifications/defaults", {"community": cast.open.slug, "drop": "1"})
    assert access.wish(cast.erin, community_id=cast.open.pk).level == "posts"
    hidden = ada.post("/notifications/defaults", {"community": cast.secret.name, "level": "posts"}, follow=True)
    assert "Aucune communauté ne porte ce nom" in text(hidden)


def test_the_page_shows_and_saves_the_whole_matrix(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    page = text(bob.get("/notifications/settings"))
    assert all(place.name in page for place in (cast.open, cast.closed, cast.secret))
    sent: dict[str, object] = {"level": "", "channels": ["in_app", "push", "digest"], "own_channels": ALL}
    for place in (cast.open, cast.closed, cast.secret, cast.partners):
        sent |= {f"level-{place.pk}": "", f"channels-{place.pk}": ["in_app", "push", "digest"]}
    bob.post("/notifications/settings", sent)
    assert not CommunityTelling.objects.exists() and not PersonTelling.objects.exists(), "nothing was changed"
    bob.post("/notifications/settings", sent | {f"level-{cast.open.pk}": "posts", f"channels-{cast.open.pk}": ["mail"]})
    assert access.wish(cast.bob, community_id=cast.open.pk) == access.Wish("posts", frozenset({"mail"}))
    shown = bob.get("/api/v1/notifications/levels").json()
    mine = next(row for row in shown["communities"] if row["community"]["slug"] == cast.open.slug)
    assert mine["choice"] == {"level": "posts", "channels": ["mail"], "held_level": "posts", "held_channels": ["mail"]}
    put = bob.put(f"/api/v1/notifications/levels/{cast.open.slug}", {"level": "", "channels": None}, content_type="application/json")
    assert put.status_code == 204 and not CommunityTelling.objects.exists()
    put = bob.put("/api/v1/notifications/levels", {"level": "nothing", "channels": ["mail"]}, content_type="application/json")
    assert put.json()["everywhere"]["held_level"] == "nothing"


def test_every_kind_of_notice_says_why_it_came() -> None:
    assert all(str(feeds.why(notice).text) and feeds.why(notice).setting in ("", "community", "thread") for notice in Notice)


def test_those_who_muted_a_community_mute_it_still(cast: Cast) -> None:
    moved = import_module("communities.migrations.0067_muted_communities_tell_nothing")
    with connection.cursor() as cursor:
        row = [NOW, cast.bob.pk, cast.open.pk]
        cursor.execute("UPDATE communities_membership SET muted_at = %s WHERE person_id = %s AND community_id = %s", row)
        cursor.execute(moved.COPY)
        cursor.execute(moved.COPY)
    assert [(one.person_id, one.community_id, one.level, one.since) for one in CommunityTelling.objects.all()] == [
        (cast.bob.pk, cast.open.pk, "nothing", NOW)
    ]
    assert cast.open_post.pk not in [row.id for row in feeds.home_feed(cast.bob)]
