"""Drafts: keep words that are not said yet, of posts, replies and edits, so that their writer finds them again on any device."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.actions.attachments import forget_form, of_form
from communities.actions.kinds import kind_of
from communities.actions.words import MAX_TITLE, check_length
from communities.models import Comment, Community, Draft, Post, PostKind, Purpose
from rse.lib.l10n import number
from rse.lib.prepared import Statement
from rse.lib.refusal import Refused
from rse.lib.text import clean
from rse.people.models import Person

MAX_DRAFTS = 100
MAX_BODY = 100_000  # a text too long to be published is still kept: it can be cut
_MAX_DETAILS = 20_000
STARTED_FROM = "started_from"  # of the details of an edit, the number of the words that it began with
_MAX_KEY = 64
_WRITTEN = (
    "options", "people", "what_for", "situation", "change", "amount", "unit", "period", "proofs", "story_people",
)  # fmt: skip  # of the details, those in which one writes rather than chooses

Details = Mapping[str, Sequence[str]]


class Stale(Exception):
    """Another device saved since: `draft` is what it saved."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.pk)
        self.draft = draft


class Published(Exception):
    """The draft has become a post or a reply: there is nothing to keep."""


@dataclass(frozen=True)
class About:
    """What the words are for: a post of their own, a reply (to `comment`, if it is one), or an edit of what is published."""

    purpose: str = Purpose.POST
    thread: Post | None = None
    comment: Comment | None = None

    @property
    def edited(self) -> Post | Comment | None:
        if self.purpose == Purpose.EDIT_POST:
            return self.thread
        return self.comment if self.purpose == Purpose.EDIT_COMMENT else None


def reply_in(thread: Post, comment: Comment | None = None) -> About:
    """Words that will answer the post, or this comment of it."""
    return About(Purpose.REPLY, thread=thread, comment=comment)


def edit_of(content: Post | Comment) -> About:
    """Words that will stand in the place of these."""
    if isinstance(content, Post):
        return About(Purpose.EDIT_POST, thread=content)
    return About(Purpose.EDIT_COMMENT, thread=content.post, comment=content)


@dataclass(frozen=True)
class Begun:
    """What is in the form. `details` holds the fields that a kind of post has of its own."""

    body: str = ""
    title: str = ""
    kind: str = PostKind.MESSAGE
    community: Community | None = None
    details: Details = field(default_factory=dict)
    about: About = About()


@transaction.atomic
def save_draft(*, by: Person, client_key: str, begun: Begun, at: datetime, version: int = 0, reopens: bool = False) -> Draft | None:
    """Keep what is written so far; None when nothing is, or nothing but what an edit began with, and then the draft goes.

    `version` is that of the draft last seen, 0 before the first save. The same words again write nothing.
    Raises Stale when another device saved other words since, Published once the post is out, Refused on
    what cannot be kept, and on the words of a scheduled post unless the save `reopens` it: it is scheduled no more.
    """
    begun = _checked(begun, client_key)
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)  # one save of theirs after the other
    draft = Draft.objects.select_for_update(of=("self",)).filter(person=by, client_key=client_key).first()
    _check_unsaid(by, client_key, begun.about, draft)
    if draft is not None and draft.publish_at is not None and reopens:
        _unschedule(draft)
    if draft is not None and _holds(draft, begun):
        return draft
    if draft is not None and draft.publish_at is not None:
        raise Refused(_("This text is scheduled: what you change is kept once you schedule it again."))
    if draft is not None and draft.version != version:
        raise Stale(draft)
    if _holds_nothing_new(begun) and not of_form(by, client_key).exists():
        if draft is not None:
            draft.delete()
        return None
    if draft is None:
        _check_room(by)
        draft = Draft(person=by, client_key=client_key, version=version)
    draft.community, draft.kind, draft.details = begun.community, begun.kind, dict(begun.details)
    draft.purpose, draft.thread, draft.comment = begun.about.purpose, begun.about.thread, begun.about.comment
    draft.title, draft.body, draft.updated_at, draft.failure = begun.title, begun.body, at, ""
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def drop_draft(*, by: Person, client_key: str) -> None:
    """Throw one's draft away with its files; one that is gone already stays gone."""
    forget_form(by=by, client_key=client_key)
    Draft.objects.filter(person=by, client_key=client_key).delete()


def end_draft(content: Post | Comment) -> None:
    """The words are said: their draft goes in the same transaction."""
    if content.client_key:
        _END.rows(person=content.author_id, key=content.client_key)


_END = Statement("DELETE FROM communities_draft WHERE person_id = %(person)s AND client_key = %(key)s RETURNING id")


def end_edit(content: Post | Comment, *, by: Person, version: int | None) -> None:
    """The same of an edit, that is saved from the draft of that version; one that went on elsewhere since is kept."""
    if version is not None:
        _edits(content).filter(person=by, version=version).delete()


def _edits(content: Post | Comment) -> QuerySet[Draft]:
    if isinstance(content, Post):
        return Draft.objects.filter(purpose=Purpose.EDIT_POST, thread=content)
    return Draft.objects.filter(purpose=Purpose.EDIT_COMMENT, comment=content)


def _check_unsaid(by: Person, client_key: str, about: About, draft: Draft | None) -> None:
    """A key stands for one text: what it has become is said, and what it was begun for it stays."""
    if draft is not None and draft.purpose != about.purpose:
        raise Refused(_("This draft has no name."))
    kind: type[Post] | type[Comment] = Comment if about.purpose == Purpose.REPLY else Post
    if kind._default_manager.filter(author=by, client_key=client_key).exists():
        raise Published


def _unschedule(draft: Draft) -> None:
    if draft.claimed_at is not None:
        raise Refused(_("This text is being published."))
    draft.publish_at, draft.ready = None, None
    draft.save(update_fields=["publish_at", "ready"])


def _checked(begun: Begun, client_key: str) -> Begun:
    if not 0 < len(client_key) <= _MAX_KEY:
        raise Refused(_("This draft has no name."))
    title, body = clean(begun.title), clean(begun.body)
    check_length(title, limit=MAX_TITLE, field="title")
    check_length(body, limit=MAX_BODY, field="body")
    kind_of(begun.kind)
    details = {clean(name): [clean(value) for value in values] for name, values in begun.details.items()}
    check_length("".join(name + "".join(values) for name, values in details.items()), limit=_MAX_DETAILS, field="body")
    return replace(begun, body=body, title=title, details=details)


def _holds(draft: Draft, begun: Begun) -> bool:
    same_place = draft.community_id == (begun.community.pk if begun.community else None)
    answers = begun.about.comment.pk if begun.about.comment else None
    here = (draft.kind, draft.title, draft.body, draft.details, draft.comment_id)
    return same_place and here == (begun.kind, begun.title, begun.body, dict(begun.details), answers)


def _holds_nothing_new(begun: Begun) -> bool:
    edited = begun.about.edited
    if edited is not None:
        title = edited.title if isinstance(edited, Post) else ""
        return not begun.details.keys() - {STARTED_FROM} and (begun.title, begun.body) == (title, clean(edited.body))
    written = [begun.title, begun.body, *(value for name in _WRITTEN for value in begun.details.get(name, ()))]
    return not any(words.strip() for words in written)


def _check_room(by: Person) -> None:
    if Draft.objects.filter(person=by).count() >= MAX_DRAFTS:
        message = _("You keep %(limit)s drafts already: publish or delete one first.")
        raise Refused(message % {"limit": number(MAX_DRAFTS)})
