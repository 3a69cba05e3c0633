"""Replies by mail: a message that came in becomes a comment of whoever it is from, or is refused with a reason."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from io import BytesIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from communities import access
from communities.actions.attachments import MAX_FILES
from communities.actions.charters import CharterAsked
from communities.actions.comments import create_comment
from communities.actions.uploads import remove_upload, upload
from communities.models import Comment, InboundMail, InboundState, Post
from rse.lib import inbound, mails
from rse.lib.inbound import Received
from rse.lib.refusal import Refused
from rse.lib.replied import own_words
from rse.people.actions.mailboxes import note_bounce
from rse.people.models import Person
from rse.people.signed import BOUNCE, Signed, mark_of, read_address

SOURCE = "mail"
REPLIES_A_MINUTE = 5
TOLD_A_DAY = 3
KEPT = timedelta(days=60)  # longer than mail servers try


class Taken(StrEnum):
    """What became of a message."""

    PUBLISHED = "published"
    AGAIN = "again"  # it had come before
    REFUSED = "refused"  # its sender reads why
    BOUNCE = "bounce"
    IGNORED = "ignored"  # not for an address of ours, or written by a machine: nobody is answered
    UNREADABLE = "unreadable"


def take_in(raw: bytes, *, recipients: tuple[str, ...] = (), at: datetime) -> Taken:
    """Do what one message asks, once, however often it comes. `recipients`: to whom the mail server says that it is."""
    if len(raw) > settings.INBOUND_BYTES:
        return Taken.UNREADABLE
    try:
        received = inbound.read(raw, recipients=recipients)
    except inbound.Unreadable:
        return Taken.UNREADABLE
    signed = next((found for one in received.recipients if (found := read_address(one)) is not None), None)
    if signed is None:
        return Taken.IGNORED
    if signed.kind == BOUNCE:
        return _came_back(signed, received, at)
    if received.is_automatic or not signed.person.is_active:
        return Taken.IGNORED
    return _reply(signed, received, raw, at)


def _came_back(signed: Signed, received: Received, at: datetime) -> Taken:
    if received.bounce is None or signed.thread != mark_of(signed.person.email):
        return Taken.IGNORED  # an answering machine, or an address that is theirs no more
    note_bounce(person=signed.person, is_hard=received.bounce.is_hard, reason=received.bounce.reason, at=at)
    return Taken.BOUNCE


def _reply(signed: Signed, received: Received, raw: bytes, at: datetime) -> Taken:
    person = signed.person
    named = received.message_id.encode() or raw
    key = sha256(b"%d %s" % (person.pk, named)).hexdigest()
    row, is_new = InboundMail.objects.get_or_create(key=key, defaults={"person": person, "at": at})
    if not is_new and row.state != InboundState.PENDING:
        return Taken.AGAIN
    words = own_words(received.text)
    with translation.override(person.language):
        try:
            _publish(signed, received, words, key=key, at=at)
        except Refused as refusal:
            return _refuse(row, str(refusal), words)
    InboundMail.objects.filter(pk=row.pk).update(state=InboundState.PUBLISHED)
    return Taken.PUBLISHED


def _refuse(row: InboundMail, reason: str, words: str) -> Taken:
    InboundMail.objects.filter(pk=row.pk).update(state=InboundState.REFUSED, reason=reason[:300], words=words[:20_000])
    return Taken.REFUSED


def _publish(signed: Signed, received: Received, words: str, *, key: str, at: datetime) -> Comment:
    """Raises Refused, in the person's language, whatever is in the way."""
    person = signed.person
    if received.sender != person.email:
        raise Refused(_("It came from %(sender)s, and your account has another address.") % {"sender": received.sender or "?"})
    if not signed.is_current:
        raise Refused(_("You took the address that it was sent to out of use."))
    if InboundMail.objects.filter(person=person, at__gt=at - timedelta(minutes=1)).count() > REPLIES_A_MINUTE:
        raise Refused(_("Too many replies came within a minute."))
    if not (words or received.files):
        raise Refused(_("Nothing was found in it above what it quotes."))
    try:
        post = access.get_post_or_404(person, signed.thread)
        client_key = key[:60]
        files = _files(person, received, client_key, at)
        return create_comment(
            by=person, post=post, parent=_answered(post, received), body=words, files=files, client_key=client_key, source=SOURCE, at=at
        )
    except (Http404, PermissionDenied):
        raise Refused(_("You can no longer write in this conversation.")) from None
    except CharterAsked:
        raise Refused(_("The charter of this community has to be accepted first, on the site.")) from None


def _answered(post: Post, received: Received) -> Comment | None:
    """The comment that the mail answered told of, as long as it is there."""
    for message in received.answered:
        match mails.parts_of(message):
            case ["c", comment_id, *_rest] if comment_id.isdecimal() and len(comment_id) < 20:
                return Comment.objects.filter(pk=int(comment_id), post=post, deleted_at=None).first()
    return None


def _files(person: Person, received: Received, client_key: str, at: datetime) -> list[str]:
    """Take its files in by the same way as those of a form. Those of an attempt that broke off go first."""
    for row in access.uploads(person).filter(client_key=client_key):
        remove_upload(by=person, attachment=row)
    if len(received.files) > MAX_FILES:
        raise Refused(_("Too many files: %(count)d at most.") % {"count": MAX_FILES})
    tokens = []
    for sent in received.files:
        try:
            file: File[bytes] = File(BytesIO(sent.content), name=sent.name)
            tokens.append(upload(by=person, file=file, name=sent.name, client_key=client_key, at=at).token)
        except Refused as refusal:
            raise Refused(f"{sent.name}\u00a0: {refusal}") from None
    return tokens


@transaction.atomic
def claim_refusals(at: datetime, *, limit: int = 50) -> list[InboundMail]:
    """Refusals whose senders are to be told, taken for oneself: each is told at most once, even if whoever tells it dies.

    A person is told of a few a day and no more; of the others only the history knows.
    """
    waiting = InboundMail.objects.filter(state=InboundState.REFUSED, told_at=None, claimed_at=None).order_by("at")
    rows = list(waiting.select_related("person").select_for_update(of=("self",), skip_locked=True)[:limit])
    told: list[InboundMail] = []
    for row in rows:
        today = InboundMail.objects.filter(person=row.person_id, claimed_at__gt=at - timedelta(days=1)).count()
        if today < TOLD_A_DAY:
            row.claimed_at = at
            row.save(update_fields=["claimed_at"])
            told.append(row)
        else:
            InboundMail.objects.filter(pk=row.pk).update(told_at=at, words="")
    return told


def settle_refusal(row: InboundMail, *, at: datetime) -> None:
    """It was told: its words go."""
    InboundMail.objects.filter(pk=row.pk).update(told_at=at, words="")


def release_refusal(row: InboundMail) -> None:
    """The mail server took nothing: later again."""
    InboundMail.objects.filter(pk=row.pk, told_at=None).update(claimed_at=None)


def forget_inbound(*, before: datetime) -> int:
    """What came in long ago. Returns how many."""
    return InboundMail.objects.filter(at__lt=before).delete()[0]
