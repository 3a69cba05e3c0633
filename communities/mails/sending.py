"""Handing messages to the mail server: one connection for a batch, and for each message an answer that says what may be done next."""

import logging
from enum import Enum
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)


class Handed(Enum):
    SENT = "sent"  # the server has taken it on
    LATER = "later"  # it took nothing: again later
    REFUSED = "refused"  # it does not know this address, and never will
    FAILED = "failed"  # it will not have this message
    UNKNOWN = "unknown"  # the connection broke while it was taking it: never again, lest it come twice


class Line:
    """A connection to the mail server, opened when the first message goes and tried again once when it was dropped in between."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None
        self.reason = ""  # what the server said last

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def hand_over(self, message: EmailMessage) -> Handed:
        """Send one message. Raises nothing of the network's."""
        try:
            backend = self._opened()
        except (SMTPException, OSError) as error:
            return self._said(Handed.LATER, error)
        try:
            return Handed.SENT if backend.send_messages([message]) else Handed.LATER
        except SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()), (0, b""))
            self.reason = f"{code} {words.decode(errors='replace')}"
            return Handed.REFUSED if 500 <= code < 600 else Handed.LATER
        except SMTPResponseException as error:
            return self._said(Handed.FAILED if 500 <= error.smtp_code < 600 else Handed.LATER, error)
        except (SMTPServerDisconnected, OSError) as error:
            self._close()
            return self._said(Handed.UNKNOWN, error)
        except SMTPException as error:
            return self._said(Handed.LATER, error)

    def _opened(self) -> BaseEmailBackend:
        """An open connection: asked for a sign of life, so that what breaks later broke while the message went."""
        if self._backend is not None and not _lives(self._backend):
            self._close()
        if self._backend is None:
            backend = get_connection()
            backend.open()
            self._backend = backend
        return self._backend

    def _close(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except (SMTPException, OSError):
                logger.info("the mail server closed the line first")

    def _said(self, handed: Handed, error: Exception) -> Handed:
        self.reason = f"{type(error).__name__}: {error}"[:200]
        logger.warning("mail %s: %s", handed.value, type(error).__name__)
        return handed


def _lives(backend: BaseEmailBackend) -> bool:
    server = getattr(backend, "connection", None)
    if server is None or not hasattr(server, "noop"):
        return True
    try:
        return bool(server.noop()[0] == 250)
    except (SMTPException, OSError):
        return False
