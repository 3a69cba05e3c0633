"""Communities through the API: listed, founded, set."""

from communities.models import Community
from tests.communities.api.program import Program
from tests.conftest import Cast


def test_communities_are_listed_found_read_and_set(cast: Cast, as_bob: Program) -> None:
    listed = as_bob("GET", "communities?size=3")
    again = as_bob("GET", f"communities?size=3&cursor={listed['next']}")
    names = [row["name"] for row in listed["results"] + again["results"]]
    assert names == ["Appels fermés", "Entraide ouverte", "Partenaires", "Projet discret"]
    assert again["next"] is None
    assert [row["role"] for row in listed["results"]] == ["member", "member", "member"]
    assert [row["slug"] for row in as_bob("GET", "communities?q=ENTRAIDE")["results"]] == [cast.open.slug]

    sent = {"name": "Retours d’essais", "purpose": "Ce que les essais apprennent", "charter": "Rester **factuel**."}
    made = as_bob("POST", "communities", sent, status=201)
    assert (made["slug"], made["access"], made["role"], made["members_count"]) == ("retours-dessais", "open", "owner", 1)
    assert "<strong>" in made["charter_html"]
    changed = as_bob("PATCH", f"communities/{made['slug']}", {"readers": "members", "joining": "request", "closed_reason": "Essais client"})
    assert (changed["access"], changed["purpose"]) == ("closed", sent["purpose"])
    renamed = as_bob("PATCH", f"communities/{made['slug']}", {"name": "Essais"})
    assert (renamed["slug"], renamed["closed_reason"]) == ("essais", "Essais client")
    as_bob("PATCH", f"communities/{cast.open.slug}", {"name": "Pris"}, status=403)
    as_bob("POST", "communities", {"name": "entraide OUVERTE"}, status=400)
    assert set(as_bob("PATCH", "communities/essais", {"joining": "free"}, status=400)) == {"joining"}


def test_a_guest_founds_nothing_and_lists_only_their_own(cast: Cast) -> None:
    as_guest = Program(cast.guest)
    assert [row["slug"] for row in as_guest("GET", "communities")["results"]] == [cast.partners.slug]
    before = Community.objects.count()
    as_guest("POST", "communities", {"name": "Ailleurs"}, status=403)
    assert Community.objects.count() == before
