"""The task door: notifications, visits, and the night's work. A message is a hint; the row is the truth.

`hint` and `hint_seen` are called on the path of a request: cheap, and whatever the broker does they neither raise nor
wait. What a lost message leaves undone, `sweep` finds.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from celery import Task, shared_task
from django.core.cache import cache
from django.utils import timezone
from kombu.exceptions import KombuError

from communities import events, feeds, live, mails, pushing
from communities.actions import (
    attachments,
    charters,
    deliveries,
    digests,
    inbound,
    links,
    memberships,
    notifications,
    pins,
    polls,
    posts,
    practices,
    previews,
    pushes,
    reads,
    referents,
    reliance,
    removals,
    reports,
    schedules,
    stories,
)
from communities.actions import seen as visits
from rse.lib.kept import Kept
from rse.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communities.models import Delivery, Event

log = structlog.get_logger(__name__)

SWEPT_AFTER = timedelta(seconds=30)
SWEEP_SECONDS = 25.0  # a sweep stops there: the next one goes on
BATCH = 100  # deliveries claimed at once
RETRIED_AFTER = timedelta(seconds=30)
DELIVERIES_FORGOTTEN_AFTER = timedelta(days=30)
DIGESTS_FORGOTTEN_AFTER = timedelta(days=60)
PURGED_AFTER = timedelta(days=30)
UNPUBLISHED_KEPT = timedelta(days=7)
SEEN_FORGOTTEN_AFTER = timedelta(hours=2)
UNDOS_FORGOTTEN_AFTER = timedelta(days=1)
INVITATIONS_EXPIRE_AFTER = timedelta(days=90)
REPORTS_FORGOTTEN_AFTER = timedelta(days=365)
MONTHS_AHEAD = 2
HOUR = 3600
PAUSE_SECONDS = 5.0


@shared_task
def notify(event_id: int) -> None:
    """Write the notifications of one event, once, and tell the pages of those concerned."""
    _notify(event_id)


@shared_task
def sweep() -> int:
    """Take up the events whose message was lost, or whose worker died. Returns how many were done."""
    done, until = 0, time.monotonic() + SWEEP_SECONDS
    while ids := notifications.waiting(at=timezone.now(), older_than=SWEPT_AFTER):
        for event_id in ids:
            if time.monotonic() > until:
                return done
            try:
                done += _notify(event_id)
            except Exception:
                log.exception("notify_failed", event_id=event_id)
    return done


@shared_task
def deliver(channel: str) -> int:
    """Hand what is due by one channel to whoever sends by it, a batch at a time. Returns how many were handed over."""
    done, until = 0, time.monotonic() + SWEEP_SECONDS
    send = deliveries.sender_of(channel)
    while send is not None and time.monotonic() < until and (batch := deliveries.claim(channel=channel, at=timezone.now(), limit=BATCH)):
        wanted = deliveries.still_wanted(batch, timezone.now())
        if wanted:
            _send(send, wanted, channel=channel)
        done += len(batch)
    return done


def _send(send: deliveries.Sender, wanted: "Sequence[Delivery]", *, channel: str) -> None:
    """What a sender could not do for a fault of its own is tried again, later each time."""
    try:
        send(wanted, at=timezone.now())
    except Exception:
        log.exception("send_failed", channel=channel)
        for delivery in wanted:
            deliveries.retry(delivery, at=timezone.now(), after=RETRIED_AFTER * 2**delivery.tries)


@shared_task
def sweep_deliveries() -> int:
    """Drop what nobody sent in time, and have what is due sent: its message was lost, its hour has come, or its worker died.

    Returns by how many channels something was due.
    """
    now = timezone.now()
    deliveries.expire(at=now)
    return sum(_enqueue(deliver, channel=channel) for channel in deliveries.channels_sent() if deliveries.is_due(channel=channel, at=now))


@shared_task
def send_digests() -> int:
    """Send the digests whose hour has come. Returns how many were looked at."""
    return mails.send_due_digests(timezone.now())


@shared_task
def receive_mails() -> None:
    """Look into the box of replies, if there is one, and tell people why replies of theirs were refused, by whatever door they came."""
    mails.look_into_box(timezone.now())
    mails.tell_refusals(timezone.now())


@shared_task
def push_test(device_id: int) -> None:
    """Send the test that somebody asked for at one of their devices."""
    pushing.send_test(device_id, at=timezone.now())


def hint_push_test(*, device_id: int) -> None:
    """Listener: have that test sent soon."""
    _enqueue(push_test, device_id=device_id)


def hint_push_tests(at: datetime) -> int:
    """The same of those whose message was lost. Returns how many."""
    return sum(_enqueue(push_test, device_id=device_id) for device_id in pushes.tests_due(at))


@shared_task
def seen(person_id: int, verb: str, object_id: int, at: str, source: str = "web") -> None:
    """Count a visit or a profile view, at most once an hour."""
    visits.record_seen(person_id=person_id, verb=verb, object_id=object_id, at=datetime.fromisoformat(at), source=source)


@shared_task
def housekeeping() -> None:
    """The night's work: partitions for the months to come, words deleted a month ago, visits and invitations gone stale, charters and
    practices due for review, and how many people say that they hold to them.
    """
    now = timezone.now()
    events.ensure_partitions(now + timedelta(days=31 * month) for month in range(MONTHS_AHEAD + 1))
    posts.purge_deleted(before=now - PURGED_AFTER)
    reports.forget_words(before=now - REPORTS_FORGOTTEN_AFTER)
    attachments.forget_deleted(before=now - PURGED_AFTER)
    attachments.forget_unpublished(before=now - UNPUBLISHED_KEPT)
    links.forget_unused(before=now - UNPUBLISHED_KEPT)
    digests.forget_digests(before=now - DIGESTS_FORGOTTEN_AFTER)
    inbound.forget_inbound(before=now - inbound.KEPT)
    deliveries.forget_done(before=now - DELIVERIES_FORGOTTEN_AFTER)
    pushes.drop_old_keys(at=now)
    visits.forget_seen(before=now - SEEN_FORGOTTEN_AFTER)
    reads.forget_undos(before=now - UNDOS_FORGOTTEN_AFTER)
    memberships.expire_invitations(before=now - INVITATIONS_EXPIRE_AFTER, at=now)
    charters.remind_reviews(now)
    charters.count_acceptances()
    practices.release_absent(now)
    referents.release_absent()
    practices.remind_reviews(now)
    practices.count_adoptions()
    reliance.remind_reviews(now)


@shared_task
def preview(attachment_id: int) -> None:
    """Draw the first page of one document."""
    previews.make_preview(attachment_id=attachment_id, at=timezone.now())


def hint_previews(at: datetime) -> int:
    """Have the first pages drawn of the documents sent since, each by a task of its own. Returns how many."""
    return sum(_enqueue(preview, attachment_id=attachment_id) for attachment_id in previews.previews_due(at))


@shared_task
def link(page_id: int) -> None:
    """Look up one page that people link to."""
    links.fetch_link(page_id=page_id, at=timezone.now())


def hint_link(*, page_id: int) -> None:
    """Listener: have this page looked up soon."""
    _enqueue(link, page_id=page_id)


def hint_links(at: datetime) -> int:
    """The same of those whose message was lost, or that are to be asked again. Returns how many."""
    return sum(_enqueue(link, page_id=page_id) for page_id in links.links_due(at))


def _publish_due(at: datetime) -> int:
    """Publish what was scheduled; whoever wrote what could not be hears the bell."""
    claimed = schedules.claim_due(at)
    for draft_id in claimed:
        try:
            done = schedules.publish_claimed(draft_id, at=at)
        except Exception:
            log.exception("publish_failed", draft_id=draft_id)
            continue
        if isinstance(done, Person):
            live.push_unread(done.pk, feeds.unread_notifications(done))
    return len(claimed)


# What is due at an hour that somebody chose: each is safe twice, and returns how many it did.
DUE: tuple[Callable[[datetime], int], ...] = (
    polls.close_due,
    stories.remind_due,
    pins.unpin_due,
    removals.settle_due,
    reports.pass_on_due,
    hint_previews,
    hint_links,
    hint_push_tests,
    _publish_due,
    reliance.ask_due,
)


@shared_task
def due() -> None:
    """Do what has come due; one that fails does not hold the others."""
    now = timezone.now()
    for each in DUE:
        try:
            each(now)
        except Exception:
            log.exception("due_failed", what=f"{each.__module__}.{each.__qualname__}")


def hint(event: "Event") -> None:
    """Listener: have the notifications of this event written soon."""
    if event.verb in events.NOTIFYING:
        _enqueue(notify, event_id=event.pk)


@shared_task
def recount(
    post_id: int | None = None, comment_id: int | None = None, community_id: int | None = None, person_id: int | None = None
) -> None:
    """Tell the bells of those who had something unread of what has gone, or is there again."""
    about = {"post_id": post_id, "comment_id": comment_id, "community_id": community_id, "person_id": person_id}
    for person in notifications.waiting_about(**about):
        live.push_unread(person.pk, feeds.unread_notifications(person))


def hint_recount(event: "Event") -> None:
    """Listener: what one was told may have gone with what it speaks of, with the right to read it, or come back."""
    if event.verb in ("delete", "restore") and event.object_type == "comment":
        _enqueue(recount, comment_id=event.object_id)
    elif event.verb in ("delete", "restore", "move") and event.root_id is not None:
        _enqueue(recount, post_id=event.root_id)
    elif event.verb in ("leave", "remove"):
        gone = event.actor_id if event.verb == "leave" else event.target_id
        _enqueue(recount, community_id=event.community_id, person_id=gone)


_hinted: Kept[bool] = Kept(20_000)  # what this process need not ask the cache again


def hint_seen(*, person_id: int, verb: str, at: datetime, object_id: int = 0, source: str = "web") -> None:
    """Have a visit or a profile view counted: off the path of the answer, once per person, object and hour."""
    key = f"seen:{person_id}:{verb}:{object_id}:{int(at.timestamp()) // HOUR}"
    if _hinted.get(key) or not cache.add(key, 1, HOUR):
        _hinted.put(key, True)
        return
    if not _enqueue(seen, person_id=person_id, verb=verb, object_id=object_id, at=at.isoformat(), source=source):
        cache.delete(key)


def _notify(event_id: int) -> bool:
    now = timezone.now()
    if not notifications.claim(event_id=event_id, at=now):
        return False
    written = notifications.notify(event_id=event_id, at=now)
    for person in {row.person_id: row.person for row in written if row.in_app}.values():
        live.push_unread(person.pk, feeds.unread_notifications(person))
    if written:
        for channel in deliveries.channels_sent():
            _enqueue(deliver, channel=channel)
    return True


_quiet_until = 0.0


def _enqueue(task: "Task[Any, Any]", **arguments: Any) -> bool:
    """Send a message without retrying; after a failure the broker is left alone for a few seconds."""
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    try:
        task.apply_async(kwargs=arguments, retry=False)
    except (KombuError, OSError) as error:
        _quiet_until = time.monotonic() + PAUSE_SECONDS
        log.warning("broker_unavailable", error=type(error).__name__)
        return False
    return True
