"""Who is told that somebody is here, or types an answer: asked of access each time, of those who are told at once."""

import asyncio
import json
from collections.abc import Collection
from typing import Any

import structlog
from channels.db import database_sync_to_async

from communities import access
from communities.live import presence
from communities.live.socket import Socket
from rse.people.models import Person

log = structlog.get_logger(__name__)


async def shown(person_id: int, people: Collection[int]) -> list[int]:
    """Those of these people who are here, for this person's page. No query when none of them is."""
    here = await asyncio.to_thread(presence.present, people) if people else set()
    return await _shown(person_id, here) if here else []


@database_sync_to_async
def _shown(person_id: int, here: Collection[int]) -> list[int]:
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return [] if person is None else sorted(access.shown_to(person, here).values_list("pk", flat=True))


async def tell(person_id: int, sockets: list[Socket], message: dict[str, Any]) -> None:
    """Send what this person does to those of these sockets whose people may know; a name goes to who sees its bearer."""
    if not sockets:
        return
    try:
        name, watchers = await _watchers(person_id, {socket.person_id for socket in sockets}, is_here=message.get("here", True))
    except Exception:
        log.exception("presence_not_told")
        return
    about = {"person": str(person_id)} | ({"name": name} if message["kind"] == "writing" else {})
    text = json.dumps(message | about)
    for socket in sockets:
        if socket.person_id in watchers:
            socket.offer(text)


@database_sync_to_async
def _watchers(person_id: int, ids: Collection[int], *, is_here: bool) -> tuple[str, set[int]]:
    person = Person.objects.filter(pk=person_id).first()
    return ("", set()) if person is None else (person.name, access.watchers_among(ids, person, is_here=is_here))
