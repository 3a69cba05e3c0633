"""Notifications: written once from an event that waits, marked as read."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from communities import access
from communities.actions import calls, hearing, praises, stories
from communities.actions._outbox import write_notices
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
def notify(*, event_id: int, at: datetime, delivers: bool = True) -> list[Notification]:
    """Write the notifications of one event to those concerned who may still read it and wish it, and close the wait.

    What is to leave the house is written with them, due at once, unless `delivers` says not.
    """
    event = Event.objects.filter(pk=event_id).first()
    written: list[Notification] = []
    if event is not None:
        for notice, people in _told(event).items():
            for some, about in _about(event, people):
                due_at = at if delivers else None
                written += write_notices(some, event_id=event.pk, notice=notice, at=event.at, about=about, due_at=due_at)
    PendingEvent.objects.filter(pk=event_id).delete()
    return written


@transaction.atomic
def notify_since(*, since: datetime, read_until: datetime, source: str, at: datetime) -> int:
    """Write the notifications of what a batch told since that instant; older events tell nobody, and nothing leaves the house.

    Those of before `read_until` count as read. Returns how many were written.
    """
    recent = Event.objects.filter(pk__gte=first_id(since), source=source, verb__in=NOTIFYING).order_by("pk")
    written = [row for event_id in recent.values_list("pk", flat=True) for row in notify(event_id=event_id, at=at, delivers=False)]
    Notification.objects.filter(pk__in=[row.pk for row in written], at__lt=read_until).update(read_at=at)
    return len(written)


@transaction.atomic
def mark_notifications_read(*, by: Person, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Mark these as read, or all of them."""
    mine = Notification.objects.filter(person=by, read_at=None, in_app=True)
    if ids is not None:
        mine = mine.filter(pk__in=list(ids))
    return mine.update(read_at=at)


@transaction.atomic
def mark_notifications_unread(*, by: Person, ids: Iterable[int]) -> int:
    """Have these wait again. Returns how many had been read."""
    return Notification.objects.filter(person=by, pk__in=list(ids), read_at__isnull=False, in_app=True).update(read_at=None)


def waiting_about(*, post_id: int | None, comment_id: int | None, community_id: int | None, person_id: int | None) -> list[Person]:
    """Who has something unread of that post, that comment, or in that community, of one person or of all: it may be theirs no more."""
    rows = Notification.objects.filter(read_at=None, in_app=True)
    about = {"post": post_id, "comment": comment_id, "community": community_id, "person": person_id}
    rows = rows.filter(**{name: key for name, key in about.items() if key is not None})
    return list(Person.objects.filter(pk__in=rows.values("person"), is_active=True))


def _told(event: Event) -> dict[str, list[Person]]:
    """Notice -> whom it is for, of those who may know: whether they wish it is looked at when it is written."""
    if event.verb == Verb.ANNOUNCE:
        return _told_all(Notice.MUST_READ, _audience(event))
    if event.verb == Verb.MENTION and event.via == calls.VIA:
        return _told_all(Notice.CALL, calls.reached(event))
    if event.verb == Verb.POST:
        return _told_all(Notice.NEW_POST, hearing.of_new_post(event))
    told = _told_one_by_one(event)
    if event.verb == Verb.COMMENT:
        told |= _told_all(Notice.NEW_COMMENT, hearing.of_new_comment(event))
    return told


def _told_all(notice: str, people: "QuerySet[Person] | None") -> dict[str, list[Person]]:
    found = [] if people is None else list(people)
    return {notice: found} if found else {}


def _told_one_by_one(event: Event) -> dict[str, list[Person]]:
    """Those concerned who have not blocked who acted, and may know of it."""
    pairs = _concerned(event)
    people = Person.objects.filter(is_active=True).in_bulk({person for _notice, person in pairs}) if pairs else {}
    if not people:
        return {}
    deaf = PersonLevel.objects.filter(person__in=people, other=event.actor_id, level=Level.BLOCK)
    blocking = set(deaf.values_list("person_id", flat=True)) if event.actor_id else set()
    heard = [(notice, people[pk]) for notice, pk in pairs if pk in people and not (notice in access.SOCIAL and pk in blocking)]
    told: dict[str, list[Person]] = {}
    for notice, person in _knowing(event, heard):
        told.setdefault(notice, []).append(person)
    return told


def _knowing(event: Event, heard: list[tuple[str, Person]]) -> Iterable[tuple[str, Person]]:
    """Of these, those who may know of it at this moment."""
    if event.object_type == "report" or event.root_id is None:
        return [(notice, person) for notice, person in heard if _may_know(person, event, notice)]
    if event.object_type == "comment" and not Comment.objects.filter(pk=event.object_id or 0, deleted_at=None).exists():
        return []
    reading = access.readers_among({person.pk for _notice, person in heard}, post_id=event.root_id)
    return [(notice, person) for notice, person in heard if person.pk in reading]


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
            yield Notice.INVITATION, target
        case Verb.ACCEPT if target and not _was_told(target, Notice.ANSWER_ACCEPTED, comment_id=event.object_id):
            yield Notice.ANSWER_ACCEPTED, target
        case Verb.COUNTERSIGN if target:
            yield Notice.STORY_CONFIRMED, target
        case Verb.ASK if target:
            yield Notice.TESTIMONIAL, target
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


def _audience(event: Event) -> "QuerySet[Person] | None":
    """All whom an announcement speaks to: they are its members, so they may read it."""
    post = Post.objects.filter(pk=event.root_id or 0, deleted_at=None).first()
    return None if post is None else access.audience(post)


def _about(event: Event, people: list[Person]) -> "Iterable[tuple[list[Person], dict[str, int | None]]]":
    """What the notices of an event speak of; of a report, it depends on who may know where it happened."""
    if event.object_type != "report":
        return [(people, _of_event(event))]
    return [([person], of_report(person, event)) for person in people]


def _of_event(event: Event) -> dict[str, int | None]:
    return {
        "actor_id": event.actor_id if Person.objects.filter(pk=event.actor_id or 0).exists() else None,
        "community_id": event.community_id,
        "post_id": event.root_id,
        "comment_id": event.object_id if event.object_type == "comment" else None,
    }


def _may_know(person: Person, event: Event, notice: str) -> bool:
    """Of what leads to no post: a report, or something of a community."""
    if event.object_type == "report":
        return may_know_of_report(person, event, notice)
    community = Community.objects.filter(pk=event.community_id or 0).first()
    if community is None:
        return False
    if notice == Notice.JOIN_REQUEST:
        return access.may_moderate(person, community)
    if notice in access.SAID_INSIDE:
        return access.may_read_community(person, community)
    return access.communities(person).filter(pk=community.pk).exists()
