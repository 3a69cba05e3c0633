"""Tasks: what a message hints at is done once, what a lost message left is found, and a dead broker stops nobody."""

import time
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from communities import tasks
from communities.actions import notifications
from communities.actions.comments import create_comment
from communities.actions.memberships import invite
from communities.actions.notifications import claim
from communities.actions.posts import delete_post
from communities.models import CommunityInvitation, Event, Notification, PendingEvent, Post, SeenHour
from rse import celery, serving
from tests.communities.sockets import opened, topic
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_person

WAITED = timedelta(minutes=1)


def waiting() -> list[int]:
    return list(PendingEvent.objects.values_list("event_id", flat=True))


def test_an_answer_is_notified_once_however_often_the_message_comes(cast: Cast) -> None:
    PendingEvent.objects.all().delete()
    make_comment(cast.alice, cast.closed_post, "Encore")
    (event_id,) = waiting()
    for _ in range(3):
        tasks.notify(event_id=event_id)
    told = Notification.objects.filter(event_id=event_id)
    assert [row.person_id for row in told] == [cast.bob.pk]
    assert waiting() == []


def test_the_sweeper_finds_what_no_message_announced(cast: Cast) -> None:
    PendingEvent.objects.all().delete()
    at = timezone.now() - WAITED
    make_comment(cast.alice, cast.closed_post, "Perdue", at=at)
    make_comment(cast.alice, cast.closed_post, "Récente", at=timezone.now())
    assert tasks.sweep() == 1
    assert Notification.objects.filter(person=cast.bob, comment__body="Perdue").count() == 1
    assert len(waiting()) == 1


def test_the_sweeper_leaves_what_a_worker_has_in_hand_until_it_dies(cast: Cast) -> None:
    PendingEvent.objects.all().delete()
    make_comment(cast.alice, cast.closed_post, "En cours", at=timezone.now() - WAITED)
    (event_id,) = waiting()
    assert claim(event_id=event_id, at=timezone.now())
    assert tasks.sweep() == 0
    PendingEvent.objects.update(claimed_at=timezone.now() - timedelta(minutes=5))
    assert tasks.sweep() == 1


def test_one_event_that_fails_does_not_hold_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    PendingEvent.objects.all().delete()
    first, _second = (make_comment(cast.alice, cast.closed_post, f"Mot {n}", at=timezone.now() - WAITED) for n in range(2))
    bad = Event.objects.get(verb="comment", object_id=first.pk).pk
    notify = notifications.notify

    def failing(*, event_id: int, at: datetime) -> object:
        if event_id == bad:
            raise RuntimeError("broken")
        return notify(event_id=event_id, at=at)

    monkeypatch.setattr(notifications, "notify", failing)
    assert tasks.sweep() == 1
    assert waiting() == [bad]


def test_a_visit_is_counted_once_an_hour_and_asked_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(tasks.seen, "apply_async", lambda kwargs, retry: asked.append(kwargs))
    at = NOW.replace(minute=10)
    for minute in (0, 5, 20):
        tasks.hint_seen(person_id=cast.bob.pk, verb="visit", at=at + timedelta(minutes=minute))
    tasks.hint_seen(person_id=cast.bob.pk, verb="visit", at=at + timedelta(hours=1))
    tasks.hint_seen(person_id=cast.bob.pk, verb="profile_view", object_id=cast.carol.pk, at=at)
    assert len(asked) == 3
    for arguments in [*asked, *asked]:
        tasks.seen(**arguments)
    seen = Event.objects.filter(actor_id=cast.bob.pk, verb__in=["visit", "profile_view"]).order_by("seq")
    assert [(row.verb, row.target_id) for row in seen] == [("visit", None), ("visit", None), ("profile_view", cast.carol.pk)]


def test_a_dead_broker_neither_raises_nor_keeps_waiting(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def refuse(**options: object) -> None:
        calls.append(options)
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks, "_quiet_until", 0.0)
    monkeypatch.setattr(tasks.seen, "apply_async", refuse)
    at = timezone.now()
    tasks.hint_seen(person_id=cast.bob.pk, verb="visit", at=at)
    tasks.hint_seen(person_id=cast.bob.pk, verb="visit", at=at)
    assert [call["retry"] for call in calls] == [False]  # then the broker is left alone for a while
    monkeypatch.setattr(tasks, "_quiet_until", 0.0)
    sent = []
    monkeypatch.setattr(tasks.seen, "apply_async", lambda kwargs, retry: sent.append(kwargs))
    tasks.hint_seen(person_id=cast.bob.pk, verb="visit", at=at)
    assert len(sent) == 1  # the visit was not taken for counted


@pytest.mark.django_db(transaction=True)
def test_publishing_goes_on_without_a_broker(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**options: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(tasks, "_quiet_until", 0.0)
    monkeypatch.setattr(tasks.notify, "apply_async", refuse)
    comment = create_comment(by=cast.alice, post=cast.closed_post, body="Sans courtier", at=timezone.now() - WAITED)
    assert Notification.objects.filter(comment=comment).count() == 0
    tasks.sweep()
    assert Notification.objects.filter(comment=comment, person=cast.bob).count() == 1


def test_the_night_makes_partitions_purges_words_and_closes_old_invitations(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=120)
    Post.objects.filter(pk=cast.deleted_post.pk).update(deleted_at=long_ago)
    fresh = delete_post(by=cast.erin, post=cast.open_post, at=timezone.now())
    SeenHour.objects.create(person_id=cast.bob.pk, verb="visit", hour=long_ago)
    for name, at in (("Ines", long_ago), ("Jean", timezone.now())):
        invite(by=cast.alice, community=cast.closed, person=make_person(name), at=at)
    tasks.housekeeping()
    tasks.housekeeping()
    assert not Post.objects.get(pk=cast.deleted_post.pk).body
    assert Post.objects.get(pk=fresh.pk).body
    assert not SeenHour.objects.exists()
    assert CommunityInvitation.objects.filter(answered_at=None).count() == 1
    ahead = timezone.now() + timedelta(days=62)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"communities_event_y{ahead:%Y}m{ahead:%m}"])
        assert cursor.fetchone() == (True,)


def test_every_task_of_the_beat_table_exists() -> None:
    celery.app.loader.import_default_modules()
    assert {entry["task"] for entry in celery.BEAT.values() if entry["task"].startswith("communities.")} <= set(celery.app.tasks)
    assert {"communities.tasks.notify", "communities.tasks.seen"} <= set(celery.app.tasks)


def test_a_worker_writes_the_notification_rings_the_bell_and_counts_the_visit(site: str, cast: Cast, client: Client) -> None:
    client.force_login(cast.bob)
    celery.app.control.purge()  # what other tests left in the memory of this process, of people with the same numbers
    with serving.tasks(celery.app), opened(site, cast.bob) as page, opened(site, cast.carol) as other:
        page.follow(topic(cast.bob))
        other.follow(topic(cast.carol), topic(cast.bob))
        began = time.monotonic()
        make_comment(cast.alice, cast.closed_post, "Voyez", at=timezone.now())
        message = page.next(timeout=20)
        assert (message["kind"], message["topic"]) == ("notification", topic(cast.bob))
        assert message["unread"] >= 1
        assert time.monotonic() - began < 20  # long before the sweeper, which waits for 30 s
        assert other.hears_nothing()
        for _ in range(2):
            assert client.get("/").status_code == 200
        until = time.monotonic() + 30
        visits = Event.objects.filter(actor_id=cast.bob.pk, verb="visit")
        while not visits.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert visits.count() == 1
