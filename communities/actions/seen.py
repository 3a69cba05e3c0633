"""What leaves no row of its own: visits and profile views, once per person, object and hour."""

from datetime import datetime

from django.db import connection, transaction

from communities import events
from communities.events import NewEvent
from communities.models import SeenHour
from communities.models.event import Verb
from rse.people.models import Person


@transaction.atomic
def record_seen(*, person_id: int, verb: str, at: datetime, object_id: int = 0, source: str = "web") -> bool:
    """Count a visit (`object_id` 0, or the community visited), a profile view or a search (0). Returns whether it is new, and wanted.

    Whoever chose that their views of profiles are not counted leaves no trace of them.
    """
    if verb == Verb.PROFILE_VIEW and Person.objects.filter(pk=person_id, views_counted=False).exists():
        return False
    hour = at.replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO communities_seenhour (person_id, verb, object_id, hour) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [person_id, verb, object_id, hour],
        )
        if cursor.rowcount == 0:
            return False
    is_profile = verb == Verb.PROFILE_VIEW
    events.record(
        NewEvent(
            at=at,
            verb=verb,
            actor_id=person_id,
            community_id=None if is_profile else object_id or None,
            object_type="person" if is_profile else "community" if object_id else "",
            object_id=object_id or None,
            target_id=object_id if is_profile else None,
            source=source,
        )
    )
    return True


@transaction.atomic
def forget_seen(*, before: datetime) -> int:
    """Drop the hours that can no longer be counted twice."""
    return SeenHour.objects.filter(hour__lt=before).delete()[0]
