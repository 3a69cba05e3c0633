"""What is signed for one person: addresses to reply to, addresses where undelivered mails come back, links that stop mails.

Signed with the site's key and its former ones. Addresses are of small letters and digits: mail servers may not keep capitals.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from rse.people.models import Mailbox, Person

REPLY, BOUNCE = "r", "b"
STOPS = ("instant", "digest")
_SALT, _STOP_SALT = "rse.people.address", "rse.people.stop"
_MAC = 10  # bytes: 80 bits, guessed one mail at a time
_BODY = struct.Struct(">IQ")


@dataclass(frozen=True)
class Signed:
    """What an address of ours says: whose, and of which thread (of a bounce: the mark of the address written to).

    `is_current`: it was not taken out of use since.
    """

    kind: str
    person: Person
    thread: int
    is_current: bool


def reply_address(person: Person, mailbox: Mailbox, thread: int) -> str:
    """Where this person, and nobody else, replies in that thread; empty where replies by mail are not set up."""
    return _address(REPLY, person.pk, thread, mailbox.reply_epoch)


def bounce_address(person: Person) -> str:
    """Where what cannot be delivered to this person's present address comes back; empty where nothing comes in."""
    return _address(BOUNCE, person.pk, mark_of(person.email), 0)


def mark_of(email: str) -> int:
    """What tells an address from the one that a person had before."""
    return int.from_bytes(hashlib.sha256(email.lower().encode()).digest()[:8], "big")


def read_address(address: str) -> Signed | None:
    """What an address of ours says; None of another's, of one that was tampered with, and of one whose person is gone."""
    local, _at, domain = address.strip().strip("<>").lower().partition("@")
    base, plus, token = local.partition("+")
    ours, _at, our_domain = settings.REPLY_ADDRESS.lower().partition("@")
    if not ours or (base, plus, domain) != (ours, "+", our_domain) or token[:1] not in (REPLY, BOUNCE):
        return None
    kind, body, mac = _opened(token)
    if len(mac) != _MAC:
        return None
    person_id, thread = _BODY.unpack(body)
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return None
    row = Mailbox.objects.filter(person=person).first()
    epoch = row.reply_epoch if row and kind == REPLY else 0
    if _signed_by_us(kind, body, mac, epoch):
        return Signed(kind, person, thread, is_current=True)
    # Addresses of before are told apart from forged ones: whoever holds one reads why it no longer works.
    known = kind == REPLY and any(_signed_by_us(kind, body, mac, former) for former in range(max(0, epoch - 20), epoch))
    return Signed(kind, person, thread, is_current=False) if known else None


def stop_token(person: Person, what: str) -> str:
    """A token that stops mails of that kind to this person, for ever and without signing in."""
    return signing.dumps([person.pk, what], salt=_STOP_SALT)


def read_stop(token: str) -> tuple[Person, str] | None:
    """Whose mails of which kind it stops; None of one that was tampered with, or whose person is gone."""
    try:
        person_id, what = signing.loads(token, salt=_STOP_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return (person, what) if person is not None and what in STOPS else None


def _address(kind: str, person_id: int, thread: int, epoch: int) -> str:
    if not settings.REPLY_ADDRESS:
        return ""
    body = _BODY.pack(person_id, thread)
    token = base64.b32encode(body + _mac(kind, body, epoch, settings.SECRET_KEY)).decode().rstrip("=").lower()
    local, _at, domain = settings.REPLY_ADDRESS.partition("@")
    return f"{local}+{kind}{token}@{domain}"


def _opened(token: str) -> tuple[str, bytes, bytes]:
    kind, packed = token[0], token[1:].upper()
    try:
        raw = base64.b32decode(packed + "=" * (-len(packed) % 8))
    except (binascii.Error, ValueError):
        return kind, b"", b""
    if base64.b32encode(raw).decode().rstrip("=") != packed:  # the last letter has bits to spare: one writing of it is ours
        return kind, b"", b""
    return kind, raw[: _BODY.size], raw[_BODY.size :]


def _signed_by_us(kind: str, body: bytes, mac: bytes, epoch: int) -> bool:
    return any(hmac.compare_digest(mac, _mac(kind, body, epoch, key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _mac(kind: str, body: bytes, epoch: int, key: str) -> bytes:
    return salted_hmac(_SALT, f"{kind}:{epoch}:{body.hex()}", secret=key, algorithm="sha256").digest()[:_MAC]
