"""Digests by mail: made when their hour has come, of what their reader may read at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation

from communities import feeds
from communities.actions import digests
from communities.mails.letters import absolute, letter
from communities.mails.notices import tell
from communities.mails.sending import Handed, Line
from rse.lib import l10n, mails
from rse.lib.text import plain
from rse.people.actions.mailboxes import accepts_mail, mailbox_of, note_bounce
from rse.people.models import Mailbox, Person
from rse.people.quiet import zone_of

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from communities.models import DigestSent, Post

EXCERPT = 160


@dataclass(frozen=True)
class Item:
    """A post as a digest names it."""

    post: Post
    name: str
    excerpt: str
    url: str


def send_due_digests(at: datetime) -> int:
    """Make and send the digests whose hour has come, by one connection. Returns how many were looked at."""
    claimed = digests.claim_due(at)
    with Line() as line:
        for row in claimed:
            _send(line, row, at)
    return len(claimed)


def _send(line: Line, row: DigestSent, at: datetime) -> None:
    person, mailbox = row.person, mailbox_of(row.person)
    if mailbox.rhythm == "never" or not accepts_mail(person):
        return digests.settle(row, outcome=digests.UNWISHED, at=at)
    message = compose_digest(person, mailbox, since=row.since, at=at, mark=row.period)
    if message is None:
        return digests.settle(row, outcome=digests.EMPTY, at=at)
    if not digests.hand_over(row, at=at):
        return None
    match line.hand_over(message):
        case Handed.LATER:
            digests.give_back(row, at=at)
        case Handed.REFUSED:
            digests.settle(row, outcome=digests.FAILED, at=at)
            note_bounce(person=person, is_hard=True, reason=line.reason, at=at)
        case Handed.SENT | Handed.FAILED as handed:
            digests.settle(row, outcome=handed.value, at=at)
        case Handed.UNKNOWN:
            pass  # it stays so
    return None


def send_now(person: Person, at: datetime) -> Handed | None:
    """Send this person what their next digest would hold, without taking its place. None when there is nothing to send."""
    message = next_digest(person, at)
    if message is None:
        return None
    with Line() as line:
        return line.hand_over(message)


def next_digest(person: Person, at: datetime) -> EmailMessage | None:
    """The digest as it would be at that moment."""
    mailbox = mailbox_of(person)
    return compose_digest(person, mailbox, since=digests.begins_at(person, mailbox, at), at=at, mark=f"now.{int(at.timestamp())}")


def compose_digest(person: Person, mailbox: Mailbox, *, since: datetime, at: datetime, mark: str) -> EmailMessage | None:
    """The digest of what happened since then; None when nothing did."""
    found = feeds.digest(person, since=since, at=at)
    if found.is_empty:
        return None
    with translation.override(person.language):
        missed = [tell(row) for row in found.missed]
        day = l10n.moment(since, zone_of(person))
    context = {
        "since": day,
        "rhythm": mailbox.rhythm,
        "threads": [(item(one.post, comment=one.last_answer), one) for one in found.threads],
        "waiting": [item(post) for post in found.waiting],
        "missed": missed,
        "to_read": [item(post) for post in found.to_read],
        "places": [(one, absolute(reverse("community-show", args=[one.community.slug]))) for one in found.places],
        "home_url": absolute("/"),
    }
    return letter("digest", person, context, stops="digest", message_id=mails.message_id("d", person.pk, mark.replace(":", "-")))


def item(post: Post, *, comment: int | None = None) -> Item:
    """A post, and the address of its answer `comment`."""
    place = f"?at={comment}#c{comment}" if comment else ""
    name = post.title or plain(post.body_html, length=80)
    excerpt = plain(post.body_html, length=EXCERPT) if post.title else ""
    return Item(post, name, excerpt, absolute(reverse("post-show", args=[post.pk]) + place))
