"""Which topics a person may follow, asked of access: at the start, and again when rights may have changed."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import structlog
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from communities import access
from communities.live.hub import Hub
from communities.live.socket import Close, Socket
from communities.live.topics import Topic
from rse.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

log = structlog.get_logger(__name__)
BATCH = 1_000


@database_sync_to_async
def granted(socket: Socket, topics: Iterable[Topic]) -> "Mapping[Topic, int | None] | None":
    """Of these topics, those that the person may follow, with the community whose readers each is for.

    None when they are signed in no more.
    """
    people, sessions = _owners([socket])
    person = people.get(socket.person_id)
    if person is None or not _is_signed_in(socket, person, sessions):
        return None
    return _of_person(person, topics)


async def recheck(hub: Hub, sockets: list[Socket], topics: set[Topic]) -> None:
    """Close the sockets of whoever is signed out; take away each topic that a follower may read no more.

    `sockets` are looked at whole; `topics` are looked at for all who follow them.
    """
    try:
        for batch in _batches(sockets):
            signed_out, allowed = await _look_at_sockets(batch)
            for socket in batch:
                if socket in signed_out:
                    socket.close(Close.SIGNED_OUT)
                else:
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
def _look_at_sockets(sockets: Sequence[Socket]) -> "tuple[set[Socket], dict[int, Mapping[Topic, int | None]]]":
    people, sessions = _owners(sockets)
    signed_out = {socket for socket in sockets if not _is_signed_in(socket, people.get(socket.person_id), sessions)}
    asked: dict[int, set[Topic]] = {}
    for socket in sockets:
        asked.setdefault(socket.person_id, set()).update(socket.topics)
    return signed_out, {pk: _of_person(people[pk], topics) for pk, topics in asked.items() if pk in people}


def _owners(sockets: Sequence[Socket]) -> tuple[dict[int, Person], set[str]]:
    """The people of these sockets as they are now, and which of their sessions still run."""
    people = Person.objects.in_bulk({socket.person_id for socket in sockets})
    running = Session.objects.filter(
        session_key__in={socket.session_key for socket in sockets}, expire_date__gt=timezone.now()
    )
    return people, set(running.values_list("session_key", flat=True))


def _is_signed_in(socket: Socket, person: Person | None, sessions: set[str]) -> bool:
    return (
        person is not None
        and person.is_active
        and socket.session_key in sessions
        and socket.auth_hash == person.get_session_auth_hash()
    )


@database_sync_to_async
def _readers(topic: Topic, people: Sequence[int]) -> set[int]:
    if topic.kind == "person":
        return {topic.id} & set(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
    return access.readers_among(people, **{f"{topic.kind}_id": topic.id})


def _of_person(person: Person, topics: Iterable[Topic]) -> "Mapping[Topic, int | None]":
    ids: dict[str, list[int]] = {"community": [], "post": [], "person": []}
    for topic in topics:
        ids[topic.kind].append(topic.id)
    found: dict[Topic, int | None] = {}
    if ids["community"]:
        readable = access.readable_communities(person).filter(pk__in=ids["community"]).values_list("pk", flat=True)
        found |= {Topic("community", pk): pk for pk in readable}
    if ids["post"]:
        posts = access.posts(person).filter(pk__in=ids["post"]).values_list("pk", "community_id")
        found |= {Topic("post", pk): community_id for pk, community_id in posts}
    if person.pk in ids["person"]:
        found[Topic("person", person.pk)] = None
    return found
