"""Posts kept for later, by program."""

from tests.communities.api.program import Program
from tests.conftest import Cast


def test_a_post_is_kept_listed_and_let_go(cast: Cast, as_bob: Program) -> None:
    address = f"posts/{cast.closed_post.pk}/saved"
    assert as_bob("GET", f"posts/{cast.closed_post.pk}")["saved"] is False
    for _twice in range(2):
        as_bob("PUT", address, status=204)
    listed = as_bob("GET", "bookmarks")
    assert [(row["id"], row["saved"]) for row in listed["results"]] == [(str(cast.closed_post.pk), True)]
    assert listed["next"] is None
    for _twice in range(2):
        as_bob("DELETE", address, status=204)
    assert as_bob("GET", "bookmarks")["results"] == []
