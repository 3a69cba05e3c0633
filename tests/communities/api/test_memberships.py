"""Coming in and going out through the API."""

from communities.actions.memberships import invite
from communities.models import JoinRequest, LeaveReason
from tests.communities.api.program import Program
from tests.conftest import Cast
from tests.factories import NOW


def test_joining_and_leaving(cast: Cast) -> None:
    as_carol = Program(cast.carol)
    path = f"communities/{cast.open.slug}/membership"
    assert as_carol("PUT", path)["role"] == "member"
    assert as_carol("PUT", path)["role"] == "member"
    people = [row["person"]["name"].split()[0] for row in as_carol("GET", f"communities/{cast.open.slug}/members")["results"]]
    assert people == ["Erin", "Bob", "Carol"]
    as_carol("DELETE", f"{path}?reason=nonsense", status=400)
    as_carol("DELETE", f"{path}?reason=too_much", status=204)
    assert LeaveReason.objects.get().people == 1
    assert set(as_carol("DELETE", path, status=400)) == {"detail"}
    as_carol("PUT", f"communities/{cast.closed.slug}/membership", status=403)
    as_carol("PUT", f"communities/{cast.secret.slug}/membership", status=404)
    invite(by=cast.alice, community=cast.secret, person=cast.carol, at=NOW)
    as_carol("PUT", f"communities/{cast.secret.slug}/membership")


def test_asking_to_come_in_and_being_answered(cast: Cast) -> None:
    as_carol, as_erin, as_bob = Program(cast.carol), Program(cast.erin), Program(cast.bob)
    path = f"communities/{cast.closed.slug}"
    asked = as_carol("PUT", f"{path}/request", {"note": "Je reprends les appels du site."})
    assert asked["state"] == "pending"
    assert as_carol("PUT", f"{path}/request", {})["id"] == asked["id"]
    as_bob("GET", f"{path}/requests", status=403)
    as_bob("POST", f"{path}/requests/{asked['id']}", {"accept": True}, status=403)
    as_carol("GET", f"communities/{cast.secret.slug}/requests", status=404)
    assert [row["id"] for row in as_erin("GET", f"{path}/requests")["results"]] == [asked["id"]]
    assert set(as_erin("POST", f"{path}/requests/{asked['id']}", {"accept": False}, status=400)) == {"reason"}
    assert as_erin("POST", f"{path}/requests/{asked['id']}", {"accept": True})["state"] == "accepted"
    as_erin("POST", f"{path}/requests/{asked['id']}", {"accept": True}, status=400)
    as_erin("POST", f"{path}/requests/999999", {"accept": True}, status=404)
    as_carol("GET", f"{path}/posts")
    as_pia = Program(cast.pia)
    as_pia("PUT", f"{path}/request", {"note": "Bonjour"})
    as_pia("DELETE", f"{path}/request", status=204)
    as_pia("DELETE", f"{path}/request", status=400)
    assert JoinRequest.objects.filter(state="withdrawn").count() == 1
