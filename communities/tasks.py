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

from communities import events, feeds, live
from communities.actions import (
    attachments,
    charters,
    guest_ends,
    links,
    memberships,
    notifications,
    pins,
    polls,
    posts,
    practices,
    previews,
    reads,
    referents,
    reliance,
    removals,
    reports,
    schedules,
    stories,
    thread_invitations,
)
from communities.actions import seen as visits
from rse.lib.kept import Kept
from rse.people.actions.guests import expire_guests
from rse.people.models import Person

if TYPE_CHECKING:
    from communities.models import Event

log = structlog.get_logger(__name__)

SWEPT_AFTER = timedelta(seconds=30)
SWEEP_SECONDS = 25.0  # a sweep stops there: the next one goes on
PURGED_AFTER = timedelta(days=30)
UNPUBLISHED_KEPT = timedelta(days=7)
SEEN_FORGOTTEN_AFTER = timedelta(hours=2)
UNDOS_FORGOTTEN_AFTER = timedelta(days=1)
INVITATIONS_EXPIRE_AFTER = timedelta(days=90)
THREAD_INVITATIONS_KEPT = timedelta(days=365)
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
    visits.forget_seen(before=now - SEEN_FORGOTTEN_AFTER)
    reads.forget_undos(before=now - UNDOS_FORGOTTEN_AFTER)
    thread_invitations.forget_invitations(before=now - THREAD_INVITATIONS_KEPT)
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
    _publish_due,
    reliance.ask_due,
    expire_guests,
    guest_ends.warn_of_ends,
    thread_invitations.send_due,
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
    for person in {row.person_id: row.person for row in written}.values():
        live.push_unread(person.pk, feeds.unread_notifications(person))
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
