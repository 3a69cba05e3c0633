"""What all mails to a person share: their language and hours, the way to stop them, where they reply, and where they come back."""

import re
from collections.abc import Mapping
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from rse.lib import mails
from rse.lib.inbound import plain_of
from rse.lib.text import opening
from rse.people.models import Person
from rse.people.quiet import zone_of
from rse.people.signed import bounce_address, stop_token

SHOWN_WORDS = 220


def letter(
    template: str,
    person: Person,
    context: Mapping[str, Any],
    *,
    stops: str = "",
    message_id: str = "",
    thread: str = "",
    reply_to: str = "",
    written_by: str = "",
) -> EmailMessage:
    """A mail to this person. `stops`: the kind of mails that one click ends; `thread`: the Message-ID of what it belongs to."""
    headers = {"From": formataddr((f"{written_by} (Maillage)", _from()))} if written_by else {}
    stop = absolute(reverse("mail-stop", args=[stop_token(person, stops)])) if stops else ""
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    if thread:
        headers |= {"In-Reply-To": thread, "References": thread}
    return mails.compose(
        template,
        to=person.email,
        language=person.language,
        zone=zone_of(person),
        context={
            "person": person,
            "stop_url": stop,
            "settings_url": absolute(reverse("mail-settings")),
            "may_reply": bool(reply_to),
            **context,
        },
        headers=headers,
        envelope=bounce_address(person),
        message_id=message_id,
        reply_to=reply_to,
    )


def _from() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def words_of(html: str) -> str:
    """The beginning of safe HTML, its links leading to the site."""
    return re.sub(r'href="/', f'href="{settings.SITE_URL}/', opening(html, words=SHOWN_WORDS))


def text_of(html: str) -> str:
    """The same as text, each line quoted."""
    return "\n".join(
        f"> {line}".rstrip() for line in plain_of(opening(html, words=SHOWN_WORDS).replace("<blockquote>", "<p>")).splitlines()
    )
