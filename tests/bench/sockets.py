"""Live: one post to many sockets of one process, beside a bare hub of the same run."""

import asyncio
import base64
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from asgiref.sync import sync_to_async
from django.utils import timezone

from communities.actions.posts import create_post
from communities.models import Community
from rse.people.models import Person
from tests.bench.data import Made
from tests.bench.load import cpu_seconds
from tests.bench.pages import session_cookie
from tests.bench.report import Figure
from tests.bench.servers import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = 7
BURST = 20
PATIENCE = 20.0
OURS, BARE = b'"kind":"post"', b"echo-of-the-bench"


@dataclass
class Crowd:
    """Sockets that count a mark in what they receive."""

    mark: bytes
    received: int = 0
    awaited: int = 0
    complete: asyncio.Event = field(default_factory=asyncio.Event)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    readers: list["asyncio.Task[None]"] = field(default_factory=list)

    async def open(self, port: int, count: int, *, cookie: str, say: str | None) -> None:
        for start in range(0, count, 50):
            await asyncio.gather(*(self._one(port, cookie, say) for _ in range(min(50, count - start))))

    async def expect(self, count: int) -> None:
        """Wait until `count` more have come; what has not by then counts as lost."""
        self.received, self.awaited = 0, count
        self.complete.clear()

    async def all_there(self) -> float:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.complete.wait(), PATIENCE)
        return time.perf_counter()

    async def close(self) -> None:
        for reader in self.readers:
            reader.cancel()
        for writer in self.writers:
            writer.close()

    async def _one(self, port: int, cookie: str, say: str | None) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /ws/ HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(f"socket refused: {head[:80]!r}")
        if say is not None:
            writer.write(frame(say))
            while b"following" not in (answer := await reader.read(4096)):
                if not answer:
                    raise RuntimeError("socket closed before it followed anything")
        self.writers.append(writer)
        self.readers.append(asyncio.create_task(self._count(reader)))

    async def _count(self, reader: asyncio.StreamReader) -> None:
        while data := await reader.read(65_536):
            self.received += data.count(self.mark)
            if self.received >= self.awaited:
                self.complete.set()


@dataclass(frozen=True)
class Fanout:
    """Of one server: seconds until everyone had one message, processor per delivery, deliveries lost."""

    last_ms: float
    cpu_us: float
    lost: int
    idle_kb: float


def figures(made: Made, *, count: int) -> list[Figure]:
    ours = asyncio.run(_measure_ours(made, count))
    bare = asyncio.run(_measure_bare(count))
    detail = f"{ours.last_ms:.0f} ms against {bare.last_ms:.0f} ms until the last of {count} sockets has it"
    return [
        Figure(f"live, {count} sockets", ours.last_ms / bare.last_ms, 2, "x bare hub", detail),
        Figure("live, processor per delivery", ours.cpu_us, 25, "us", f"bare hub {bare.cpu_us:.0f} us"),
        Figure("live, idle socket", ours.idle_kb, 30, "kB", f"bare hub {bare.idle_kb:.0f} kB"),
        Figure("live, lost", ours.lost, 0, "deliveries", f"bursts of {BURST}"),
    ]


async def _measure_ours(made: Made, count: int) -> Fanout:
    community = await sync_to_async(Community.objects.get)(slug=made.thread_slug)
    author = await sync_to_async(Person.objects.get)(pk=made.people[1])
    say = f'{{"do": "follow", "topics": ["community:{community.pk}"]}}'

    async def publish() -> None:
        await sync_to_async(create_post)(by=author, community=community, body="Mesure.", at=timezone.now())

    with _uvicorn("rse.asgi:application") as (port, pid):
        cookies = [await sync_to_async(session_cookie)(person) for person in made.people[: count // 20 + 1]]
        return await _fan_out(Crowd(OURS), port, pid, count, cookies=cookies, say=say, publish=publish)


async def _measure_bare(count: int) -> Fanout:
    with _uvicorn("tests.bench.echo:application") as (port, pid):
        crowd = Crowd(BARE)

        async def publish() -> None:
            crowd.writers[0].write(frame(BARE.decode() + "x" * 100))

        return await _fan_out(crowd, port, pid, count, cookies=[""], say=None, publish=publish)


async def _fan_out(
    crowd: Crowd,
    port: int,
    pid: int,
    count: int,
    *,
    cookies: list[str],
    say: str | None,
    publish: Callable[[], Awaitable[None]],
) -> Fanout:
    for cookie in cookies:
        await crowd.open(port, 1, cookie=cookie, say=say)  # imports and first queries are not memory of a socket
    before = memory_kb(pid)
    rest, more = divmod(count - len(cookies), len(cookies))
    for number, cookie in enumerate(cookies):
        await crowd.open(port, rest + (number < more), cookie=cookie, say=say)
    idle = (memory_kb(pid) - before) / max(count - len(cookies), 1)
    lasts = []
    for _ in range(MESSAGES):
        await crowd.expect(count)
        began = time.perf_counter()
        await publish()
        lasts.append((await crowd.all_there() - began) * 1_000)
    await crowd.expect(count * BURST)
    spent = cpu_seconds([pid])
    for _ in range(BURST):
        await publish()
    await crowd.all_there()
    spent = cpu_seconds([pid]) - spent
    lost = count * BURST - crowd.received
    await crowd.close()
    return Fanout(statistics.median(lasts), spent / (count * BURST) * 1e6, lost, idle)


def frame(text: str) -> bytes:
    """A masked text frame of a client."""
    payload = text.encode()
    mask = os.urandom(4)
    size = len(payload)
    head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0x80 | 126]) + size.to_bytes(2, "big")
    return head + mask + bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))


def memory_kb(pid: int) -> float:
    return float(psutil.Process(pid).memory_full_info().pss) / 1_000


@contextmanager
def _uvicorn(application: str) -> Iterator[tuple[int, int]]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", str(port)]
    # The crowd answers no ping: opening it may take longer than a server waits for one.
    command += ["--ws-per-message-deflate", "false", "--ws-ping-interval", "600", "--log-level", "warning", "--lifespan", "auto"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)
