"""The charter through the API: a refusal that says which version to accept, and the way of a proposed change."""

from communities.actions.charters import put_charter
from communities.models import Post
from tests.communities.api.program import Program
from tests.conftest import Cast
from tests.factories import NOW


def test_publishing_says_which_charter_to_accept(cast: Cast, as_bob: Program) -> None:
    put_charter(cast.open, "On répond.", by=cast.erin, at=NOW)
    path, before = f"communities/{cast.open.slug}", Post.objects.count()
    asked = as_bob("POST", f"{path}/posts", {"body": "Bonjour."}, status=409)
    assert (asked["code"], asked["charter"]) == ("charter", 1)
    assert as_bob("POST", f"posts/{cast.open_post.pk}/comments", {"body": "Bien vu."}, status=409)["charter"] == 1
    assert Post.objects.count() == before
    assert as_bob("GET", f"{path}/charter")["owes"] is True
    as_bob("PUT", f"{path}/charter/acceptance", {"number": 2}, status=400)
    as_bob("PUT", f"{path}/charter/acceptance", {"number": 1}, status=204)
    as_bob("POST", f"{path}/posts", {"body": "Bonjour."}, status=201)
    assert as_bob("GET", f"{path}/charter")["owes"] is False
    put_charter(cast.open, "On répond vite.", by=cast.erin, at=NOW)
    as_bob("POST", f"posts/{cast.open_post.pk}/comments", {"body": "Bien vu.", "accepts_charter": 2}, status=201)
    Program(cast.carol)("PUT", f"{path}/charter/acceptance", {"number": 2}, status=403)
    as_bob("GET", f"communities/{cast.closed.slug}/charter", status=404)


def test_a_change_goes_its_way(cast: Cast, as_bob: Program) -> None:
    path, alice = f"communities/{cast.closed.slug}/charter", Program(cast.alice)
    made = as_bob("POST", f"{path}/proposals", {"text": "On répond.", "why": "Il en faut une"}, status=201)
    one = f"{path}/proposals/{made['id']}"
    assert as_bob("GET", f"posts/{made['post']}")["community"]["slug"] == cast.closed.slug
    assert alice("PUT", f"{one}/opinion", {"consents": False, "reason": "Plus court"})["objections"][0]["reason"] == "Plus court"
    assert as_bob("PATCH", one, {"text": "On répond !", "why": "Plus court", "base": 0})["revision"] == 2
    as_bob("POST", f"{one}/decision", {"decision": "publish", "revision": 2}, status=403)
    assert alice("POST", f"{one}/decision", {"decision": "publish", "revision": 2})["state"] == "published"
    assert [row["number"] for row in as_bob("GET", f"{path}/versions")["results"]] == [1]
    assert as_bob("GET", f"{path}/proposals")["results"][0]["state"] == "published"
    Program(cast.carol)("GET", one, status=404)
