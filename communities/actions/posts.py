"""Posts: publish, edit, delete, accept an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.actions._insert import insert_once
from communities.actions._kind import Details, Kind
from communities.actions._moderation import log_act
from communities.actions._spread import show_link, spread
from communities.actions.attachments import FileChanges, attach, change_files, check_own, has_files
from communities.actions.calls import check_call, has_called
from communities.actions.charters import require_accepted
from communities.actions.drafts import end_draft, end_edit
from communities.actions.freshness import forget, freshen
from communities.actions.kinds import kind_of
from communities.actions.links import change_link, forget_deleted_links
from communities.actions.reliance import try_answer
from communities.actions.versions import Said, forget_versions, keep_version
from communities.actions.words import MAX_TITLE, Words, check_length, is_named, read_words
from communities.events import NewEvent
from communities.models import Announcement, Comment, Community, Poll, Post, PostKind, Praise, Removal, Report, Share, Story
from communities.models.event import Verb
from rse.lib.refusal import Refused
from rse.lib.text import RENDERER, one_line
from rse.people.models import Person


@dataclass(frozen=True)
class Checked:
    """A post that may be published: its kind, and what was read of its words and details."""

    kind: Kind
    title: str
    words: Words
    details: Any
    calls: bool = False


def check_post(
    *,
    by: Person,
    community: Community,
    body: str,
    title: str,
    kind: str,
    details: Details,
    at: datetime,
    files: bool = False,
    confirms_mention: bool | None = None,
) -> Checked:
    """What `create_post` asks of a post at that instant, but for the right to write there. Raises as it does, and writes nothing."""
    asked = kind_of(kind)
    title = checked_title(title)
    if asked.lacks_title(title, body, files=files):
        raise Refused(_("Say it in one sentence first."), field="title")
    may_be_empty = files or asked.may_be_wordless(title)
    words = read_words(body, by=by, community=community, may_be_empty=may_be_empty, calls=confirms_mention is not None)
    checked = asked.check(by, community, details, at)
    calls = check_call(words, by=by, community=community, confirms=confirms_mention, at=at)
    return Checked(asked, title, words, checked, calls)


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
    accepts: int | None = None,
    files: Sequence[str] = (),
    without_link: str = "",
    confirms_mention: bool | None = None,
    source: str = "web",
) -> Post:
    """Publish in a community. The same `client_key` twice gives the post of the first time.

    `details` is what the kind asks beside words, `files` are the tokens of one's own uploads, `accepts` the version of the charter
    that one accepts with it, `without_link` the address of a page that is not to be shown under it, `confirms_mention` whether its
    members are to be told when the text names it: see `calls`; with None its name stays text.

    Raises PermissionDenied to whoever may not write there, CharterAsked as long as its charter is not accepted, MentionAsked as
    long as that is not confirmed, Refused on unfit words or details.
    """
    access.require(access.may_write(by, community))
    require_accepted(by, community, accepts=accepts, at=at)
    checked = check_post(
        by=by,
        community=community,
        body=body,
        title=title,
        kind=kind,
        details=details or {},
        files=bool(files),
        confirms_mention=confirms_mention,
        at=at,
    )
    check_own(files, by)
    title, words = checked.title, checked.words
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
    checked.kind.write(post, checked.details, by, at, source)
    end_draft(post)
    freshen(post)
    events.record(replace(event_of(Verb.POST, post, by=by, at=at, source=source), via=checked.kind.via))
    attach(post, files, by=by, at=at, source=source)
    show_link(words, post, by=by, without=without_link, at=at)
    spread(words, post, by=by, calls=checked.calls, source=source, at=at)
    return post


@transaction.atomic
def edit_post(
    *,
    by: Person,
    post: Post,
    body: str,
    at: datetime,
    title: str = "",
    details: Details | None = None,
    files: FileChanges | None = None,
    version: int | None = None,
    without_link: str | None = None,
    confirms_mention: bool | None = None,
    draft: int | None = None,
    source: str = "web",
) -> Post:
    """Change the words of one's own post; what it said before is kept. The same again changes nothing.

    `details` is what its kind asks beside them, `files` what becomes of its files, `without_link` the address of a page not to be
    shown under it; None leaves that as it is. `version` is the number of the words that one started from, unknown to None;
    `confirms_mention` as for a new post; `draft` is the version of one's draft of this edit, which goes. Raises Stale when the words
    are others by now.
    """
    post = _locked(post)
    access.require(access.may_edit(by, post))
    asked = kind_of(post.kind)
    title = checked_title(title)
    holds_files = not body.strip() and has_files(post, files)
    if asked.lacks_title(title, body, files=holds_files):
        raise Refused(_("Say it in one sentence first."), field="title")
    may_be_empty = holds_files or asked.may_be_wordless(title)
    called = is_named(post.community, body) and has_called(post, None, is_reply=False)
    offers = called or confirms_mention is not None
    words = read_words(body, by=by, community=post.community, may_be_empty=may_be_empty, calls=offers, has_called=called)
    calls = check_call(words, by=by, community=post.community, confirms=confirms_mention, at=at, post=post)
    before, is_same = Said.by(post), (title, words.body) == (post.title, post.body)
    if not is_same:
        asked.reword(post)
    end_edit(post, by=by, version=draft)
    is_other = details is not None and asked.edit(post, details, by, at, source)
    is_other = change_link(post, words.html, by=by, at=at, without=without_link) or is_other
    if not (change_files(post, files, by=by, at=at, source=source) or is_other) and is_same:
        return post
    if Said.by(post, title=title, body=words.body) != before:
        keep_version(post, before, seen=version)
        post.edited_at = at
    post.title = title
    post.body, post.body_html, post.renderer = words.body, words.html, RENDERER
    post.version += 1
    post.save(update_fields=["title", "body", "body_html", "renderer", "edited_at", "link", "version"])
    events.record(event_of(Verb.EDIT, post, by=by, at=at, source=source))
    spread(words, post, by=by, calls=calls, source=source, at=at, was_there=True)
    return post


@transaction.atomic
def delete_post(*, by: Person, post: Post, at: datetime, source: str = "web") -> Post:
    """Take a post away with its thread. The words are kept 30 days, out of everyone's sight, then purged.

    Whoever did it may take it back for a minute; the history knows of it after that: see `removals`.
    """
    access.require(access.may_delete(by, post))
    if post.author_id != by.pk:
        log_act("post.delete", by=by, on=post, at=at)
    return take_post_away(post, by=by, at=at, source=source)


@transaction.atomic
def take_post_away(post: Post, *, by: Person, at: datetime, source: str) -> Post:
    """The same for whoever was found to have the right to, as by a decision on a report."""
    post = _locked(post)
    access.require(post.deleted_at is None)
    post.deleted_at, post.deleted_by = at, by
    post.version += 1
    post.save(update_fields=["deleted_at", "deleted_by", "version"])
    forget(post)
    Removal.objects.create(post=post, by=by, at=at, source=source)
    events.announce(event_of(Verb.DELETE, post, by=by, at=at, source=source))
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
        try_answer(comment, at=at)
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
    for beside in (Poll, Praise, Announcement, Story, Share):
        beside._default_manager.filter(post__deleted_at__lt=before).delete()
    forget_versions(before=before)
    forget_deleted_links(before=before)
    Removal.objects.filter(at__lt=before).exclude(settled_at=None).delete()
    gone = Q(post__deleted_at__lt=before) | Q(comment__deleted_at__lt=before)
    Report.objects.filter(gone).exclude(excerpt="").update(excerpt="")
    emptied = Post.objects.filter(deleted_at__lt=before).exclude(body="", title="").update(title="", body="", body_html="", link=None)
    return emptied + Comment.objects.filter(deleted_at__lt=before).exclude(body="").update(body="", body_html="", link=None)


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
