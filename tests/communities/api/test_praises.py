"""Praise through the API: published and read."""

from tests.communities.api.program import Program
from tests.conftest import Cast


def test_people_are_praised_by_their_ids(cast: Cast, as_bob: Program) -> None:
    url = f"communities/{cast.closed.slug}/posts"
    words = {"kind": "praise", "body": "Bravo.", "praise": {"people": [cast.erin.pk], "what_for": "Le dépannage"}}
    made = as_bob("POST", url, words, status=201)
    assert made["praise"]["what_for"] == "Le dépannage"
    assert [person["id"] for person in made["praise"]["people"]] == [cast.erin.pk]
    assert Program(cast.alice)("GET", f"posts/{made['id']}")["praise"] == made["praise"]
    for people in ([], [cast.carol.pk], [cast.bob.pk], [10**12]):
        assert "people" in as_bob("POST", url, words | {"praise": {"people": people, "what_for": "x"}}, status=400)
    assert "people" in as_bob("POST", url, {"kind": "praise", "body": "Bravo."}, status=400)
