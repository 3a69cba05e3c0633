"""A push service on this machine, and browsers subscribed to it: what it receives is checked and opened as theirs would."""

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from rse.lib.webpush import Browser


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Letter:
    """One request: its path, its headers by their names in small letters, its body."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def claims(self) -> dict[str, Any]:
        """What our signature says."""
        token = self.headers["authorization"].split("t=")[1].split(",")[0]
        claims = token.split(".")[1]
        found: dict[str, Any] = json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        return found

    @property
    def public_key(self) -> str:
        return self.headers["authorization"].split("k=")[1]


@dataclass
class Subscribed:
    """A browser: it has the only key that opens what is sent to it."""

    browser: Browser
    private: ec.EllipticCurvePrivateKey
    secret: bytes

    def opened(self, letter: Letter) -> dict[str, Any]:
        sealed = http_ece.decrypt(letter.body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        found: dict[str, Any] = json.loads(sealed)
        return found


@dataclass
class PushService:
    """`answers` gives, by path, what it answers with in its order: (status, headers); 201 once they are used up."""

    url: str
    letters: list[Letter] = field(default_factory=list)
    answers: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)

    def subscribe(self, name: str) -> Subscribed:
        """A browser whose address ends in that name."""
        private, secret = ec.generate_private_key(ec.SECP256R1()), name.encode().ljust(16, b".")[:16]
        point = private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        return Subscribed(Browser(f"{self.url}/{name}", text(point), text(secret)), private, secret)

    def to(self, subscribed: Subscribed) -> list[Letter]:
        """What it received for that browser."""
        return [letter for letter in self.letters if subscribed.browser.endpoint.endswith(letter.path)]

    def will_answer(self, subscribed: Subscribed, *statuses: int, **headers: str) -> None:
        path = "/" + subscribed.browser.endpoint.rsplit("/", 1)[1]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = [(status, named) for status in statuses]

    def take(self, letter: Letter) -> tuple[int, dict[str, str]]:
        """Checks who signed it, as services do, then answers."""
        self.letters.append(letter)
        if not Vapid02.verify(letter.headers["authorization"]):
            return 403, {}
        queue = self.answers.get(letter.path, [])
        return queue.pop(0) if queue else (201, {})


@contextmanager
def push_service() -> Iterator[PushService]:
    """It listens for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more = service.take(Letter(self.path, headers, self.rfile.read(int(headers["content-length"]))))
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """It keeps its own list."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = PushService(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
