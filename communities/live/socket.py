"""One socket as the hub knows it: whose it is, what it follows, and the bounded queue of what it has yet to send."""

import asyncio
from enum import IntEnum

from communities.live.topics import Topic

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

    __slots__ = ("auth_hash", "code", "held", "person_id", "queue", "sending_since", "session_digest", "session_key", "task", "topics")

    def __init__(self, *, person_id: int, session_key: str, session_digest: str, auth_hash: str) -> None:
        self.person_id = person_id
        self.session_key = session_key
        self.session_digest = session_digest
        self.auth_hash = auth_hash
        self.topics: dict[Topic, int | None] = {}
        self.held: dict[Topic, list[str]] = {}
        self.queue: asyncio.Queue[str] = asyncio.Queue(WAITING_AT_MOST)
        self.sending_since: float | None = None  # by the monotonic clock, while a message is on its way
        self.task: asyncio.Task[object] | None = None
        self.code: Close | None = None

    def hear(self, topic: Topic, text: str) -> None:
        if topic in self.held:
            self.held[topic].append(text)
        else:
            self.offer(text)

    def offer(self, text: str) -> None:
        """Put a text in the queue; a full one closes the socket rather than make the others wait."""
        if self.code is not None:
            return
        try:
            self.queue.put_nowait(text)
        except asyncio.QueueFull:
            self.close(Close.TOO_SLOW)

    def close(self, code: Close) -> None:
        """Have the socket's own task end with this code."""
        if self.code is None:
            self.code = code
            if self.task is not None:
                self.task.cancel()
