"""Versions: what a post or a comment said before each edit, and two people, or two tabs, who edit the same words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from communities import access
from communities.models import Comment, Post, Report, ReportState, TextVersion, details_said, files_said
from rse.audit import log
from rse.people.models import Person


@dataclass(frozen=True)
class Said:
    """All that a text says at a moment: its words, the fields of its kind, its files."""

    title: str
    body: str
    details: dict[str, Any] = field(default_factory=dict)
    files: list[list[str]] = field(default_factory=list)

    @classmethod
    def by(cls, content: Post | Comment, *, title: str | None = None, body: str | None = None) -> "Said":
        """What it says now, or would with these words."""
        title = (content.title if isinstance(content, Post) else "") if title is None else title
        return cls(title, content.body if body is None else body, details_said(content), files_said(content))


class Stale(Exception):
    """Other words were saved since: `content` holds them, `version` is their number."""

    def __init__(self, content: Post | Comment, version: int) -> None:
        super().__init__(content.pk)
        self.content = content
        self.version = version


def text_version(content: Post | Comment) -> int:
    """The number of the present words, 1 for those that were published."""
    return _of(content).count() + 1


def keep_version(content: Post | Comment, said: Said, *, seen: int | None) -> None:
    """Keep what a text said before the edit under way; the row that the caller holds, under lock, still has the former words.

    `seen` is the number of the version that the writer started from; raises Stale when it is another by now: nothing of the edit
    may stay then.
    """
    present = text_version(content)
    if seen is not None and seen != present:
        raise Stale(content, present)
    post, comment = (content, None) if isinstance(content, Post) else (content.post, content)
    TextVersion.objects.create(
        post=post,
        comment=comment,
        title=said.title,
        body=said.body,
        details=said.details,
        files=said.files,
        at=content.edited_at or content.at,
        by_id=content.author_id,
    )


@transaction.atomic
def remove_version(*, by: Person, content: Post | Comment, version: TextVersion, at: datetime) -> TextVersion:
    """Take away the words of one past version, for good: a password, a name. That there was one, when and by whom stays.

    What reports decided since quote of this text goes too; one that waits keeps its excerpt for who decides, lest anybody
    take away what they are reported for. Done twice, it is done once. Raises PermissionDenied to whoever may not.
    """
    access.require(access.may_remove_versions(by, content))
    version = TextVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.removed_at is not None:
        return version
    version.title, version.body, version.details, version.files = "", "", {}, []
    version.removed_at, version.removed_by = at, by
    version.save(update_fields=["title", "body", "details", "files", "removed_at", "removed_by"])
    same = Report.objects.filter(post=version.post_id, comment=version.comment_id).exclude(state=ReportState.OPEN)
    same.exclude(excerpt="").update(excerpt="")
    is_post = version.comment_id is None
    log.record(
        actor=by, act="version.remove", target_type="post" if is_post else "comment",
        target_id=version.post_id if is_post else version.comment_id, detail={"version": version.pk, "community": _place(content)}, at=at,
    )  # fmt: skip
    return version


def forget_versions(*, before: datetime) -> None:
    """The words that stood in what was deleted before that instant go with it."""
    TextVersion.objects.filter(Q(post__deleted_at__lt=before) | Q(comment__deleted_at__lt=before)).delete()


def _place(content: Post | Comment) -> int:
    return content.community_id if isinstance(content, Post) else content.post.community_id


def _of(content: Post | Comment) -> QuerySet[TextVersion]:
    if isinstance(content, Post):
        return TextVersion.objects.filter(post=content, comment=None)
    return TextVersion.objects.filter(post=content.post_id, comment=content)
