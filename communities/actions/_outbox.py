"""Writing what people are told: only to those who wish it, with what goes out by the channels that leave the house."""

from collections.abc import Collection
from datetime import datetime

from communities import access
from communities.models import Channel, Delivery, Notification
from rse.people.models import Person

LEAVING = (Channel.PUSH, Channel.MAIL)
_BATCH = 1_000


def write_notices(
    people: Collection[Person],
    *,
    event_id: int,
    notice: str,
    at: datetime,
    about: dict[str, int | None],
    due_at: datetime | None = None,
) -> list[Notification]:
    """Tell these people, once each, of what they wish to be told: `about` names the columns of what it speaks of.

    Deliveries are due at `due_at`; with None nothing leaves the house. Returns what was written.
    """
    told = set(Notification.objects.filter(event_id=event_id, notice=notice, person__in=people).values_list("person_id", flat=True))
    left = {person.pk: person for person in people if person.pk not in told}
    if not left:
        return []
    wished = {
        person: wish.channels_of(notice) for person, wish in access.wishes(list(left), community_id=about.get("community_id")).items()
    }
    rows = [
        Notification(
            person=left[person],
            event_id=event_id,
            notice=notice,
            at=at,
            in_app=Channel.IN_APP in channels,
            in_digest=Channel.DIGEST in channels,
            **about,
        )
        for person, channels in wished.items()
        if channels
    ]
    written = Notification.objects.bulk_create(rows, batch_size=_BATCH)
    if due_at is not None:
        Delivery.objects.bulk_create(
            [
                Delivery(notification=row, channel=channel, due_at=due_at, made_at=due_at)
                for row in written
                for channel in LEAVING
                if channel in wished[row.person_id]
            ],
            batch_size=_BATCH,
        )
    return written
