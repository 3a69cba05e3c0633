"""One socket as the hub knows it: whose it is, what it follows, and the bounded list of what it has yet to send."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from enum import IntEnum
from typing import Any

import structlog

from communities.live.topics import Topic

log = structlog.get_logger(__name__)
Send = Callable[[Any], Awaitable[None]]
WAITING_AT_MOST = 512  # messages: a page that far behind reconnects and catches up instead


class Close(IntEnum):
    """Why a socket closes, for the page: 1013 and 4408 come back at once, 4401 and 1008 mean that it may not."""

    MISUSED = 1008
    TOO_BIG = 1009
    LATER = 1013
    SIGNED_OUT = 4401
    TOO_SLOW = 4408
    TOO_MANY = 4429


class Socket:
    """`topics` gives, for each topic followed, the community whose readers it is for (None for a person's own).

    `held` keeps the messages of topics that access has not granted yet: nothing falls between the two.
    """

    __slots__ = (
        "auth_hash",
        "code",
        "ends_at",
        "held",
        "person_id",
        "send",
        "sending_since",
        "session_digest",
        "session_key",
        "shows",
        "task",
        "topics",
        "waiting",
        "watched",
        "writer",
    )

    def __init__(
        self, *, person_id: int, session_key: str, session_digest: str, auth_hash: str, shows: bool = False, ends_at: float | None = None
    ) -> None:
        self.person_id = person_id
        self.session_key = session_key
        self.session_digest = session_digest
        self.auth_hash = auth_hash
        self.shows = shows  # whether the person chose to be seen here
        self.watched: frozenset[int] = frozenset()  # the people whose dots its page may show
        self.ends_at = ends_at  # seconds since the epoch: when the access of a guest ends
        self.topics: dict[Topic, int | None] = {}
        self.held: dict[Topic, list[str]] = {}
        self.waiting: list[str] = []
        self.send: Send | None = None
        self.sending_since: float | None = None  # by the monotonic clock, while a message is on its way
        self.writer: asyncio.Task[None] | None = None  # only while something waits: an idle socket is kept small
        self.task: asyncio.Task[object] | None = None
        self.code: Close | None = None

    def hear(self, topic: Topic, text: str) -> None:
        if topic in self.held:
            self.held[topic].append(text)
        else:
            self.offer(text)

    def offer(self, text: str) -> None:
        """Have a text sent in its turn; too many that wait close the socket rather than make the others wait."""
        if self.code is not None:
            return
        if len(self.waiting) >= WAITING_AT_MOST:
            self.close(Close.TOO_SLOW)
            return
        self.waiting.append(text)
        if self.writer is None:
            self.writer = asyncio.create_task(self._write())

    def close(self, code: Close) -> None:
        """Have the socket's own task end with this code."""
        if self.code is None:
            self.code = code
            if self.task is not None:
                self.task.cancel()

    async def hush(self) -> None:
        """Send nothing more."""
        self.code = self.code or Close.LATER
        if self.writer is not None:
            self.writer.cancel()
            await asyncio.wait([self.writer])

    async def _write(self) -> None:
        assert self.send is not None
        try:
            while self.waiting:
                texts, self.waiting = self.waiting, []
                for text in texts:
                    self.sending_since = time.monotonic()
                    await self.send({"type": "websocket.send", "text": text})
                    self.sending_since = None
        except Exception as error:
            log.info("live_socket_lost", error=type(error).__name__)
            self.waiting = []
        finally:
            self.writer = None
