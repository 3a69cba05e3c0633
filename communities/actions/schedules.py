"""Scheduling: a draft that becomes a post at an hour that its writer chose, or a draft again, with the reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from communities import access
from communities.actions._kind import Details
from communities.actions._outbox import write_notices
from communities.actions.attachments import keep_for, of_form, of_scheduled
from communities.actions.charters import require_accepted
from communities.actions.drafts import Begun, save_draft
from communities.actions.posts import check_post, create_post
from communities.models import Draft, Post
from communities.models.draft import FILES
from communities.models.notification import Notice
from rse.lib.ids import new_id
from rse.lib.refusal import Refused
from rse.people.models import Person

MAX_SCHEDULED = 20
LONGEST = timedelta(days=366)
CLAIM_LASTS = timedelta(minutes=2)
_AT_ONCE = 200
_MOMENT, _DAY, _NUMBER = "moment", "day", "number"  # how these are written among the details
_CONFIRMS = "confirms_mention"  # stands among the details of a scheduled post that tells its whole community


@transaction.atomic
def schedule_post(
    *,
    by: Person,
    client_key: str,
    begun: Begun,
    publish_at: datetime,
    at: datetime,
    details: Details | None = None,
    files: Sequence[str] | None = None,
    version: int = 0,
    accepts: int | None = None,
    confirms_mention: bool | None = None,
) -> Draft:
    """Keep a draft that will be published at `publish_at`, all checked now as it will be then. Scheduled again, it takes the new hour.

    `details` is what its kind asks, as `create_post` takes it, and `files` its files; None is all that was sent with that key.
    Raises as `save_draft` and `create_post` do.
    """
    if begun.community is None:
        raise Refused(_("Choose a community first."), field="community")
    access.require(access.may_write(by, begun.community))
    require_accepted(by, begun.community, accepts=accepts, at=at)
    _check_time(publish_at, details or {}, at=at)
    keep_for(client_key, files or (), by=by)
    has_files, asked = of_form(by, client_key).exists() if files is None else bool(files), details or {}
    words = {"title": begun.title, "body": begun.body, "kind": begun.kind}
    checked = check_post(
        by=by, community=begun.community, details=asked, files=has_files, at=publish_at, confirms_mention=confirms_mention, **words
    )
    draft = save_draft(by=by, client_key=client_key, begun=begun, version=version, at=at, reopens=True)
    if draft is None:
        raise Refused(_("Write something first: an empty text cannot be published."), field="body")
    if Draft.objects.filter(person=by, publish_at__isnull=False).exclude(pk=draft.pk).count() >= MAX_SCHEDULED:
        message = _("You have scheduled %(limit)s posts already: publish or cancel one first.")
        raise Refused(message % {"limit": MAX_SCHEDULED}, field="publish_at")
    named = {} if files is None else {FILES: list(dict.fromkeys(files))}
    draft.publish_at, draft.ready = publish_at, _packed(asked) | named | ({_CONFIRMS: True} if checked.calls else {})
    draft.save(update_fields=["publish_at", "ready"])
    return draft


@transaction.atomic
def reschedule(*, by: Person, draft: Draft, publish_at: datetime, at: datetime) -> Draft:
    """Publish at another hour what is scheduled. Raises Refused when it is no longer."""
    draft = _mine(by, draft)
    details = _unpacked(draft.ready)
    _check_time(publish_at, details, at=at)
    if draft.community is not None:
        access.require(access.may_write(by, draft.community))
        words = {"title": draft.title, "body": draft.body, "kind": draft.kind}
        confirms, has_files = _confirms(draft), bool(of_scheduled(by, draft))
        check_post(by=by, community=draft.community, details=details, files=has_files, at=publish_at, confirms_mention=confirms, **words)
    draft.publish_at = publish_at
    draft.save(update_fields=["publish_at"])
    return draft


@transaction.atomic
def cancel_schedule(*, by: Person, draft: Draft) -> Draft:
    """Make it a draft like any other; one that is already stays."""
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk, person=by)
    if draft.publish_at is not None:
        draft = _mine(by, draft)
        draft.publish_at, draft.ready = None, None
        draft.save(update_fields=["publish_at", "ready"])
    return draft


def publish_now(*, by: Person, draft: Draft, at: datetime, source: str = "web") -> Post:
    """Publish at once what is scheduled for later. Raises as `create_post` does; then it stays scheduled."""
    if draft.publish_at is None:
        raise Refused(_("This text is not scheduled any more."))
    if draft.community is None:
        raise Refused(_("Choose a community first."), field="community")
    return create_post(
        by=by,
        community=draft.community,
        details=_unpacked(draft.ready),
        client_key=draft.client_key,
        files=of_scheduled(by, draft),
        without_link="".join(draft.details.get("without_link", [])[:1]),
        confirms_mention=_confirms(draft),
        at=at,
        source=source,
        title=draft.title,
        body=draft.body,
        kind=draft.kind,
    )


def claim_due(at: datetime) -> list[int]:
    """Take for oneself the drafts whose hour has come; what nobody has finished after a while is taken again."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM_LASTS)
    due = Draft.objects.filter(free, publish_at__lte=at).order_by("publish_at").values_list("pk", flat=True)[:_AT_ONCE]
    return [pk for pk in list(due) if Draft.objects.filter(free, pk=pk, publish_at__lte=at).update(claimed_at=at)]


def publish_claimed(draft_id: int, *, at: datetime) -> Post | Person | None:
    """Publish one, with the rights of now. Gives the post; the writer, who was told why not; None where it was done already."""
    draft = Draft.objects.select_related("person", "community").filter(pk=draft_id, publish_at__isnull=False).first()
    if draft is None:
        return None
    with translation.override(draft.person.language or settings.LANGUAGE_CODE):
        try:
            return publish_now(by=draft.person, draft=draft, at=at)
        except PermissionDenied:
            _give_back(draft, str(_("You cannot publish in its community any more.")), at=at)
        except Refused as refusal:
            _give_back(draft, str(refusal), at=at)
    return draft.person


@transaction.atomic
def _give_back(draft: Draft, reason: str, *, at: datetime) -> None:
    """A draft again, and its writer is told. The notice comes from no event: nothing happened in any community."""
    again = {"publish_at": None, "ready": None, "claimed_at": None, "failure": reason}
    if Draft.objects.filter(pk=draft.pk, publish_at__isnull=False).update(**again) and draft.person.is_active:
        write_notices([draft.person], event_id=new_id(at), notice=Notice.NOT_PUBLISHED, at=at, about={}, due_at=at)


def _mine(by: Person, draft: Draft) -> Draft:
    """The row, under lock, as long as nothing else has it in hand."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("community").filter(pk=draft.pk, person=by).first()
    if found is None or found.publish_at is None:
        raise Refused(_("This text is not scheduled any more."))
    if found.claimed_at is not None:
        raise Refused(_("This text is being published."))
    return found


def _check_time(publish_at: datetime, details: Mapping[str, object], *, at: datetime) -> None:
    if not at < publish_at <= at + LONGEST:
        raise Refused(_("Choose a day and time within the next year."), field="publish_at")
    closes_at = details.get("closes_at")
    if isinstance(closes_at, datetime) and closes_at <= publish_at:
        raise Refused(_("The poll would be closed before it is published: choose a later date."), field="closes_at")


def _packed(details: Mapping[str, object]) -> dict[str, Any]:
    """The details as JSON holds them: instants and days are named as such."""
    return {name: _written(value) for name, value in details.items()}


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, Decimal):
        return {_NUMBER: str(value)}
    return {_DAY: value.isoformat()} if isinstance(value, date) else value


def _unpacked(ready: Mapping[str, Any] | None) -> dict[str, object]:
    return {name: _read(value) for name, value in (ready or {}).items() if name not in (FILES, _CONFIRMS)}


def _confirms(draft: Draft) -> bool | None:
    """Whether all members are to be told of it; where that was not confirmed, the name of the community stays text."""
    return True if draft.ready and draft.ready.get(_CONFIRMS) else None


def _read(value: object) -> object:
    match value:
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"number": str(text)}:
            return Decimal(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
    return value
