"""Mails as things happen: the sender of the channel "mail"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from communities import access
from communities.actions import deliveries as outbox
from communities.actions import mailing
from communities.mails.letters import absolute, letter, text_of, words_of
from communities.mails.sending import Handed, Line
from rse.lib import mails
from rse.lib.text import plain
from rse.people.actions.mailboxes import accepts_mail, mailboxes_of, note_bounce
from rse.people.models import Mailbox, Person
from rse.people.quiet import next_allowed_of
from rse.people.signed import reply_address

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from communities.models import Community, Delivery, Notification, Post

WINDOW = timedelta(seconds=60)  # what happens within it in one conversation comes in one mail
TOGETHER_FROM = 4  # conversations: as many that wait at once come in one mail
STOPPED = "stopped"


@dataclass(frozen=True)
class Told:
    """One notification as its mail shows it."""

    sentence: SafeString
    said: str
    url: str
    title: str
    html: SafeString
    text: str


def send_notices(deliveries: Sequence[Delivery], *, at: datetime) -> None:
    """Send what may go now, put off what has to wait, and settle the rest. One connection to the mail server for all."""
    people = list({one.notification.person_id: one.notification.person for one in deliveries}.values())
    mailboxes, allowed = mailboxes_of(people), next_allowed_of(people, at)
    ready: dict[int, list[Delivery]] = {}
    for one in deliveries:
        person = one.notification.person
        if not mailboxes[person.pk].instant or not accepts_mail(person):
            outbox.settle(one, outcome=STOPPED, at=at)
        elif (until := max(allowed[person.pk], one.notification.at + WINDOW)) > at:
            outbox.put_off(one, until=until)
        else:
            ready.setdefault(person.pk, []).append(one)
    with Line() as line:
        for theirs in ready.values():
            for together in _grouped(theirs):
                _send(line, together, mailboxes[together[0].notification.person_id], at)


def _grouped(theirs: Sequence[Delivery]) -> list[list[Delivery]]:
    """By conversation, and what is of none by itself; all in one when too much waits at once, as after a night."""
    threads: dict[tuple[str, int], list[Delivery]] = {}
    for one in theirs:
        key = ("p", one.notification.post_id) if one.notification.post_id else ("n", one.notification_id)
        threads.setdefault(key, []).append(one)
    return list(threads.values()) if len(threads) < TOGETHER_FROM else [list(theirs)]


def _send(line: Line, together: Sequence[Delivery], mailbox: Mailbox, at: datetime) -> None:
    message = compose_notice([one.notification for one in together], mailbox, mark=together[0].pk)
    if not mailing.hand_over(together, at=at):
        return
    match handed := line.hand_over(message):
        case Handed.LATER:
            mailing.give_back(together, at=at)
        case Handed.REFUSED:
            mailing.arrived(together, outcome=mailing.BOUNCED)
            note_bounce(person=together[0].notification.person, is_hard=True, reason=line.reason, at=at)
        case Handed.SENT | Handed.FAILED:
            mailing.arrived(together, outcome=handed.value)
        case Handed.UNKNOWN:
            pass  # it stays so


def compose_notice(rows: Sequence[Notification], mailbox: Mailbox, *, mark: int) -> EmailMessage:
    """The mail that tells a person of these: of one conversation, or of several. `mark` makes its Message-ID."""
    person = rows[0].person
    rows = sorted(rows, key=lambda row: row.pk)
    posts = {row.post_id for row in rows}
    post = rows[-1].post if len(posts) == 1 else None
    is_discreet = any(row.community is not None and must_be_discreet(row.community) for row in rows)
    with translation.override(person.language):
        told = [tell(row) for row in rows]
    may_reply = post is not None and access.may_write(person, post.community)
    comment = rows[-1].comment_id
    return letter(
        "notice",
        person,
        {
            "told": told,
            "post_title": _name(post),
            "place": post.community.name if post else "",
            "is_discreet": is_discreet,
            "many": len(posts),
        },
        stops="instant",
        message_id=mails.message_id(*(("c", comment) if comment and post else ("n",)), mark),
        thread=mails.message_id("p", post.pk) if post else "",
        reply_to=reply_address(person, mailbox, post.pk) if post is not None and may_reply else "",
        written_by=_writer(rows, is_discreet=is_discreet),
    )


def must_be_discreet(community: Community) -> bool:
    """Whether nothing of it is to be read outside the message itself, on a locked telephone or in a list of subjects."""
    return community.protected or not community.listed


def _writer(rows: Sequence[Notification], *, is_discreet: bool) -> str:
    """Who did it, when it is one person and may be said."""
    actors: dict[int, Person] = {row.actor.pk: row.actor for row in rows if row.actor is not None}
    return next(iter(actors.values())).name if len(actors) == 1 and not is_discreet and all(row.actor_id for row in rows) else ""


def _name(post: Post | None) -> str:
    return "" if post is None else post.title or plain(post.body_html, length=70)


def tell(row: Notification) -> Told:
    """What one notification says, in the language that is active."""
    who, place = row.actor.name if row.actor else "", row.community.name if row.community else ""
    sentence = render_to_string("communities/_notification_text.html", {"each": row, "who": who, "place": place}).strip()
    content = row.comment or row.post
    html = content.body_html if content is not None and content.deleted_at is None else ""
    return Told(
        sentence=mark_safe(sentence),
        said=plain(sentence),
        url=absolute(reverse("notification-follow", args=[row.pk])),
        title=_name(row.post) if row.post and row.post.title else "",
        html=mark_safe(words_of(html)),
        text=text_of(html),
    )
