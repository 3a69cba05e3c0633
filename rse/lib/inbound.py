"""A mail that came in: who sent it to whom, what it says in plain text, its files, whether a machine wrote it, what it returns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from html import unescape

import nh3

from rse.lib.mails import OURS
from rse.lib.text import clean

MAX_PARTS = 200
MAX_TEXT = 200_000  # characters looked at
_AUTOMATIC = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_GONE = re.compile(r"<(script|style|title|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_QUOTES = re.compile(r"<blockquote\b|<div[^>]+(?:gmail_quote|divRplyFwdMsg|appendonsend)|<hr\b[^>]*>", re.IGNORECASE)
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d|/blockquote)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class SentFile:
    name: str
    content: bytes


@dataclass(frozen=True)
class Bounce:
    """What a mail server says of a message that it returns. `is_hard`: it will never arrive there."""

    address: str
    is_hard: bool
    reason: str


@dataclass(frozen=True)
class Received:
    """`answered`: Message-IDs of what it answers, nearest first. `text` still holds quotations and signature."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    answered: tuple[str, ...]
    text: str
    is_automatic: bool
    files: tuple[SentFile, ...] = ()
    bounce: Bounce | None = None


class Unreadable(Exception):
    """What came in is no mail."""


def read(raw: bytes, *, recipients: tuple[str, ...] = ()) -> Received:
    """Parse one message. `recipients` is what the mail server says, which wins over what the message says of itself. Raises Unreadable."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    if not message.keys():
        raise Unreadable
    said = [_header(message, name) for name in ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")]
    found = [address.lower() for _name, address in getaddresses([one for one in said if one]) if address]
    answered = re.findall(r"<[^<>\s]+>", f"{_header(message, 'In-Reply-To')} {' '.join(reversed(_header(message, 'References').split()))}")
    return Received(
        message_id=_header(message, "Message-ID").strip()[:500],
        sender=next((address.lower() for _name, address in getaddresses([_header(message, "From")]) if "@" in address), ""),
        recipients=tuple(dict.fromkeys([*(one.lower() for one in recipients), *found])),
        answered=tuple(dict.fromkeys(answered)),
        text=_text(message),
        is_automatic=_is_automatic(message),
        files=tuple(_files(message)),
        bounce=_bounce(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    """Its value on one line; empty when it is missing, or is no header that can be read."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""


def _is_automatic(message: EmailMessage) -> bool:
    """Whether a machine wrote it: nothing is answered to it, and nothing is published of it."""
    submitted = _header(message, "Auto-Submitted").lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or _header(message, "Precedence").lower() in _AUTOMATIC
        or any(_header(message, name) for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or _header(message, "X-Loop") == OURS
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
    )


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            return
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _text(message: EmailMessage) -> str:
    """The body as plain text; of a body in HTML alone, what a reader sees, quotations left out."""
    for wanted in ("plain", "html"):
        try:
            body = message.get_body((wanted,))
        except (AttributeError, KeyError, ValueError):
            body = None
        if isinstance(body, EmailMessage):
            words = _content(body)
            if words.strip():
                return clean(words if wanted == "plain" else plain_of(words))[:MAX_TEXT]
    return ""


def _content(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    raw = raw if isinstance(raw, bytes) else b""
    charset = part.get_content_charset("utf-8")
    try:
        return raw.decode(charset, errors="replace")
    except LookupError:
        return raw.decode("utf-8", errors="replace")


def plain_of(html: str) -> str:
    """The words of HTML that nobody vouches for: no tag, no script, no style, and nothing from the first quotation on."""
    before = _QUOTES.split(_GONE.sub(" ", html[: 4 * MAX_TEXT]))[0]
    text = unescape(nh3.clean(_BREAKS.sub("\n", re.sub(r"\s+", " ", before)), tags=set()))
    lines = (re.sub(r"[ \u00a0]+", " ", line).strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _files(message: EmailMessage) -> Iterator[SentFile]:
    """What is attached. Pictures that a signature shows inline are left out; a photograph that a telephone puts inline is not."""
    for part in _parts(message):
        name, is_attached = part.get_filename() or "", part.get_content_disposition() == "attachment"
        is_shown = bool(part.get("Content-ID")) and not is_attached
        if name and not is_shown and part.get_content_maintype() != "message":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                yield SentFile(one_name(name), payload)


def one_name(name: str) -> str:
    """The file's own name, without a way to it."""
    return re.split(r"[/\\]", clean(name))[-1].strip()[:200] or "fichier"


def _bounce(message: EmailMessage) -> Bounce | None:
    """Of a delivery status notification: the address, and whether the failure is for ever (RFC 3464)."""
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.iter_parts() if isinstance(part, EmailMessage) else ():
                action = str(block.get("Action", "")).strip().lower()
                if action in ("failed", "delayed"):
                    status, said = str(block.get("Status", "")), str(block.get("Diagnostic-Code", ""))
                    address = str(block.get("Original-Recipient") or block.get("Final-Recipient", "")).partition(";")[2].strip().lower()
                    return Bounce(address, action == "failed" and status.strip().startswith("5"), f"{status} {said}".strip()[:500])
    return None
