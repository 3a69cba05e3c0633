"""Polls through the API: published, voted in, read."""

from datetime import timedelta

from communities.models import Event, Post
from tests.communities.api.program import Program
from tests.conftest import Cast
from tests.factories import NOW


def test_a_poll_is_published_and_voted_in(cast: Cast, as_bob: Program) -> None:
    asked = {"options": ["Mardi", "Jeudi"], "results": "voted"}
    made = as_bob(
        "POST", f"communities/{cast.open.slug}/posts", {"kind": "poll", "title": "Quel jour ?", "body": "", "poll": asked}, status=201
    )
    assert made["poll"]["options"] == [{"position": 1, "label": "Mardi", "votes": None}, {"position": 2, "label": "Jeudi", "votes": None}]
    assert (made["poll"]["has_voted"], made["poll"]["is_open"], made["poll"]["choice"]) == (False, True, "one")
    carol, path = Program(cast.carol), f"posts/{made['id']}"
    voted = carol("PUT", f"{path}/ballot", {"options": [2]})
    assert (voted["poll"]["mine"], voted["poll"]["ballots"]) == ([2], 1)
    assert [option["votes"] for option in voted["poll"]["options"]] == [0, 1]
    assert [option["votes"] for option in as_bob("GET", path)["poll"]["options"]] == [None, None]
    assert Event.objects.filter(verb="poll_vote", root_id=int(made["id"]), source="api").count() == 1
    assert "options" in carol("PUT", f"{path}/ballot", {"options": [1, 2]}, status=400)
    Program(cast.guest)("PUT", f"{path}/ballot", {"options": [1]}, status=404)
    assert as_bob("GET", f"posts/{cast.open_post.pk}")["poll"] is None


def test_an_unfit_poll_publishes_nothing(cast: Cast, as_bob: Program) -> None:
    url, before = f"communities/{cast.open.slug}/posts", Post.objects.count()
    words = {"kind": "poll", "title": "Quel jour ?", "body": ""}
    closes_at = (NOW + timedelta(days=1)).isoformat()
    assert "options" in as_bob("POST", url, words, status=400)
    assert "closes_at" in as_bob("POST", url, words | {"poll": {"options": ["a", "b"], "is_secret": True}}, status=400)
    assert "title" in as_bob("POST", url, words | {"title": "", "poll": {"options": ["a", "b"], "closes_at": closes_at}}, status=400)
    assert Post.objects.count() == before
