"""Comments: answer, edit, delete."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._insert import insert_once
from communities.actions._moderation import log_act
from communities.actions._spread import show_link, spread
from communities.actions._vouched import end_validation
from communities.actions.attachments import FileChanges, attach, change_files, check_own, has_files
from communities.actions.calls import answered_by, check_call, has_called
from communities.actions.charters import require_accepted
from communities.actions.drafts import end_draft, end_edit
from communities.actions.links import change_link
from communities.actions.versions import Said, keep_version
from communities.actions.words import is_named, read_words
from communities.events import NewEvent
from communities.models import Comment, Post, Removal
from communities.models.event import Verb
from rse.lib.prepared import Statement
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
    accepts: int | None = None,
    files: Sequence[str] = (),
    without_link: str = "",
    confirms_mention: bool | None = None,
    source: str = "web",
) -> Comment:
    """Answer a post, or a comment of it; an answer to a reply joins that reply's own thread. `files`: tokens of one's own uploads;
    `without_link`: the address of a page not to be shown under it.

    `accepts` is the version of the charter that one accepts with it, `confirms_mention` as for a post. Raises PermissionDenied to
    whoever may not write there, CharterAsked as long as its charter is not accepted, MentionAsked as long as telling its members is
    not confirmed, Refused on unfit words or a thread that went.
    """
    access.require(access.may_write(by, post.community) and access.may_read(by, post))
    require_accepted(by, post.community, accepts=accepts, at=at)
    parent = _checked_parent(parent, post)
    check_own(files, by)
    offers, answered = confirms_mention is not None, answered_by(post, parent)
    words = read_words(body, by=by, community=post.community, may_be_empty=bool(files), calls=offers)
    calls = check_call(words, by=by, community=post.community, confirms=confirms_mention, at=at, post=post, answered=answered)
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
    answers = int(by.pk != post.author_id)
    if not _COUNT.rows(post=post.pk, community=post.community_id, answers=answers, at=at.isoformat()):
        raise Refused(_("This thread has just moved to another community: open it again to see who reads it."))
    end_draft(comment)
    events.record(event_of(Verb.COMMENT, comment, by=by, at=at, source=source))
    attach(comment, files, by=by, at=at, source=source)
    show_link(words, comment, by=by, without=without_link, at=at)
    spread(words, comment, by=by, calls=calls, source=source, at=at)
    return comment


@transaction.atomic
def edit_comment(
    *,
    by: Person,
    comment: Comment,
    body: str,
    at: datetime,
    files: FileChanges | None = None,
    version: int | None = None,
    without_link: str | None = None,
    confirms_mention: bool | None = None,
    draft: int | None = None,
    source: str = "web",
) -> Comment:
    """Change the words of one's own comment, and its files when `files` says so; the words of before are kept. The same again
    change nothing. `without_link`: as for a post.

    `version` is the number of the words that one started from, unknown to None; `draft` is the version of one's draft of this
    edit, which goes. Raises Stale when the words are others by now.
    """
    comment = _locked(comment)
    access.require(access.may_edit(by, comment))
    may_be_empty = not body.strip() and has_files(comment, files)
    post, community, answered = comment.post, comment.post.community, answered_by(comment.post, comment.parent)
    called = is_named(community, body) and has_called(post, comment, is_reply=True)
    offers = called or confirms_mention is not None
    words = read_words(body, by=by, community=community, may_be_empty=may_be_empty, calls=offers, has_called=called)
    calls = check_call(words, by=by, community=community, confirms=confirms_mention, at=at, post=post, comment=comment, answered=answered)
    before = Said.by(comment)
    end_edit(comment, by=by, version=draft)
    is_other = change_link(comment, words.html, by=by, at=at, without=without_link)
    if not (change_files(comment, files, by=by, at=at, source=source) or is_other) and words.body == comment.body:
        return comment
    if Said.by(comment, body=words.body) != before:
        keep_version(comment, before, seen=version)
        comment.edited_at = at
        end_validation(comment, by=by, at=at)
    comment.body, comment.body_html, comment.renderer = words.body, words.html, RENDERER
    comment.version += 1
    comment.save(update_fields=["body", "body_html", "renderer", "edited_at", "link", "version"])
    _bump(comment.post)
    events.record(event_of(Verb.EDIT, comment, by=by, at=at, source=source))
    spread(words, comment, by=by, calls=calls, source=source, at=at, was_there=True)
    return comment


@transaction.atomic
def delete_comment(*, by: Person, comment: Comment, at: datetime, source: str = "web") -> Comment:
    """Leave a tombstone in the thread. An accepted answer that goes is no longer accepted.

    Whoever did it may take it back for a minute; the history knows of it after that: see `removals`.
    """
    access.require(access.may_delete(by, comment))
    if comment.author_id != by.pk:
        log_act("comment.delete", by=by, on=comment, at=at)
    return take_comment_away(comment, by=by, at=at, source=source)


@transaction.atomic
def take_comment_away(comment: Comment, *, by: Person, at: datetime, source: str) -> Comment:
    """The same for whoever was found to have the right to, as by a decision on a report."""
    comment = _locked(comment)
    access.require(comment.deleted_at is None)
    comment.deleted_at, comment.deleted_by = at, by
    comment.version += 1
    comment.save(update_fields=["deleted_at", "deleted_by", "version"])
    was_accepted = bool(Post.objects.filter(pk=comment.post_id, accepted_comment=comment).update(accepted_comment=None))
    count_comment(comment, -1)
    Removal.objects.create(post=comment.post, comment=comment, by=by, at=at, source=source, was_accepted=was_accepted)
    events.announce(event_of(Verb.DELETE, comment, by=by, at=at, source=source))
    return comment


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).select_related("post__community").get(pk=comment.pk)


def _checked_parent(parent: Comment | None, post: Post) -> Comment | None:
    if parent is None:
        return None
    if parent.post_id != post.pk or parent.deleted_at is not None:
        raise Refused(_("The comment you are answering is no longer there."), field="parent")
    return parent.parent or parent


def count_comment(comment: Comment, change: int) -> None:
    """One comment more, or less, in its thread; an answer, where it is not by who began the thread."""
    answers = change if comment.author_id != comment.post.author_id else 0
    counts = {"comment_count": F("comment_count") + change, "answer_count": F("answer_count") + answers}
    Post.objects.filter(pk=comment.post_id).update(version=F("version") + 1, **counts)


# It may have moved since: its readers are others then.
_COUNT = Statement("""
    UPDATE communities_post SET comment_count = comment_count + 1, answer_count = answer_count + %(answers)s, version = version + 1,
        last_activity_at = %(at)s::timestamptz
    WHERE id = %(post)s AND community_id = %(community)s RETURNING id
""")


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
