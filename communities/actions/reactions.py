"""Reactions: give one, take it back."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.events import NewEvent
from communities.models import Comment, Post, ReactionKind
from communities.models.event import Verb
from rse.lib.prepared import Prepared, PreparedRows, Statement
from rse.lib.refusal import Refused
from rse.people.models import Person


@transaction.atomic
def react(*, by: Person, post: Post, kind: str, at: datetime, comment: Comment | None = None, source: str = "web") -> bool:
    """Give a reaction; giving it twice leaves one. Returns whether it is new."""
    access.require(access.may_react(by, post))
    content = _locked(post, comment)
    is_new = _insert(by=by, post=post, comment=comment, kind=kind, at=at)
    if is_new:
        _recount(content, kind, +1, shown=comment or post)
        events.record(event_of(Verb.REACTION, content, by=by, at=at, source=source))
    elif not _offered(kind=kind):
        raise Refused(_("This reaction is not offered."), field="kind")
    return is_new


@transaction.atomic
def unreact(*, by: Person, post: Post, kind: str, at: datetime, comment: Comment | None = None, source: str = "web") -> bool:
    """Take a reaction back. Returns whether there was one."""
    access.require(access.may_react(by, post))
    content = _locked(post, comment)
    gone = _DELETE.rows(person=by.pk, post=post.pk, comment=comment.pk if comment else 0, kind=kind)
    if gone:
        _recount(content, kind, -1, shown=comment or post)
        events.record(event_of(Verb.UNREACT, content, by=by, at=at, source=source))
    return bool(gone)


def _locked(post: Post, comment: Comment | None) -> Post | Comment:
    """The object of the reaction, under lock: its counts are rewritten."""
    found = _locked_post.first(post=post.pk) if comment is None else _locked_comment.first(post=post.pk, comment=comment.pk)
    if found is None:
        raise Refused(_("What you react to is not there any more."))
    return found


@PreparedRows
def _locked_post(*, post: int) -> QuerySet[Post, Post]:
    return Post.objects.select_for_update().filter(pk=post, deleted_at=None)


@PreparedRows
def _locked_comment(*, post: int, comment: int) -> QuerySet[Comment, Comment]:
    standing = Comment.objects.filter(pk=comment, post=post, deleted_at=None)
    return standing.select_related("post").select_for_update(of=("self",))


@Prepared
def _offered(*, kind: str) -> QuerySet[ReactionKind, Any]:
    return ReactionKind.objects.filter(pk=kind, is_active=True).values_list("pk")


def _insert(*, by: Person, post: Post, comment: Comment | None, kind: str, at: datetime) -> bool:
    """Whether the row is new. The constraint `reaction_once` decides, in the one statement that inserts what is on offer."""
    return bool(_INSERT.rows(person=by.pk, post=post.pk, comment=comment.pk if comment else 0, kind=kind, at=at.isoformat()))


def _recount(content: Post | Comment, kind: str, change: int, *, shown: Post | Comment) -> None:
    """Write the counts anew; `shown` is what the caller holds of the same row."""
    counts = Counter(content.reaction_counts)
    counts[kind] += change
    content.reaction_counts = dict(+counts)
    update = _UPDATE["post" if isinstance(content, Post) else "comment"]
    [(content.version,)] = update.rows(id=content.pk, counts=json.dumps(content.reaction_counts))
    shown.reaction_counts, shown.version = content.reaction_counts, content.version


# A comment of 0 stands for none.
_INSERT = Statement("""
    INSERT INTO communities_reaction (person_id, post_id, comment_id, kind_id, at)
    SELECT %(person)s, %(post)s, nullif(%(comment)s, 0), k.key, %(at)s::timestamptz
    FROM communities_reactionkind k WHERE k.key = %(kind)s AND k.is_active
    ON CONFLICT DO NOTHING RETURNING id
""")
_DELETE = Statement("""
    DELETE FROM communities_reaction
    WHERE person_id = %(person)s AND post_id = %(post)s AND kind_id = %(kind)s AND comment_id IS NOT DISTINCT FROM nullif(%(comment)s, 0)
    RETURNING id
""")
_UPDATE = {
    name: Statement(
        f"UPDATE communities_{name} SET reaction_counts = %(counts)s::jsonb, version = version + 1 WHERE id = %(id)s RETURNING version"
    )
    for name in ("post", "comment")
}


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
