"""Reactions: give one, take it back."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.events import NewEvent
from communities.models import Comment, Post, Reaction, ReactionKind
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.people.models import Person


@transaction.atomic
def react(*, by: Person, post: Post, kind: str, at: datetime, comment: Comment | None = None, source: str = "web") -> bool:
    """Give a reaction; giving it twice leaves one. Returns whether it is new."""
    access.require(access.may_react(by, post))
    reaction_kind = ReactionKind.objects.filter(pk=kind, is_active=True).first()
    if reaction_kind is None:
        raise Refused(_("This reaction is not offered."), field="kind")
    content = _locked(post, comment)
    _reaction, is_new = Reaction.objects.get_or_create(person=by, post=post, comment=comment, kind=reaction_kind, defaults={"at": at})
    if is_new:
        _recount(content, kind, +1)
        events.record(event_of(Verb.REACTION, content, by=by, at=at, source=source))
    return is_new


@transaction.atomic
def unreact(*, by: Person, post: Post, kind: str, at: datetime, comment: Comment | None = None, source: str = "web") -> bool:
    """Take a reaction back. Returns whether there was one."""
    access.require(access.may_react(by, post))
    content = _locked(post, comment)
    gone, _rows = Reaction.objects.filter(person=by, post=post, comment=comment, kind=kind).delete()
    if gone:
        _recount(content, kind, -1)
        events.record(event_of(Verb.UNREACT, content, by=by, at=at, source=source))
    return bool(gone)


def _locked(post: Post, comment: Comment | None) -> Post | Comment:
    """The object of the reaction, under lock: its counts are rewritten."""
    found: Post | Comment | None
    if comment is None:
        found = Post.objects.select_for_update().filter(pk=post.pk, deleted_at=None).first()
    else:
        found = Comment.objects.select_for_update().filter(pk=comment.pk, post=post, deleted_at=None).first()
    if found is None:
        raise Refused(_("What you react to is not there any more."))
    return found


def _recount(content: Post | Comment, kind: str, change: int) -> None:
    counts = Counter(content.reaction_counts)
    counts[kind] += change
    content.reaction_counts = dict(+counts)
    content.version += 1
    content.save(update_fields=["reaction_counts", "version"])


def event_of(verb: str, content: Post | Comment, *, by: Person, at: datetime, source: str) -> NewEvent:
    post = content if isinstance(content, Post) else content.post
    return NewEvent(
        at=at,
        verb=verb,
        actor_id=by.pk,
        community_id=post.community_id,
        object_type="post" if isinstance(content, Post) else "comment",
        object_id=content.pk,
        root_id=post.pk,
        target_id=content.author_id,
        source=source,
    )
