"""Comments: answer, edit, delete."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._insert import insert_once
from communities.actions.words import read_words, record_mentions
from communities.events import NewEvent
from communities.models import Comment, Mention, Post
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import RENDERER
from rse.people.models import Person


@transaction.atomic
def create_comment(
    *,
    by: Person,
    post: Post,
    body: str,
    at: datetime,
    parent: Comment | None = None,
    client_key: str | None = None,
    source: str = "web",
) -> Comment:
    """Answer a post, or a comment of it; an answer to a reply joins that reply's own thread.

    Raises PermissionDenied to whoever may not write there, Refused on unfit words or a thread that went.
    """
    access.require(access.may_write(by, post.community) and access.may_read(by, post))
    parent = _checked_parent(parent, post)
    words = read_words(body, by=by, community=post.community)
    comment, is_new = insert_once(
        lambda id_: Comment(
            id=id_,
            post=post,
            parent=parent,
            author=by,
            body=words.body,
            body_html=words.html,
            renderer=RENDERER,
            at=at,
            client_key=client_key or None,
        ),
        at=at,
    )
    if not is_new:
        return comment
    Post.objects.filter(pk=post.pk).update(comment_count=F("comment_count") + 1, version=F("version") + 1, last_activity_at=at)
    events.record(event_of(Verb.COMMENT, comment, by=by, at=at, source=source))
    record_mentions(words, by=by, post=post, comment=comment, source=source, at=at)
    return comment


@transaction.atomic
def edit_comment(*, by: Person, comment: Comment, body: str, at: datetime, source: str = "web") -> Comment:
    """Change the words of one's own comment."""
    comment = _locked(comment)
    access.require(access.may_edit(by, comment))
    words = read_words(body, by=by, community=comment.post.community)
    comment.body, comment.body_html, comment.renderer = words.body, words.html, RENDERER
    comment.edited_at = at
    comment.version += 1
    comment.save(update_fields=["body", "body_html", "renderer", "edited_at", "version"])
    _bump(comment.post)
    events.record(event_of(Verb.EDIT, comment, by=by, at=at, source=source))
    record_mentions(words, by=by, post=comment.post, comment=comment, source=source, at=at, was_there=True)
    return comment


@transaction.atomic
def delete_comment(*, by: Person, comment: Comment, at: datetime, source: str = "web") -> Comment:
    """Leave a tombstone in the thread. An accepted answer that goes is no longer accepted."""
    comment = _locked(comment)
    access.require(access.may_delete(by, comment))
    comment.deleted_at, comment.deleted_by = at, by
    comment.version += 1
    comment.save(update_fields=["deleted_at", "deleted_by", "version"])
    Post.objects.filter(pk=comment.post_id, accepted_comment=comment).update(accepted_comment=None)
    Post.objects.filter(pk=comment.post_id).update(comment_count=F("comment_count") - 1, version=F("version") + 1)
    Mention.objects.filter(comment=comment).delete()
    events.record(event_of(Verb.DELETE, comment, by=by, at=at, source=source))
    return comment


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).select_related("post__community").get(pk=comment.pk)


def _checked_parent(parent: Comment | None, post: Post) -> Comment | None:
    if parent is None:
        return None
    if parent.post_id != post.pk or parent.deleted_at is not None:
        raise Refused(_("The comment you answer is not there any more."), field="parent")
    return parent.parent or parent


def _bump(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(version=F("version") + 1)


def event_of(verb: str, comment: Comment, *, by: Person, at: datetime, source: str) -> NewEvent:
    """The target of a comment is whoever wrote what it answers; of its edit or deletion, its author."""
    answered = comment.parent.author_id if comment.parent else comment.post.author_id
    return NewEvent(
        at=at,
        verb=verb,
        actor_id=by.pk,
        community_id=comment.post.community_id,
        object_type="comment",
        object_id=comment.pk,
        root_id=comment.post_id,
        target_id=answered if verb == Verb.COMMENT else comment.author_id,
        source=source,
    )
