"""A box of mail to look into, where no mail server hands replies over: what is new there is taken in, and marked as seen."""

import imaplib
import logging
from datetime import datetime

from django.conf import settings
from django.db import OperationalError

from communities.actions.inbound import take_in

logger = logging.getLogger(__name__)
AT_ONCE = 50
TIMEOUT = 30.0  # seconds


def look_into_box(at: datetime) -> int:
    """Take in what is new. Returns how many messages.

    A message that cannot be taken in for a fault of ours is flagged in the box, for an administrator to look at; when it is the
    database that is away, it stays new.
    """
    box = settings.INBOUND_BOX
    if box is None:
        return 0
    taken = 0
    try:
        with imaplib.IMAP4_SSL(box.host, box.port, timeout=TIMEOUT) as server:
            server.login(box.user, box.password)
            server.select(f'"{box.folder}"')
            _state, found = server.search(None, "UNSEEN", "UNFLAGGED")
            for number in found[0].split()[:AT_ONCE]:
                _state, parts = server.fetch(number.decode(), "(BODY.PEEK[])")
                raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
                server.store(number.decode(), "+FLAGS", _outcome(raw, at))
                taken += 1
    except (imaplib.IMAP4.error, OSError, OperationalError) as error:
        logger.warning("box of replies: %s", type(error).__name__)
    return taken


def _outcome(raw: bytes, at: datetime) -> str:
    try:
        take_in(raw, at=at)
    except OperationalError:
        raise
    except Exception:
        logger.exception("a message in the box of replies could not be taken in")
        return "\\Flagged"
    return "\\Seen"
