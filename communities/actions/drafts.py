"""Drafts: keep words that are not said yet, so that their writer finds them again on any device."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.actions.kinds import kind_of
from communities.actions.words import MAX_TITLE, check_length
from communities.models import Community, Draft, Post, PostKind
from rse.lib.l10n import number
from rse.lib.refusal import Refused
from rse.lib.text import clean
from rse.people.models import Person

MAX_DRAFTS = 100
MAX_BODY = 100_000  # a text too long to be published is still kept: it can be cut
_MAX_DETAILS = 20_000
_MAX_KEY = 64
_WRITTEN = ("options", "people", "what_for")  # of the details, those in which one writes rather than chooses

Details = Mapping[str, Sequence[str]]


class Stale(Exception):
    """Another device saved since: `draft` is what it saved."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.pk)
        self.draft = draft


class Published(Exception):
    """The draft has become a post: there is nothing to keep."""


@dataclass(frozen=True)
class Begun:
    """What is in the form. `details` holds the fields that a kind of post has of its own."""

    body: str = ""
    title: str = ""
    kind: str = PostKind.MESSAGE
    community: Community | None = None
    details: Details = field(default_factory=dict)


@transaction.atomic
def save_draft(*, by: Person, client_key: str, begun: Begun, at: datetime, version: int = 0) -> Draft | None:
    """Keep what is written so far; None when nothing is, and then the draft goes.

    `version` is that of the draft last seen, 0 before the first save. The same words again write nothing.
    Raises Stale when another device saved other words since, Published once the post is out, Refused on
    what cannot be kept.
    """
    begun = _checked(begun, client_key)
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)  # one save of theirs after the other
    draft = Draft.objects.select_for_update(of=("self",)).filter(person=by, client_key=client_key).first()
    if Post.objects.filter(author=by, client_key=client_key).exists():
        raise Published
    if draft is not None and _holds(draft, begun):
        return draft
    if draft is not None and draft.version != version:
        raise Stale(draft)
    if _is_empty(begun):
        if draft is not None:
            draft.delete()
        return None
    if draft is None:
        _check_room(by)
        draft = Draft(person=by, client_key=client_key, version=version)
    draft.community, draft.kind, draft.details = begun.community, begun.kind, dict(begun.details)
    draft.title, draft.body, draft.updated_at = begun.title, begun.body, at
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def drop_draft(*, by: Person, client_key: str) -> None:
    """Throw one's draft away; one that is gone already stays gone."""
    Draft.objects.filter(person=by, client_key=client_key).delete()


def end_draft(post: Post) -> None:
    """The words are said: their draft goes with the post's transaction."""
    if post.client_key:
        Draft.objects.filter(person=post.author_id, client_key=post.client_key).delete()


def _checked(begun: Begun, client_key: str) -> Begun:
    if not 0 < len(client_key) <= _MAX_KEY:
        raise Refused(_("This draft has no name."))
    title, body = clean(begun.title), clean(begun.body)
    check_length(title, limit=MAX_TITLE, field="title")
    check_length(body, limit=MAX_BODY, field="body")
    kind_of(begun.kind)
    details = {clean(name): [clean(value) for value in values] for name, values in begun.details.items()}
    check_length("".join(name + "".join(values) for name, values in details.items()), limit=_MAX_DETAILS, field="body")
    return Begun(body=body, title=title, kind=begun.kind, community=begun.community, details=details)


def _holds(draft: Draft, begun: Begun) -> bool:
    same_place = draft.community_id == (begun.community.pk if begun.community else None)
    here = (draft.kind, draft.title, draft.body, draft.details)
    return same_place and here == (begun.kind, begun.title, begun.body, dict(begun.details))


def _is_empty(begun: Begun) -> bool:
    written = [begun.title, begun.body, *(value for name in _WRITTEN for value in begun.details.get(name, ()))]
    return not any(words.strip() for words in written)


def _check_room(by: Person) -> None:
    if Draft.objects.filter(person=by).count() >= MAX_DRAFTS:
        message = _("You keep %(limit)s drafts already: publish or delete one first.")
        raise Refused(message % {"limit": number(MAX_DRAFTS)})
