"""Which topics a person may follow, asked of access: at the start, and again when rights may have changed."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import structlog
from channels.auth import get_user
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http.cookie import parse_cookie
from django.utils import timezone

from communities import access, feeds
from communities.live.hub import Hub
from communities.live.push import digest
from communities.live.socket import Close, Socket
from communities.live.topics import Topic
from rse.people.models import Person

log = structlog.get_logger(__name__)
BATCH = 1_000


class Grant(NamedTuple):
    """The community whose readers a topic is for, and how fresh it is now, for the page to compare with what it shows."""

    community_id: int | None
    state: str


Grants = dict[Topic, Grant]


async def signed_in(scope: Any) -> Socket | None:
    """The socket of whoever the request's cookie has signed in, None for anyone else.

    Read here, and not by Channels' middleware, which would keep the person and three copies of the scope per socket.
    """
    cookies = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    key = parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    if key is None:
        return None
    asked: Any = {"session": SessionStore(key)}
    person = await get_user(asked)
    if not isinstance(person, Person) or not person.is_active:
        return None
    ends_at = person.guest_until.timestamp() if person.is_guest and person.guest_until else None
    return Socket(
        person_id=person.pk,
        session_key=key,
        session_digest=digest(key),
        auth_hash=person.get_session_auth_hash(),
        shows=person.shows_presence,
        ends_at=ends_at,
    )


@database_sync_to_async
def grants(socket: Socket, topics: Iterable[Topic]) -> Grants | None:
    """Of these topics, those that the person may follow. None when they are signed in no more."""
    people, sessions = _owners([socket])
    person = people.get(socket.person_id)
    if person is None or not _is_signed_in(socket, person, sessions):
        return None
    return _of_person(person, topics)


@database_sync_to_async
def unread(person_id: int) -> int:
    """How many notifications wait for the person: for a page that comes back."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return 0 if person is None else feeds.unread_notifications(person)


async def recheck(hub: Hub, sockets: list[Socket], topics: set[Topic]) -> None:
    """Close the sockets of whoever is signed out; take away each topic that a follower may read no more.

    `sockets` are looked at whole; `topics` are looked at for all who follow them.
    """
    try:
        for batch in _batches(sockets):
            signed_out, allowed, showing = await _look_at_sockets(batch)
            for socket in batch:
                if socket in signed_out:
                    socket.close(Close.SIGNED_OUT)
                else:
                    hub.show(socket, socket.person_id in showing)
                    await hub.drop(socket, [topic for topic in socket.topics if topic not in allowed[socket.person_id]])
        for topic in topics:
            for batch in _batches(list(hub.followers.get(topic, ()))):
                readers = await _readers(topic, [socket.person_id for socket in batch])
                for socket in batch:
                    if socket.person_id not in readers:
                        await hub.drop(socket, [topic])
    except Exception:
        # Unable to tell, nobody keeps what they may have lost: the pages come back and are asked again.
        log.exception("live_recheck_failed")
        for socket in {*sockets, *(one for topic in topics for one in hub.followers.get(topic, ()))}:
            socket.close(Close.LATER)


def _batches(sockets: list[Socket]) -> Iterable[list[Socket]]:
    return (sockets[start : start + BATCH] for start in range(0, len(sockets), BATCH))


@database_sync_to_async
def _look_at_sockets(sockets: Sequence[Socket]) -> tuple[set[Socket], dict[int, Grants], set[int]]:
    people, sessions = _owners(sockets)
    signed_out = {socket for socket in sockets if not _is_signed_in(socket, people.get(socket.person_id), sessions)}
    asked: dict[int, set[Topic]] = {}
    for socket in sockets:
        asked.setdefault(socket.person_id, set()).update(socket.topics)
    showing = {pk for pk, person in people.items() if person.shows_presence}
    return signed_out, {pk: _of_person(people[pk], topics) for pk, topics in asked.items() if pk in people}, showing


def _owners(sockets: Sequence[Socket]) -> tuple[dict[int, Person], set[str]]:
    """The people of these sockets as they are now, and which of their sessions still run."""
    people = Person.objects.in_bulk({socket.person_id for socket in sockets})
    running = Session.objects.filter(session_key__in={socket.session_key for socket in sockets}, expire_date__gt=timezone.now())
    return people, set(running.values_list("session_key", flat=True))


def _is_signed_in(socket: Socket, person: Person | None, sessions: set[str]) -> bool:
    if person is None or not person.is_active or person.has_ended(timezone.now()):
        return False
    return socket.session_key in sessions and socket.auth_hash == person.get_session_auth_hash()


@database_sync_to_async
def _readers(topic: Topic, people: Sequence[int]) -> set[int]:
    if topic.kind == "person":
        return {topic.id} & set(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
    return access.readers_among(people, **{f"{topic.kind}_id": topic.id})


def _of_person(person: Person, topics: Iterable[Topic]) -> Grants:
    ids: dict[str, list[int]] = {"community": [], "post": [], "person": []}
    for topic in topics:
        ids[topic.kind].append(topic.id)
    found: Grants = {}
    if ids["community"]:
        readable = access.readable_communities(person).filter(pk__in=ids["community"])
        for pk, newest in readable.values_list("pk", "last_post_id"):
            found[Topic("community", pk)] = Grant(pk, str(newest or 0))
    if ids["post"]:
        posts = access.posts(person).filter(pk__in=ids["post"])
        for pk, community_id, version in posts.values_list("pk", "community_id", "version"):
            found[Topic("post", pk)] = Grant(community_id, str(version))
    if person.pk in ids["person"]:
        found[Topic("person", person.pk)] = Grant(None, "")
    return found
