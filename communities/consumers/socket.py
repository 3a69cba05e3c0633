"""One socket: whose it is, what its page asks to follow, and its messages on their way out.

A plain ASGI application rather than a Channels consumer: the hub joins the layer for all, and a consumer's own channel
would cost one subscription and several kilobytes per socket.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from communities.consumers.grants import grants, recheck, signed_in, unread
from communities.consumers.presence import shown, tell
from communities.live.hub import Hub, Unavailable, hub_of_this_loop
from communities.live.socket import Close, Send, Socket
from communities.live.topics import Topic, parse
from rse.lib.ids import id_in

MAX_MESSAGE = 16_384  # characters
MAX_TOPICS = 600  # all of one's communities, and what is on the page
MAX_WATCHED = 200  # people whose dots a page may show
MAX_SOCKETS = 30  # of one person in one process
BURST, PER_SECOND = 30, 2.0  # messages of a page
CLOSE_SECONDS = 2.0

log = structlog.get_logger(__name__)
Receive = Callable[[], Awaitable[Any]]


async def serve(scope: Any, receive: Receive, send: Send) -> None:
    """Accept the socket of someone signed in, and keep it until one of the two sides ends it."""
    await receive()  # websocket.connect
    hub = hub_of_this_loop(recheck, tell)
    heard = hub.heard
    socket = await signed_in(scope)
    if socket is None:
        await send({"type": "websocket.close", "code": Close.SIGNED_OUT})
        return
    await send({"type": "websocket.accept"})
    socket.send = send
    try:
        code = await _live(hub, socket, receive, heard)
    finally:
        await hub.leave(socket)
    if code is not None:
        await _close(send, code)


async def _live(hub: Hub, socket: Socket, receive: Receive, heard: tuple[str | None, int]) -> Close | None:
    """The socket's life; `heard` is what the hub had heard before it was checked whose it is.

    Returns the code to close it with, None once the page has gone.
    """
    if len(hub.people.get(socket.person_id, ())) >= MAX_SOCKETS:
        return Close.TOO_MANY
    try:
        await hub.enter(socket)
    except Unavailable:
        return Close.LATER
    socket.task = asyncio.current_task()
    socket.offer(json.dumps({"kind": "hello", "person": str(socket.person_id)}))
    hub.beat(socket)
    try:
        if hub.heard != heard:
            await hub.recheck(hub, [socket], set())
        return await _read(hub, socket, receive)
    except asyncio.CancelledError:
        if socket.code is None:
            raise
        if (task := asyncio.current_task()) is not None:
            task.uncancel()
        return socket.code
    except Unavailable:
        return Close.LATER
    except Exception:
        log.exception("live_socket_failed")
        return Close.LATER
    finally:
        socket.task = None
        await socket.hush()


async def _close(send: Send, code: Close) -> None:
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await send({"type": "websocket.close", "code": code})
    except Exception as error:
        log.info("live_socket_lost", error=type(error).__name__)


async def _read(hub: Hub, socket: Socket, receive: Receive) -> Close | None:
    allowance, filled_at = float(BURST), time.monotonic()
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return None
        now = time.monotonic()
        allowance, filled_at = min(BURST, allowance + (now - filled_at) * PER_SECOND) - 1, now
        if allowance < 0:
            return Close.MISUSED
        text = message.get("text")
        if text is None or len(text) > MAX_MESSAGE:
            return Close.TOO_BIG if text else Close.MISUSED
        if (refused := await _obey(hub, socket, text)) is not None:
            return refused


async def _obey(hub: Hub, socket: Socket, text: str) -> Close | None:
    """Do what the page asks: `follow`, `unfollow`, `ping`, `who`, `writing`. Returns the code to close with when it makes no sense."""
    try:
        asked = json.loads(text)
        act, raw = asked["do"], asked.get("topics", [])
        topics = {topic for one in raw if (topic := parse(one)) is not None}
        people = frozenset(id_ for one in asked.get("people", [])[:MAX_WATCHED] if (id_ := id_in(one)) is not None)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Close.MISUSED
    match act:
        case "follow":
            if len(socket.topics.keys() | topics) > MAX_TOPICS:
                return Close.MISUSED
            return await _follow(hub, socket, topics, is_back=asked.get("again") is True)
        case "unfollow":
            await hub.unfollow(socket, topics)
        case "ping":
            hub.beat(socket)
            socket.offer('{"kind":"pong"}')
        case "who":
            hub.watch(socket, people)
            socket.offer(json.dumps({"kind": "who", "people": [str(id_) for id_ in await shown(socket.person_id, people)]}))
        case "writing":
            hub.write(socket, topics)
        case _:
            return Close.MISUSED
    return None


async def _follow(hub: Hub, socket: Socket, topics: set[Topic], *, is_back: bool) -> Close | None:
    """Follow what access grants, and say how fresh each is: the page asks for what came before."""
    checks = hub.checks_asked
    await hub.follow(socket, topics)
    granted = await grants(socket, topics)
    if granted is None:
        return Close.SIGNED_OUT
    states = {str(topic): grant.state for topic, grant in granted.items()}
    socket.offer(json.dumps({"kind": "following", "topics": states}))
    await hub.grant(socket, topics, {topic: grant.community_id for topic, grant in granted.items()})
    mine = Topic("person", socket.person_id)
    if is_back and mine in granted:
        number = await unread(socket.person_id)
        socket.offer(json.dumps({"topic": str(mine), "kind": "notification", "unread": number}))
    if hub.checks_asked != checks:
        await hub.recheck(hub, [socket], set())
    return None
