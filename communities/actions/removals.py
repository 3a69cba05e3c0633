"""Removals: a deletion takes effect at once, and may be taken back for a minute by whoever deleted; then it becomes history."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions import comments, posts
from communities.actions._gone import comment_goes, post_goes
from communities.actions._moderation import log_act
from communities.actions.freshness import freshen_communities, freshen_people
from communities.actions.topics import set_topics
from communities.events import NOTIFYING, NewEvent
from communities.models import Comment, Event, Mention, Move, PendingEvent, Post, Removal
from communities.models.event import Verb
from rse.lib.ids import first_id
from rse.lib.refusal import Refused
from rse.people.models import Person

UNDO_LASTS = timedelta(seconds=60)
_TOLD_LATE = timedelta(minutes=5)  # an event may have waited that long for its notifications
_SETTLED_AT_ONCE = 200


@transaction.atomic
def restore_post(*, by: Person, post: Post, at: datetime, source: str = "web") -> Post:
    """Take one's deletion of a post back, as if it had not been. One that is back already stays.

    Raises PermissionDenied to whoever may not delete it any more, Refused once it is too late, or when it has moved since.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=post.pk)
    if post.deleted_at is None:
        return post
    removal = _open(by=by, post=post, comment=None, at=at)
    access.require(access.may_restore(by, post))
    post.deleted_at, post.deleted_by = None, None
    post.version += 1
    post.save(update_fields=["deleted_at", "deleted_by", "version"])
    freshen_communities([post])
    freshen_people([post])
    _undone(removal, at=at)
    if post.author_id != by.pk:
        log_act("post.restore", by=by, on=post, at=at)
    events.announce(posts.event_of(Verb.RESTORE, post, by=by, at=at, source=source))
    return post


@transaction.atomic
def restore_comment(*, by: Person, comment: Comment, at: datetime, source: str = "web") -> Comment:
    """The same of a comment, whose thread must still be there."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("post__community", "parent").get(pk=comment.pk)
    if comment.deleted_at is None:
        return comment
    removal = _open(by=by, post=comment.post, comment=comment, at=at)
    access.require(access.may_restore(by, comment))
    comment.deleted_at, comment.deleted_by = None, None
    comment.version += 1
    comment.save(update_fields=["deleted_at", "deleted_by", "version"])
    thread = Post.objects.filter(pk=comment.post_id)
    if removal.was_accepted:
        thread.filter(accepted_comment=None).update(accepted_comment=comment)
    comments.count_comment(comment, +1)
    _undone(removal, at=at)
    if comment.author_id != by.pk:
        log_act("comment.restore", by=by, on=comment, at=at)
    events.announce(comments.event_of(Verb.RESTORE, comment, by=by, at=at, source=source))
    return comment


@transaction.atomic
def settle_due(at: datetime) -> int:
    """Write the history of the deletions that nobody took back, each at its own time. Returns how many."""
    due = Removal.objects.filter(settled_at=None, at__lte=at - UNDO_LASTS).select_for_update(skip_locked=True, of=("self",))
    settled = list(due.select_related("post", "comment__post", "comment__parent", "by").order_by("at")[:_SETTLED_AT_ONCE])
    _settle(settled, at=at)
    return len(settled)


@transaction.atomic
def settle_now(*, post: Post, comment: Comment | None, at: datetime) -> None:
    """The same at once of what went by a decision: those concerned are told, so nobody takes it back."""
    just = Removal.objects.filter(post=post, comment=comment, settled_at=None)
    _settle(list(just.select_related("post", "comment__post", "comment__parent", "by")), at=at)


def _settle(settled: Sequence[Removal], *, at: datetime) -> None:
    for removal in settled:
        Mention.objects.filter(post=removal.post, **({"comment": removal.comment} if removal.comment else {})).delete()
        if removal.comment is None:
            post_goes(removal.post, by=removal.by, at=at)
        else:
            comment_goes(removal.comment, by=removal.by, at=at)
    set_topics({removal.post_id: {} for removal in settled if removal.comment is None}, at=at, was_there=True)
    events.record_many([_event_of(removal) for removal in settled])  # whoever follows it live heard of it when it happened
    Removal.objects.filter(pk__in=[removal.pk for removal in settled]).update(settled_at=at)


def _open(*, by: Person, post: Post, comment: Comment | None, at: datetime) -> Removal:
    removal = Removal.objects.select_for_update(of=("self",)).filter(post=post, comment=comment, by=by, settled_at=None).first()
    if removal is None or at > removal.at + UNDO_LASTS:
        raise Refused(_("It is too late to take this deletion back."))
    if Move.objects.filter(post=post, at__gte=removal.at).exists():  # these words were written for those who read there
        raise Refused(_("The post has moved to another community since: this deletion stays."))
    return removal


def _undone(removal: Removal, *, at: datetime) -> None:
    """Nothing was deleted; who was not told of it because it was away is told now."""
    about = {"root_id": removal.post_id} if removal.comment_id is None else {"object_id": removal.comment_id}
    silent = Event.objects.filter(pk__gte=first_id(removal.at - _TOLD_LATE), verb__in=NOTIFYING, **about)
    PendingEvent.objects.bulk_create(
        [PendingEvent(event_id=pk, at=at) for pk in silent.values_list("pk", flat=True)], ignore_conflicts=True
    )
    removal.delete()


def _event_of(removal: Removal) -> NewEvent:
    by, at, source = removal.by, removal.at, removal.source
    if removal.comment is not None:
        return comments.event_of(Verb.DELETE, removal.comment, by=by, at=at, source=source)
    return posts.event_of(Verb.DELETE, removal.post, by=by, at=at, source=source)
