"""A page's socket, for tests: it follows topics, and reads what comes."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.test import Client
from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.protocol import State
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin
from websockets.uri import parse_uri

from communities.models import Community, Post
from rse.people.models import Person

PATIENCE = 5.0


class Page:
    """What a browser keeps open; `next` skips the answers to our own requests."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def read(self, timeout: float = PATIENCE) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self.connection.recv(timeout))
        return message

    def next(self, timeout: float = PATIENCE) -> dict[str, Any]:
        """The next message about something that happened."""
        until = time.monotonic() + timeout
        while True:
            message = self.read(max(0.01, until - time.monotonic()))
            if message["kind"] not in ("hello", "following", "pong"):
                return message

    def follow(self, *topics: str) -> list[str]:
        """Ask for topics; returns those granted."""
        self.ask({"do": "follow", "topics": topics})
        while (message := self.read())["kind"] != "following":
            pass
        return sorted(message["topics"])

    def ask(self, what: object) -> None:
        self.connection.send(json.dumps(what))

    def hears_nothing(self, for_seconds: float = 0.6) -> bool:
        try:
            self.next(for_seconds)
        except TimeoutError:
            return True
        return False

    def closed_with(self, timeout: float = PATIENCE) -> int:
        """The code that the server closes with, within that time."""
        until = time.monotonic() + timeout
        with suppress(ConnectionClosed):
            while True:
                self.connection.recv(max(0.01, until - time.monotonic()))
        return self.connection.close_code or 0


@contextmanager
def opened(site: str, person: Person | None, *, origin: str | None = "", client: Client | None = None) -> Iterator[Page]:
    """A page of that person, signed in; `origin` "" is the site's own."""
    headers = {}
    if client is None and person is not None:
        client = Client()
        client.force_login(person)
    if client is not None:
        headers["Cookie"] = f"sessionid={client.cookies['sessionid'].value}"
    address = site.replace("http://", "ws://") + "/ws/"
    chosen: Any = site if origin == "" else origin
    with connect(address, origin=chosen, additional_headers=headers, compression=None, proxy=None) as connection:
        yield Page(connection)


def refused(site: str, person: Person | None, **options: Any) -> int:
    """The HTTP status with which a socket is refused; 0 when it opens."""
    try:
        with opened(site, person, **options):
            return 0
    except InvalidStatus as error:
        return error.response.status_code


def topic(thing: Community | Post | Person) -> str:
    return f"{type(thing).__name__.lower()}:{thing.pk}"


def deaf(site: str, person: Person, followed: str) -> socket.socket:
    """A page that follows a topic and then reads nothing: its bare connection."""
    client = Client()
    client.force_login(person)
    host, port = site.removeprefix("http://").split(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
    connection.settimeout(10)
    connection.connect((host, int(port)))
    protocol = ClientProtocol(parse_uri(f"ws://{host}:{port}/ws/"), origin=Origin(site))
    request = protocol.connect()
    request.headers["Cookie"] = f"sessionid={client.cookies['sessionid'].value}"
    protocol.send_request(request)
    _exchange(connection, protocol)
    while protocol.state is not State.OPEN:
        protocol.receive_data(connection.recv(4_096))
    protocol.send_text(json.dumps({"do": "follow", "topics": [followed]}).encode())
    _exchange(connection, protocol)
    while "following" not in "".join(str(event) for event in protocol.events_received()):
        protocol.receive_data(connection.recv(4_096))
    return connection


def _exchange(connection: socket.socket, protocol: ClientProtocol) -> None:
    for data in protocol.data_to_send():
        connection.sendall(data)
