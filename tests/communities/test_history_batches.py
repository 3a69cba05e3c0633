"""Large batches of events are copied into the history: as they are, whatever texts they hold, and whatever ids are taken."""

from datetime import UTC, datetime, timedelta

import pytest

from communities import events
from communities.events import NewEvent, record_many
from communities.models import Event
from rse.lib.ids import first_id, new_ids

pytestmark = pytest.mark.django_db

AT = datetime(2024, 9, 2, 8, tzinfo=UTC)


def batch(count: int) -> list[NewEvent]:
    texts = ("", "a\tb", "c\\d", "\\N", "e\nf\r", "é“”", '"')
    return [
        NewEvent(AT + timedelta(seconds=i), "visit", actor_id=i, object_id=None if i % 2 else i, via=texts[i % 7], source="test")
        for i in range(count)
    ]


@pytest.mark.parametrize("count", [7, events._MANY])
def test_events_are_written_as_they_are(count: int) -> None:
    written = batch(count)
    assert record_many(written) == count
    found = Event.objects.order_by("id").values_list("at", "verb", "actor_id", "community_id", "object_type", "object_id", "via", "source")
    assert list(found) == [(e.at, e.verb, e.actor_id, None, "", e.object_id, e.via, e.source) for e in written]


@pytest.mark.parametrize("count", [7, events._MANY])
def test_ids_that_are_taken_are_drawn_again(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    record_many([NewEvent(AT, "post", source="before")])
    Event.objects.filter(source="before").update(id=first_id(AT))
    drawn = []

    def draw(instants: list[datetime]) -> list[int]:
        drawn.append(ids := new_ids(instants))
        return [first_id(AT), *ids[1:]] if len(drawn) <= 2 else ids

    monkeypatch.setattr(events, "new_ids", draw)
    assert record_many(batch(count)) == count
    assert Event.objects.count() == count + 1
    assert list(Event.objects.filter(source="test").order_by("actor_id").values_list("actor_id", flat=True)) == list(range(count))
    assert len(drawn) == 3
