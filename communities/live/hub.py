"""The hub: one per process (per event loop), one subscription of the layer per topic, however many sockets follow it.

All topics arrive on one channel of the layer and are handed to the local sockets, each behind its own bounded queue.
Control messages make it check rights again. A beat that goes through the layer and back tells when messages were
lost, whereupon the pages are asked to catch up, or when the layer is away, whereupon their sockets close.
"""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import structlog

from communities.live import presence
from communities.live.beats import Beats
from communities.live.socket import Close, Socket
from communities.live.topics import Topic, group, parse
from communities.live.wire import CONTROL, layer

BEAT_SECONDS = 1.0
CHECK_ALL_SECONDS = 300.0
SEND_SECONDS = 10.0  # one message may take to leave
GRACE_SECONDS = 8.0  # between two pages of one person, who did not leave

log = structlog.get_logger(__name__)
RESYNC = json.dumps({"topic": CONTROL, "kind": "resync"})


class Unavailable(Exception):
    """The layer is away: come back later."""


Recheck = Callable[["Hub", list[Socket], set[Topic]], Coroutine[Any, Any, None]]
Tell = Callable[[int, list[Socket], dict[str, Any]], Coroutine[Any, Any, None]]


async def _tell_nobody(person_id: int, sockets: list[Socket], message: dict[str, Any]) -> None:
    """Where nobody knows who may know."""


class Hub:
    """`recheck(hub, sockets, topics)` looks again at whose these sockets are, and at who may follow these topics.

    `tell(person_id, sockets, message)` sends what somebody does to those of these sockets who may know of it.
    """

    def __init__(self, recheck: Recheck, tell: Tell = _tell_nobody) -> None:
        self.recheck = recheck
        self.tell = tell
        self.watchers: dict[int, set[Socket]] = {}  # by whose dot they may show
        self.followers: dict[Topic, set[Socket]] = {}
        self.people: dict[int, set[Socket]] = {}
        self.checks_asked = 0  # a grant made while this moved is made again
        self._joined: set[Topic] = set()
        self._lock = asyncio.Lock()
        self._channel: str | None = None
        self._not_before = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._beats = Beats()
        self._partings: set[asyncio.Task[None]] = set()

    # The sockets' side ----------------------------------------------------------------------------

    @property
    def sockets(self) -> list[Socket]:
        return [socket for several in self.people.values() for socket in several]

    @property
    def heard(self) -> tuple[str | None, int]:
        """Since when it listens, and how many checks it was asked: what was checked before this moved may be so no longer."""
        return self._channel, self.checks_asked

    async def enter(self, socket: Socket) -> None:
        """Take a socket in. Raises Unavailable while the layer is away."""
        async with self._lock:
            if self._channel is None:
                await self._start()
        if self._beats.is_dead():
            raise Unavailable
        self.people.setdefault(socket.person_id, set()).add(socket)

    async def follow(self, socket: Socket, topics: Iterable[Topic]) -> None:
        """Subscribe the socket to these topics, their messages held until `grant`. Raises Unavailable."""
        new = [topic for topic in topics if topic not in socket.topics]
        for topic in new:
            socket.topics[topic] = None
            socket.held[topic] = []
            self.followers.setdefault(topic, set()).add(socket)
        async with self._lock:
            for topic in new:
                if topic not in self._joined and topic in self.followers:
                    await self._layer("group_add", group(topic))
                    self._joined.add(topic)

    async def grant(self, socket: Socket, topics: Iterable[Topic], granted: Mapping[Topic, int | None]) -> None:
        """Let through, of the topics just followed, those that access granted, and end the others."""
        for topic in topics:
            held = socket.held.pop(topic, [])
            if topic in granted and topic in socket.topics:
                socket.topics[topic] = granted[topic]
                for text in held:
                    socket.offer(text)
        await self.unfollow(socket, [topic for topic in topics if topic not in granted])

    async def unfollow(self, socket: Socket, topics: Iterable[Topic]) -> None:
        """Have it receive them no more; the last follower of a topic ends the process's subscription."""
        held = [topic for topic in topics if topic in socket.topics]
        left = [topic for topic in held if self._part(socket, topic)]
        if not left:
            return
        async with self._lock:
            for topic in left:
                if topic in self._joined and topic not in self.followers:
                    self._joined.discard(topic)
                    try:
                        await self._layer("group_discard", group(topic))
                    except Unavailable:
                        log.info("live_topic_left_behind", topic=str(topic))

    async def leave(self, socket: Socket) -> None:
        """Forget a socket. The last one out stops the hub's tasks."""
        mine = self.people.get(socket.person_id, set())
        mine.discard(socket)
        if not mine:
            self.people.pop(socket.person_id, None)
        self.watch(socket, frozenset())
        if socket.shows and not self._shows(socket.person_id):
            self._keep(self._part_with(socket.person_id), self._partings)
        await self.unfollow(socket, list(socket.topics))
        if not self.people:
            await self._stop()

    # Who is here ----------------------------------------------------------------------------------

    def beat(self, socket: Socket) -> None:
        """Its page is open: whoever chose it is seen to be here for a while."""
        if socket.shows:
            self._aside(presence.appear, socket.person_id)

    def write(self, socket: Socket, topics: Iterable[Topic]) -> None:
        """Its person types an answer there; told for those who chose to be seen, in a thread that they were granted."""
        for topic in topics:
            if socket.shows and topic.kind == "post" and topic in socket.topics and topic not in socket.held:
                self._aside(presence.write, socket.person_id, topic.id)

    def show(self, socket: Socket, shows: bool) -> None:
        """The person's choice, as it is now."""
        was, socket.shows = socket.shows, shows
        if shows and not was:
            self.beat(socket)
        elif was and not self._shows(socket.person_id):
            self._aside(presence.vanish, socket.person_id)

    def watch(self, socket: Socket, people: frozenset[int]) -> None:
        """Whose comings and goings its page asks for, instead of those of before; it is told of those whom it may see."""
        for person_id in socket.watched - people:
            self.watchers[person_id].discard(socket)
            if not self.watchers[person_id]:
                del self.watchers[person_id]
        for person_id in people - socket.watched:
            self.watchers.setdefault(person_id, set()).add(socket)
        socket.watched = people

    def _shows(self, person_id: int) -> bool:
        return any(socket.shows for socket in self.people.get(person_id, ()))

    async def _part_with(self, person_id: int) -> None:
        await asyncio.sleep(GRACE_SECONDS)
        if not self._shows(person_id):
            await asyncio.to_thread(presence.vanish, person_id)

    def _heard_of(self, message: dict[str, Any]) -> None:
        person_id = int(message["person"])
        if message["topic"] == presence.WRITING:
            topic = Topic("post", int(message["post"]))
            told = {"topic": str(topic), "kind": "writing"}
            self._spawn(self.tell(person_id, [one for one in self.followers.get(topic, ()) if topic not in one.held], told))
            return
        if not message["here"] and self._shows(person_id):
            self._aside(presence.appear, person_id)
        elif person_id in self.watchers:
            self._spawn(self.tell(person_id, list(self.watchers[person_id]), {"kind": "presence", "here": bool(message["here"])}))

    def _aside(self, act: Callable[..., None], *arguments: int) -> None:
        """The cache and the wire may make one wait: never the loop."""
        self._keep(asyncio.to_thread(act, *arguments), self._partings)

    def _part(self, socket: Socket, topic: Topic) -> bool:
        """Part a socket from a topic; True when it was its last follower here."""
        del socket.topics[topic]
        followers = self.followers.get(topic, set())
        followers.discard(socket)
        if not followers:
            self.followers.pop(topic, None)
        return not followers

    # The layer's side -----------------------------------------------------------------------------

    async def _start(self) -> None:
        if time.monotonic() < self._not_before:
            raise Unavailable
        try:
            self._channel = await layer().new_channel()
            await self._layer("group_add", group(CONTROL))
        except Exception as error:
            self._channel = None
            self._not_before = time.monotonic() + BEAT_SECONDS
            raise Unavailable from error
        self._beats = Beats()
        for work in (self._listen(self._channel), self._beat(self._channel), self._check_now_and_then()):
            self._spawn(work)

    async def _stop(self) -> None:
        async with self._lock:
            if self._channel is None or self.people:
                return
            for task in self._tasks:
                task.cancel()
            try:
                await self._layer("group_discard", group(CONTROL))
            except Unavailable:
                log.info("live_layer_away")
            self._channel = None
            self._joined.clear()

    async def _layer(self, act: str, name: str) -> None:
        try:
            await getattr(layer(), act)(name, self._channel)
        except Exception as error:
            raise Unavailable from error

    async def _listen(self, channel: str) -> None:
        while True:
            message = await layer().receive(channel)
            try:
                self._take(message)
            except Exception:
                log.exception("live_message_failed")

    def _take(self, message: dict[str, Any]) -> None:
        name = message["topic"]
        if name == CONTROL:
            self._control(message)
        elif name in (presence.HERE, presence.WRITING):
            self._heard_of(message)
        elif name == Beats.NAME:
            if self._beats.heard(message["beat"]):
                self._missed()
        elif (topic := parse(name)) is not None:
            text = message["text"]
            for socket in tuple(self.followers.get(topic, ())):
                socket.hear(topic, text)

    def _control(self, message: dict[str, Any]) -> None:
        self.checks_asked += 1
        if "session" in message:
            for socket in self.sockets:
                if socket.session_digest == message["session"]:
                    socket.close(Close.SIGNED_OUT)
        if "person" in message:
            self._check_again(list(self.people.get(int(message["person"]), ())), set())
        if "community" in message:
            community_id = int(message["community"])
            self._check_again([], self._topics_of(community_id))
        if "post" in message:
            self._spawn(self.withdraw(Topic("post", int(message["post"]))))
        if "moved" in message:
            self._moved(Topic("post", int(message["moved"])), community_id=int(message["to"]))
        if "missed" in message:
            self._missed()

    def _topics_of(self, community_id: int) -> set[Topic]:
        """The topics followed here that are for the readers of that community."""
        return {
            topic for topic, followers in self.followers.items() if any(socket.topics.get(topic) == community_id for socket in followers)
        }

    def _moved(self, topic: Topic, *, community_id: int) -> None:
        """What a topic is about is for the readers of another community now: those who are among them keep it."""
        for socket in self.followers.get(topic, ()):
            if socket.topics.get(topic) is not None:
                socket.topics[topic] = community_id
        self._check_again([], {topic})

    async def withdraw(self, topic: Topic) -> None:
        """Take a topic away from all its followers: what it was about is gone."""
        for socket in tuple(self.followers.get(topic, ())):
            await self.drop(socket, [topic])

    async def drop(self, socket: Socket, topics: Iterable[Topic]) -> None:
        """Take topics away from a socket, whose page is told."""
        lost = [topic for topic in topics if topic in socket.topics]
        for topic in lost:
            socket.offer(json.dumps({"topic": str(topic), "kind": "closed"}))
        await self.unfollow(socket, lost)

    def _missed(self) -> None:
        """Some messages were lost, control messages perhaps: pages catch up, rights are looked at again."""
        for socket in self.sockets:
            socket.offer(RESYNC)
        self._check_again(self.sockets, set(self.followers))

    def _check_again(self, sockets: list[Socket], topics: set[Topic]) -> None:
        if sockets or topics:
            self._spawn(self.recheck(self, sockets, topics))

    async def _check_now_and_then(self) -> None:
        """What no message told: a session that expired, a right changed by hand in the database."""
        while True:
            await asyncio.sleep(CHECK_ALL_SECONDS)
            await self.recheck(self, self.sockets, set(self.followers))

    async def _beat(self, channel: str) -> None:
        while True:
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await layer().send(channel, {"topic": Beats.NAME, "beat": self._beats.next()})
            except Exception as error:
                if not self._beats.is_failing:
                    log.warning("live_layer_away", error=type(error).__name__)
                self._beats.is_failing = True
            self._look_after()
            await asyncio.sleep(BEAT_SECONDS)

    def _look_after(self) -> None:
        """Let go of the pages that do not read, of guests whose access ends, and of all of them while the layer is away."""
        late, now = time.monotonic() - SEND_SECONDS, time.time()
        is_dead = self._beats.is_dead()
        for socket in self.sockets:
            if is_dead:
                socket.close(Close.LATER)
            elif socket.ends_at is not None and socket.ends_at <= now:
                socket.close(Close.LATER)  # who was given longer meanwhile comes back
            elif socket.sending_since is not None and socket.sending_since < late:
                socket.close(Close.TOO_SLOW)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._keep(work, self._tasks)

    def _keep(self, work: Coroutine[Any, Any, None], among: "set[asyncio.Task[None]]") -> None:
        task = asyncio.create_task(work)
        among.add(task)
        task.add_done_callback(among.discard)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub_of_this_loop(recheck: Recheck, tell: Tell = _tell_nobody) -> Hub:
    """The hub of the running loop, made at the first call."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(recheck, tell)
    return _hubs[loop]
