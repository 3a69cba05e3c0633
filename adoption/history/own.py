"""What the history holds of one person's acts, for that person alone: all of it, secret communities included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from communities.models import Event, RecentSearch
from rse.lib.ids import instant_of


@dataclass(frozen=True)
class OwnActs:
    """Acts of one verb, and the oldest of them."""

    verb: str
    count: int
    oldest: datetime


def own_acts(person_id: int) -> list[OwnActs]:
    """The acts of a person that are kept, most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, count(*), min(id) FROM communities_event WHERE actor_id = %s GROUP BY verb ORDER BY 2 DESC, 1", [person_id]
        )
        return [OwnActs(verb, count, instant_of(oldest)) for verb, count, oldest in cursor.fetchall()]


def own_events(person_id: int) -> Iterator[tuple[datetime, str, int | None]]:
    """Instant, verb and community of each act of a person that is kept, in order."""
    rows = Event.objects.filter(actor_id=person_id).order_by("id").values_list("at", "verb", "community_id")
    yield from rows.iterator(chunk_size=5_000)


def own_searches(person_id: int) -> list[tuple[datetime, str]]:
    """What a person looked for last, as long as they have not had it forgotten."""
    return list(RecentSearch.objects.filter(person=person_id).order_by("-at", "-pk").values_list("at", "words"))
