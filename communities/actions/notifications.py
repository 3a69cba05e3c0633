"""Notifications: written once from an event that waits, marked as read."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from communities import access
from communities.actions import calls, praises, stories
from communities.actions._vouched import REVIEW, REWORDED, TRIAL
from communities.actions.moves import INTO
from communities.actions.practices import ORPHAN
from communities.actions.proposal_notices import concerned_by_proposal
from communities.actions.report_notices import concerned_by_report, may_know_of_report, of_report
from communities.actions.testimonials import GIVEN
from communities.events import NOTIFYING
from communities.models import (
    Comment,
    Community,
    Event,
    Level,
    Membership,
    Mention,
    Notification,
    PendingEvent,
    PersonLevel,
    Post,
    ProposalAbout,
    RequestState,
    ThreadLevel,
)
from communities.models.event import Verb
from communities.models.notification import Notice
from rse.lib.ids import first_id
from rse.people.models import Person

CLAIM_LASTS = timedelta(minutes=2)
_OF_ANSWER = {REVIEW: Notice.ANSWER_REVIEW, REWORDED: Notice.ANSWER_REWORDED}
_OF_MENTION = {praises.VIA: Notice.PRAISE, stories.VIA: Notice.STORY}
_SOCIAL = {  # one is not told of whom one blocked
    Notice.MENTION, Notice.PRAISE, Notice.STORY, Notice.REPLY, Notice.THREAD, Notice.INVITATION, Notice.THREAD_INVITATION,
    Notice.TESTIMONIAL,
}  # fmt: skip

_TALK = {  # one is told nothing of it from a community that one mutes; what names one, must be read or waits for one still comes
    Notice.REPLY, Notice.THREAD, Notice.CALL, Notice.ANSWER_ACCEPTED, Notice.ANSWER_TRIAL, Notice.STORY_CONFIRMED, Notice.OBJECTION,
}  # fmt: skip


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
    if event is not None and event.verb == Verb.ANNOUNCE:
        written = _write_to_audience(event)
    elif event is not None and event.verb == Verb.MENTION and event.via == calls.VIA:
        written = _write_to_called(event)
    elif event is not None:
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
            yield _OF_MENTION.get(event.via, Notice.MENTION), target
        case Verb.COMMENT:
            for notice, person in _of_thread(event):
                yield notice, person
        case Verb.REQUEST | Verb.DECIDE if event.object_type in ProposalAbout.values:
            yield from concerned_by_proposal(event, _animation(event))
        case Verb.REQUEST:
            for person in _animation(event):
                yield Notice.JOIN_REQUEST, person
        case Verb.REVIEW:
            yield from _reviewers(event)
        case Verb.DECIDE if target and event.object_type == "testimonial":
            yield Notice.QUOTE_GIVEN if event.via == GIVEN else Notice.QUOTE_DECLINED, target
        case Verb.REPORT | Verb.DECIDE if event.object_type == "report":
            yield from concerned_by_report(event)
        case Verb.DECIDE if target:
            accepted = event.via == RequestState.ACCEPTED
            yield Notice.REQUEST_ACCEPTED if accepted else Notice.REQUEST_REFUSED, target
        case Verb.INVITE if target:
            yield Notice.THREAD_INVITATION if event.object_type == "thread" else Notice.INVITATION, target
        case Verb.ACCEPT if target and not _was_told(target, Notice.ANSWER_ACCEPTED, comment_id=event.object_id):
            yield Notice.ANSWER_ACCEPTED, target
        case Verb.COUNTERSIGN if target:
            yield Notice.STORY_CONFIRMED, target
        case Verb.ASK if target:
            yield Notice.TESTIMONIAL, target
        case Verb.DUE if event.object_type == "guest":
            for person in _animation(event):
                yield Notice.GUEST_ENDING, person
        case Verb.DUE if target:
            for person in {target, *_animation(event)}:
                yield Notice.STORY_DUE, person
        case Verb.MOVE if target and event.via == INTO:
            yield Notice.POST_MOVED, target
        case Verb.NAME if target:
            yield Notice.TOPIC_REFERENT if event.object_type == "topic" else Notice.PRACTICE_NAMED, target
        case Verb.HAND_OVER if target:
            yield Notice.HANDED_OVER, target


def _reviewers(event: Event) -> Iterable[tuple[str, int]]:
    """Who is told that something is due for review: whoever answers for it, else those who animate."""
    here = Membership.objects.filter(community=event.community_id, person=event.target_id or 0).exists()
    answering = [event.target_id] if event.target_id and here else _animation(event)
    if event.via == TRIAL:
        if event.target_id:
            yield Notice.ANSWER_TRIAL, event.target_id
    elif event.object_type == "comment":
        for person in answering:
            yield _OF_ANSWER[event.via], person
    elif event.object_type == "practice":
        notice = Notice.PRACTICE_ORPHAN if event.via == ORPHAN else Notice.PRACTICE_REVIEW
        for person in answering:
            yield notice, person
    else:
        for person in _animation(event):
            yield Notice.CHARTER_REVIEW, person


def _was_told(person: int, notice: Notice, *, comment_id: int | None) -> bool:
    """Whether the same was said of the same comment before: what is taken back and done again is told once."""
    return Notification.objects.filter(person=person, notice=notice, comment=comment_id).exists()


def _animation(event: Event) -> list[int]:
    """Owner and animators of the community where it happened."""
    animation = Membership.objects.filter(community=event.community_id, role__in=access.ANIMATION)
    return list(animation.values_list("person_id", flat=True))


def _of_thread(event: Event) -> list[tuple[str, int]]:
    """Who wrote the post, the comment answered, or follows the thread, but whoever muted it.

    Whom the comment mentions hears of it as a mention, and even in a thread that they muted.
    """
    comment = Comment.objects.filter(pk=event.object_id or 0).select_related("post", "parent").first()
    if comment is None:
        return []
    levels = dict(ThreadLevel.objects.filter(post=comment.post_id).values_list("person_id", "level"))
    authors = {comment.post.author_id} | ({comment.parent.author_id} if comment.parent else set())
    mentioned = Mention.objects.filter(comment=comment).values_list("person_id", flat=True)
    deaf = {person for person, level in levels.items() if level == Level.MUTE} | set(mentioned)
    followers = {person for person, level in levels.items() if level == Level.FOLLOW} - authors
    replies: list[tuple[str, int]] = [(Notice.REPLY, person) for person in sorted(authors - deaf)]
    return replies + [(Notice.THREAD, person) for person in sorted(followers - deaf)]


def _write(event: Event, notice: str, person_id: int) -> tuple[Notification | None, bool]:
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None or _is_unwished(person, event, notice) or not _may_know(person, event, notice):
        return None, False
    return Notification.objects.get_or_create(
        person=person,
        event_id=event.pk,
        notice=notice,
        defaults={
            **(of_report(person, event) if event.object_type == "report" else _of_event(event)),
            "at": event.at,
        },
    )


def _write_to_audience(event: Event) -> list[Notification]:
    """To all whom an announcement speaks to, in one batch: they are its members, so they may read it."""
    post = Post.objects.filter(pk=event.root_id or 0, deleted_at=None).first()
    if post is None:
        return []
    return _write_to(access.audience(post), event, Notice.MUST_READ)


def _write_to_called(event: Event) -> list[Notification]:
    """To all members whom a call reaches, in one batch: they are members, so they may read it. Who mutes the community is left alone."""
    reached = calls.reached(event)
    if reached is None:
        return []
    muted = Membership.objects.filter(community=event.community_id, muted_at__isnull=False)
    return _write_to(reached.exclude(pk__in=muted.values("person")), event, Notice.CALL)


def _write_to(people: QuerySet[Person], event: Event, notice: str) -> list[Notification]:
    told = Notification.objects.filter(event_id=event.pk, notice=notice).values("person")
    shared = {**_of_event(event), "event_id": event.pk, "notice": notice, "at": event.at}
    rows = [Notification(person=person, **shared) for person in people.exclude(pk__in=told)]
    return Notification.objects.bulk_create(rows, batch_size=1_000)


def _of_event(event: Event) -> dict[str, int | None]:
    return {
        "actor_id": event.actor_id if Person.objects.filter(pk=event.actor_id or 0).exists() else None,
        "community_id": event.community_id,
        "post_id": event.root_id,
        "comment_id": event.object_id if event.object_type == "comment" else None,
    }


def _is_unwished(person: Person, event: Event, notice: str) -> bool:
    """Whether it comes from someone whom this person blocked, or is talk of a community that they mute."""
    if notice in _SOCIAL and _is_blocked(person, event.actor_id):
        return True
    muted = Membership.objects.filter(person=person, community=event.community_id, muted_at__isnull=False)
    return notice in _TALK and muted.exists()


def _is_blocked(person: Person, actor_id: int | None) -> bool:
    """Whether this person wants to hear nothing of who acted."""
    return PersonLevel.objects.filter(person=person, other=actor_id, level=Level.BLOCK).exists()


def _may_know(person: Person, event: Event, notice: str) -> bool:
    if event.object_type == "report":
        return may_know_of_report(person, event, notice)
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
    if notice in access.SAID_INSIDE:
        return access.may_read_community(person, community)
    return access.communities(person).filter(pk=community.pk).exists()
