"""Posts: publish, edit, delete, accept an answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._insert import insert_once
from communities.actions._kind import Details
from communities.actions.drafts import end_draft
from communities.actions.freshness import forget, freshen
from communities.actions.kinds import kind_of
from communities.actions.words import MAX_TITLE, check_length, read_words, record_mentions
from communities.events import NewEvent
from communities.models import Comment, Community, Mention, Poll, Post, PostKind, Praise
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import RENDERER, one_line
from rse.people.models import Person


@transaction.atomic
def create_post(
    *,
    by: Person,
    community: Community,
    body: str,
    at: datetime,
    title: str = "",
    kind: str = PostKind.MESSAGE,
    client_key: str | None = None,
    details: Details | None = None,
    source: str = "web",
) -> Post:
    """Publish in a community. The same `client_key` twice gives the post of the first time.

    `details` is what the kind asks beside words. Raises PermissionDenied to whoever may not write there, Refused on unfit
    words or details.
    """
    access.require(access.may_write(by, community))
    asked = kind_of(kind)
    title = checked_title(title)
    if asked.needs_title and not title:
        raise Refused(_("Say it in one sentence first."), field="title")
    words = read_words(body, by=by, community=community, may_be_empty=not asked.needs_body)
    checked = asked.check(by, community, details or {}, at)
    post, is_new = insert_once(
        lambda id_: Post(
            id=id_,
            community=community,
            author=by,
            kind=kind,
            title=title,
            body=words.body,
            body_html=words.html,
            renderer=RENDERER,
            at=at,
            last_activity_at=at,
            client_key=client_key or None,
        ),
        at=at,
    )
    if not is_new:
        return post
    asked.write(post, checked, by, at)
    end_draft(post)
    freshen(post)
    events.record(event_of(Verb.POST, post, by=by, at=at, source=source))
    record_mentions(words, by=by, post=post, comment=None, source=source, at=at)
    return post


@transaction.atomic
def edit_post(*, by: Person, post: Post, body: str, at: datetime, title: str = "", source: str = "web") -> Post:
    """Change the words of one's own post."""
    post = _locked(post)
    access.require(access.may_edit(by, post))
    asked = kind_of(post.kind)
    title = checked_title(title)
    if asked.needs_title and not title:
        raise Refused(_("Say it in one sentence first."), field="title")
    words = read_words(body, by=by, community=post.community, may_be_empty=not asked.needs_body)
    post.title = title
    post.body, post.body_html, post.renderer = words.body, words.html, RENDERER
    post.edited_at = at
    post.version += 1
    post.save(update_fields=["title", "body", "body_html", "renderer", "edited_at", "version"])
    events.record(event_of(Verb.EDIT, post, by=by, at=at, source=source))
    record_mentions(words, by=by, post=post, comment=None, source=source, at=at, was_there=True)
    return post


@transaction.atomic
def delete_post(*, by: Person, post: Post, at: datetime, source: str = "web") -> Post:
    """Take a post away with its thread. The words are kept 30 days, out of everyone's sight, then purged."""
    post = _locked(post)
    access.require(access.may_delete(by, post))
    post.deleted_at, post.deleted_by = at, by
    post.version += 1
    post.save(update_fields=["deleted_at", "deleted_by", "version"])
    Mention.objects.filter(post=post).delete()
    forget(post)
    events.record(event_of(Verb.DELETE, post, by=by, at=at, source=source))
    return post


@transaction.atomic
def accept_answer(*, by: Person, post: Post, comment: Comment | None, at: datetime, source: str = "web") -> Post:
    """Mark the comment that answers a question; None takes the mark away."""
    post = _locked(post)
    access.require(access.may_accept(by, post))
    if post.kind != PostKind.QUESTION:
        raise Refused(_("Only a question can have an accepted answer."))
    if comment is not None and (comment.post_id != post.pk or comment.deleted_at is not None):
        raise Refused(_("This answer is not in this thread any more."))
    post.accepted_comment = comment
    post.version += 1
    post.save(update_fields=["accepted_comment", "version"])
    if comment is not None:
        events.record(
            NewEvent(
                at=at,
                verb=Verb.ACCEPT,
                actor_id=by.pk,
                community_id=post.community_id,
                object_type="comment",
                object_id=comment.pk,
                root_id=post.pk,
                target_id=comment.author_id,
                source=source,
            )
        )
    return post


@transaction.atomic
def purge_deleted(*, before: datetime) -> int:
    """Empty the words of posts and comments deleted before that instant; the tombstones stay."""
    Poll.objects.filter(post__deleted_at__lt=before).delete()
    Praise.objects.filter(post__deleted_at__lt=before).delete()
    emptied = Post.objects.filter(deleted_at__lt=before).exclude(body="", title="").update(title="", body="", body_html="")
    return emptied + Comment.objects.filter(deleted_at__lt=before).exclude(body="").update(body="", body_html="")


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=post.pk)


def checked_title(title: str) -> str:
    title = one_line(title)
    check_length(title, limit=MAX_TITLE, field="title")
    return title


def event_of(verb: str, post: Post, *, by: Person, at: datetime, source: str) -> NewEvent:
    return NewEvent(
        at=at,
        verb=verb,
        actor_id=by.pk,
        community_id=post.community_id,
        object_type="post",
        object_id=post.pk,
        root_id=post.pk,
        target_id=post.author_id,
        source=source,
    )
