"""What a text says beside its words, as a version keeps it: the fields of its kind, and its files."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from communities.models.announcement import Announcement
from communities.models.attachment import Attachment
from communities.models.comment import Comment
from communities.models.poll import Poll
from communities.models.post import Post, PostKind
from communities.models.praise import Praise, PraisedPerson
from communities.models.story import Story, StoryPerson

_STORY = ("situation", "change", "amount", "unit", "period", "basis", "happened_on", "proofs")


def details_said(content: Post | Comment) -> dict[str, Any]:
    """Name of a field -> what it says, fit for JSON; people by id. Empty for a comment and for kinds of words alone."""
    if isinstance(content, Comment):
        return {}
    match content.kind:
        case PostKind.STORY:
            told = Story.objects.filter(pk=content.pk).values(*_STORY).get()
            authors = StoryPerson.objects.filter(story=content.pk).order_by("person").values_list("person", flat=True)
            return _written({**told, "people": list(authors)})
        case PostKind.PRAISE:
            what_for = Praise.objects.filter(pk=content.pk).values("what_for").get()
            praised = PraisedPerson.objects.filter(praise=content.pk).order_by("person").values_list("person", flat=True)
            return _written({**what_for, "people": list(praised)})
        case PostKind.ANNOUNCEMENT:
            return _written({**Announcement.objects.filter(pk=content.pk).values("must_read", "read_by").get()})
        case PostKind.POLL:
            return _written({**Poll.objects.filter(pk=content.pk).values("closes_at").get()})
    return {}


def files_said(content: Post | Comment) -> list[list[str]]:
    """Token and name of each file of a text, in their order; the token tells two of the same name apart, and opens nothing."""
    own = {"post": content, "comment": None} if isinstance(content, Post) else {"post": content.post_id, "comment": content}
    rows = Attachment.objects.filter(**own).order_by("position", "pk")
    return [[token, name] for token, name in rows.values_list("token", "name")]


def _written(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: _plain(value) for name, value in told.items() if value not in (None, "", [], False)}


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
