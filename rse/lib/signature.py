"""The signature of a message that a mail server hands over."""

import hmac


def signature(secret: str, stamp: str, recipients: str, raw: bytes) -> str:
    """HMAC-SHA256 in hexadecimal of the three, a line feed between them."""
    return hmac.new(secret.encode(), b"\n".join((stamp.encode(), recipients.encode(), raw)), "sha256").hexdigest()
