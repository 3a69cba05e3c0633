"""Web Push: the keys of an installation, and a message made ready for one browser: encrypted for it alone (RFC 8291), signed (RFC 8292).

The service that carries it reads neither words nor link: it knows the address of the browser, the hour and the size.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

MOST_BYTES = 3_000  # of a message: services take 4,096, its envelope included
LASTS = timedelta(days=1)  # how long a service holds it for a browser that is away
_SIGNED_FOR = timedelta(hours=12)
_POINT, _SECRET = 65, 16  # bytes of a browser's public key, of what it shares with us


@dataclass(frozen=True)
class Browser:
    """Where a browser is reached, and what a message for it is encrypted with, as it gave them."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Letter:
    """What is posted to the address of a browser."""

    body: bytes
    headers: dict[str, str]


def new_key() -> tuple[str, str]:
    """A new pair of keys: (private, public), in base64 without padding. The public one is given to browsers."""
    private = ec.generate_private_key(ec.SECP256R1())
    raw = private.private_numbers().private_value.to_bytes(32, "big")
    point = private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return _text(raw), _text(point)


def is_sound(browser: Browser) -> bool:
    """Whether these are keys that something can be encrypted for."""
    try:
        point, secret = _bytes(browser.p256dh), _bytes(browser.auth)
        if len(point) != _POINT or len(secret) != _SECRET:
            return False
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return True


def seal(message: bytes, browser: Browser, *, key: str, contact: str, tag: str, at: datetime) -> Letter:
    """The message for that browser. `key` is our private key; `contact` whom the service may write to; of two with one `tag` that a
    browser was away for, it is given the last. Raises ValueError on keys that are none.
    """
    # Imported here: with what they bring, they weigh 20 MB, which processes that send nothing do without.
    from py_vapid import Vapid02
    from pywebpush import WebPusher, WebPushException

    parts = urlsplit(browser.endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": contact, "exp": int((at + _SIGNED_FOR).timestamp())}
    headers = {str(name): str(value) for name, value in Vapid02.from_raw(key.encode()).sign(claims).items()}
    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    try:
        sealed = WebPusher({"endpoint": browser.endpoint, "keys": keys}).encode(message, "aes128gcm")
    except WebPushException as error:
        raise ValueError(str(error)) from error
    headers |= {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(LASTS.total_seconds())),
        "Urgency": "normal",
        # Of each browser another one: a service that serves two of them does not learn that they were told of the same thing.
        "Topic": _text(sha256(f"{browser.auth}:{tag}".encode()).digest()[:24]),
    }
    return Letter(bytes(sealed["body"]), headers)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
