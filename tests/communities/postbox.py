"""A real mail server for tests, and messages as mail programs write them."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """What arrives at the server. `refusing` are addresses that it does not know; `answers` replace its words for the next messages."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.senders: list[str] = []
        self.sessions: list[object] = []
        self.refusing: set[str] = set()
        self.answers: list[str] = []

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802
        self.sessions.append(session.peer)
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if address in self.refusing:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.senders.append(envelope.mail_from or "")
        return "250 taken"


class _Server(Controller):
    """On a port that the system gives, held from the start: no other process can take it in between."""

    def __init__(self, handler: Postbox) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self.socket.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.socket)


@contextmanager
def mail_server(settings: Any) -> Iterator[Postbox]:
    """A server of this process's own, to which the site sends; replies come in at reply@mail.example.org."""
    box = Postbox()
    controller = _Server(box)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.REPLY_ADDRESS = "reply@mail.example.org"
        yield box
    finally:
        controller.stop()


def body_of(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def answer_to(message: EmailMessage, words: str, *, sender: str = "", message_id: str = "") -> EmailMessage:
    """The answer that a mail program makes, quoting what it answers."""
    answer = EmailMessage()
    answer["From"] = sender or str(message["To"])
    answer["To"] = str(message["Reply-To"])
    answer["Subject"] = f"Re: {message['Subject']}"
    answer["Message-ID"] = message_id or make_msgid(domain="mail.example.org")
    answer["In-Reply-To"] = str(message["Message-ID"])
    answer["References"] = f"{message['References']} {message['Message-ID']}"
    quoted = "\n".join(f"> {line}" for line in body_of(message).splitlines())
    answer.set_content(f"{words}\n\nLe mar. 1 déc. 2026 à 09:12, Maillage <noreply@example.org> a écrit :\n\n{quoted}\n")
    return answer
