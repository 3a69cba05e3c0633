"""The files of a text: published with it, changed with it, gone with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities import access, events
from communities.events import NewEvent
from communities.models import Attachment, Comment, Draft, Post
from communities.models.event import Verb
from rse.lib import storage
from rse.lib.ids import new_ids
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.models import Person

MAX_FILES = 10  # of one post or comment
MAX_ALT = 300


@dataclass(frozen=True)
class FileChanges:
    """What an edition does to the files of a text: those to add and to take away, and what the pictures show; by token."""

    add: Sequence[str] = ()
    drop: Collection[str] = ()
    alts: Mapping[str, str] = field(default_factory=dict)


def check_own(tokens: Sequence[str], by: Person) -> None:
    """Before anything is written: these files are one's own. Raises Refused when one is not, or is gone."""
    if tokens and Attachment.objects.filter(owner=by, token__in=tokens).count() != len(set(tokens)):
        raise _gone()


def keep_for(client_key: str, tokens: Sequence[str], *, by: Person) -> None:
    """Keep these files for the text of that key, to be published later. Raises Refused when one is not there any more."""
    if len(set(tokens)) > MAX_FILES:
        raise too_many()
    if tokens and access.uploads(by).filter(token__in=tokens).update(client_key=client_key) != len(set(tokens)):
        raise _gone()


def attach(content: Post | Comment, tokens: Sequence[str], *, by: Person, at: datetime, source: str) -> None:
    """Publish these files with a text that was just written, in this order. Raises Refused when one is not there any more."""
    if not tokens:
        return
    post = content if isinstance(content, Post) else content.post
    wanted = list(dict.fromkeys(tokens))
    rows = {row.token: row for row in access.uploads(by).filter(token__in=wanted).select_for_update(of=("self",))}
    if len(rows) != len(wanted):
        raise _gone()
    there = list(attached_to(content).values_list("position", flat=True))
    if len(there) + len(wanted) > MAX_FILES:
        raise too_many()
    for place, (token, id_) in enumerate(zip(wanted, new_ids(at for _token in wanted), strict=True), max(there, default=-1) + 1):
        row = rows[token]
        row.post, row.comment, row.community_id = post, None if isinstance(content, Post) else content, post.community_id
        row.published_id, row.position = id_, place
        row.save(update_fields=["post", "comment", "community", "published_id", "position"])
    events.record(_event_of(content, post, by=by, at=at, source=source))


def change_files(content: Post | Comment, changes: FileChanges | None, *, by: Person, at: datetime, source: str) -> bool:
    """Change the files of a text that its author edits; says whether anything changed. The caller raises its version."""
    if changes is None:
        return False
    changed = delete_files(attached_to(content).filter(token__in=changes.drop)) + len(changes.add)
    for row in attached_to(content).filter(token__in=changes.alts):
        if row.alt != (alt := checked_alt(changes.alts[row.token])):
            changed += Attachment.objects.filter(pk=row.pk).update(alt=alt)
    attach(content, changes.add, by=by, at=at, source=source)
    return bool(changed)


def changes_to(content: Post | Comment, tokens: Sequence[str]) -> FileChanges:
    """The changes after which a text has these files."""
    there = set(attached_to(content).values_list("token", flat=True))
    return FileChanges(add=[token for token in tokens if token not in there], drop=there - set(tokens))


def has_files(content: Post | Comment, changes: FileChanges | None) -> bool:
    """Whether a text has files once it is changed so: then it may be without words."""
    changes = changes or FileChanges()
    return bool(changes.add) or attached_to(content).exclude(token__in=changes.drop).exists()


def attached_to(content: Post | Comment) -> QuerySet[Attachment]:
    """The files of a post itself, or of a comment."""
    own = {"post": content, "comment": None} if isinstance(content, Post) else {"post": content.post_id, "comment": content}
    return Attachment.objects.filter(**own)


def checked_alt(alt: str) -> str:
    alt = one_line(alt)
    if len(alt) > MAX_ALT:
        raise Refused(_("A description fits in %(limit)s characters.") % {"limit": MAX_ALT}, field="files")
    return alt


def _gone() -> Refused:
    return Refused(_("One of the files is not there any more: take it away and add it again."), field="files")


def too_many() -> Refused:
    return Refused(_("%(limit)s files at most.") % {"limit": MAX_FILES}, field="files")


def of_form(by: Person, client_key: str) -> QuerySet[Attachment]:
    """What someone sent with a form and has not published."""
    return Attachment.objects.filter(owner=by, client_key=client_key, post=None)


def of_scheduled(by: Person, draft: Draft) -> list[str]:
    """The tokens of the files that will be published with a scheduled text: those named with it, but for what was taken away since."""
    sent = list(of_form(by, draft.client_key).order_by("position", "pk").values_list("token", flat=True))
    return sent if draft.file_tokens is None else [token for token in draft.file_tokens if token in sent]


@transaction.atomic
def forget_unpublished(*, before: datetime) -> int:
    """Throw away the files sent before that instant and never published, but for those of a draft. Returns how many."""
    drafted = Draft.objects.filter(person=OuterRef("owner"), client_key=OuterRef("client_key"))
    return delete_files(Attachment.objects.filter(~Exists(drafted), post=None, at__lt=before))


@transaction.atomic
def forget_deleted(*, before: datetime) -> int:
    """Throw away the files of what was deleted before that instant. Returns how many."""
    gone = Q(post__deleted_at__lt=before) | Q(comment__deleted_at__lt=before)
    return delete_files(Attachment.objects.filter(gone))


def forget_form(*, by: Person, client_key: str) -> None:
    """Throw away what was sent with a form that is given up."""
    delete_files(of_form(by, client_key))


def delete_files(rows: QuerySet[Attachment]) -> int:
    """Delete these rows, and what they keep in the store once the transaction has committed. Returns how many."""
    found = list(rows.select_for_update(of=("self",)).values_list("pk", "key", "preview_key"))
    Attachment.objects.filter(pk__in=[pk for pk, *_keys in found]).delete()
    keys = [key for _pk, *both in found for key in both if key]
    for key in keys:
        transaction.on_commit(partial(storage.forget, key), robust=True)
    return len(found)


def show_again(row: Attachment) -> None:
    """The card that shows a file shows something new."""
    if row.comment_id is not None:
        Comment.objects.filter(pk=row.comment_id).update(version=F("version") + 1)
    if row.post_id is not None:
        Post.objects.filter(pk=row.post_id).update(version=F("version") + 1)


def _event_of(content: Post | Comment, post: Post, *, by: Person, at: datetime, source: str) -> NewEvent:
    """One act of sharing, however many files: it is undone with its text."""
    return NewEvent(
        at=at,
        verb=Verb.UPLOAD,
        actor_id=by.pk,
        community_id=post.community_id,
        object_type="post" if content is post else "comment",
        object_id=content.pk,
        root_id=post.pk,
        target_id=content.author_id,
        source=source,
    )
