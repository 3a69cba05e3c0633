"""People and notifications through the API."""

from datetime import timedelta

from communities.actions.notifications import notify, waiting
from rse.people.models import Person
from tests.communities.api.program import LATER, Program
from tests.conftest import Cast
from tests.factories import make_comment


def test_people_are_listed_and_read(cast: Cast, as_bob: Program) -> None:
    listed = as_bob("GET", "people?size=5")
    assert len(listed["results"]) == 5
    after = as_bob("GET", f"people?size=100&cursor={listed['next']}")
    ids = [row["id"] for row in listed["results"] + after["results"]]
    assert ids == list(Person.objects.filter(is_active=True).order_by("name_key", "id").values_list("pk", flat=True))
    assert [row["id"] for row in as_bob("GET", "people?q=alic")["results"]] == [cast.alice.pk]
    assert as_bob("GET", f"people/{cast.alice.pk}")["email"] == cast.alice.email
    assert as_bob("GET", f"people/{cast.alice.pk}")["photo"] == ""
    assert as_bob("GET", "me")["roles"] == []
    assert as_bob("GET", f"people/{cast.bob.pk}")["manager"]["id"] == cast.max.pk
    assert Program(cast.guest)("GET", f"people/{cast.bob.pk}")["manager"] is None


def test_notifications_are_listed_and_marked_read(cast: Cast, as_bob: Program) -> None:
    make_comment(cast.alice, cast.closed_post, f"Merci @{cast.bob.name}")
    make_comment(cast.erin, cast.closed_post, "Vu.")
    for event_id in waiting(at=LATER, older_than=timedelta(0)):
        notify(event_id=event_id, at=LATER)
    listed = as_bob("GET", "notifications")["results"]
    assert {row["notice"] for row in listed} == {"mention", "reply"}
    assert all(row["post"] == str(cast.closed_post.pk) and row["community"]["slug"] == cast.closed.slug for row in listed)
    marked = as_bob("POST", "notifications/read", {"ids": [listed[0]["id"]]})
    assert marked == {"marked": 1, "unread": len(listed) - 1}
    Program(cast.carol)("POST", "notifications/read", {"ids": [listed[1]["id"]]})
    assert as_bob("POST", "notifications/read", {})["unread"] == 0
