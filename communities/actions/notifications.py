"""Notifications: written once from an event that waits, marked as read."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from communities import access
from communities.actions.praises import VIA
from communities.events import NOTIFYING
from communities.models import (
    Comment,
    Community,
    Event,
    Membership,
    Mention,
    Notification,
    PendingEvent,
    Post,
    RequestState,
)
from communities.models.event import Verb
from communities.models.notification import Notice
from rse.lib.ids import first_id
from rse.people.models import Person

CLAIM_LASTS = timedelta(minutes=2)


def claim(*, event_id: int, at: datetime) -> bool:
    """Take the event for oneself; False when someone has it, or it is done."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM_LASTS)
    return PendingEvent.objects.filter(free, event_id=event_id).update(claimed_at=at) == 1


def waiting(*, at: datetime, older_than: timedelta, limit: int = 500) -> list[int]:
    """Events that wait since longer than that: their message was lost, or their worker died."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM_LASTS)
    rows = PendingEvent.objects.filter(free, at__lt=at - older_than).order_by("at")
    return list(rows.values_list("event_id", flat=True)[:limit])


@transaction.atomic
def notify(*, event_id: int, at: datetime) -> list[Notification]:
    """Write the notifications of one event to those concerned who may still read it, and close the wait."""
    event = Event.objects.filter(pk=event_id).first()
    written: list[Notification] = []
    if event is not None:
        for notice, person_id in _concerned(event):
            row, is_new = _write(event, notice, person_id)
            if is_new and row is not None:
                written.append(row)
    PendingEvent.objects.filter(pk=event_id).delete()
    return written


@transaction.atomic
def notify_since(*, since: datetime, read_until: datetime, source: str, at: datetime) -> int:
    """Write the notifications of what a batch told since that instant; older events tell nobody.

    Those of before `read_until` count as read. Returns how many were written.
    """
    recent = Event.objects.filter(pk__gte=first_id(since), source=source, verb__in=NOTIFYING).order_by("pk")
    written = [row for event_id in recent.values_list("pk", flat=True) for row in notify(event_id=event_id, at=at)]
    Notification.objects.filter(pk__in=[row.pk for row in written], at__lt=read_until).update(read_at=at)
    return len(written)


@transaction.atomic
def mark_notifications_read(*, by: Person, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Mark these as read, or all of them."""
    mine = Notification.objects.filter(person=by, read_at=None)
    if ids is not None:
        mine = mine.filter(pk__in=list(ids))
    return mine.update(read_at=at)


def _concerned(event: Event) -> list[tuple[str, int]]:
    """(notice, person) pairs of an event, its actor left out."""
    pairs = [(notice, person) for notice, person in _all_concerned(event) if person != event.actor_id]
    return list(dict.fromkeys(pairs))


def _all_concerned(event: Event) -> Iterable[tuple[str, int]]:
    target = event.target_id
    match event.verb:
        case Verb.MENTION if target:
            yield Notice.PRAISE if event.via == VIA else Notice.MENTION, target
        case Verb.COMMENT:
            for person in _thread_authors(event):
                yield Notice.REPLY, person
        case Verb.REQUEST:
            for person in Membership.objects.filter(community=event.community_id, role__in=access.ANIMATION).values_list(
                "person_id", flat=True
            ):
                yield Notice.JOIN_REQUEST, person
        case Verb.DECIDE if target:
            accepted = event.via == RequestState.ACCEPTED
            yield Notice.REQUEST_ACCEPTED if accepted else Notice.REQUEST_REFUSED, target
        case Verb.INVITE if target:
            yield Notice.INVITATION, target
        case Verb.ACCEPT if target:
            yield Notice.ANSWER_ACCEPTED, target
        case Verb.HAND_OVER if target:
            yield Notice.HANDED_OVER, target


def _thread_authors(event: Event) -> list[int]:
    """Who wrote the post, and the comment answered; whoever the comment mentions hears of it as a mention."""
    comment = Comment.objects.filter(pk=event.object_id or 0).select_related("post", "parent").first()
    if comment is None:
        return []
    authors = {comment.post.author_id} | ({comment.parent.author_id} if comment.parent else set())
    mentioned = Mention.objects.filter(comment=comment).values_list("person_id", flat=True)
    return sorted(authors - set(mentioned))


def _write(event: Event, notice: str, person_id: int) -> tuple[Notification | None, bool]:
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None or not _may_know(person, event, notice):
        return None, False
    return Notification.objects.get_or_create(
        person=person,
        event_id=event.pk,
        notice=notice,
        defaults={
            "actor_id": event.actor_id if Person.objects.filter(pk=event.actor_id or 0).exists() else None,
            "community_id": event.community_id,
            "post_id": event.root_id,
            "comment_id": event.object_id if event.object_type == "comment" else None,
            "at": event.at,
        },
    )


def _may_know(person: Person, event: Event, notice: str) -> bool:
    if event.root_id is not None:
        post = Post.objects.filter(pk=event.root_id).first()
        if post is None or not access.may_read(person, post):
            return False
        if event.object_type == "comment":
            return Comment.objects.filter(pk=event.object_id or 0, deleted_at=None).exists()
        return True
    community = Community.objects.filter(pk=event.community_id or 0).first()
    if community is None:
        return False
    if notice == Notice.JOIN_REQUEST:
        return access.may_moderate(person, community)
    return access.communities(person).filter(pk=community.pk).exists()
