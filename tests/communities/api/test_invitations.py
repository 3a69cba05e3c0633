"""Invitations through the API: sent, listed, accepted, declined."""

import pytest

from communities.access import role_in
from communities.actions.memberships import remove_member
from communities.models import CommunityInvitation, Event
from tests.communities.api.program import LATER, Program
from tests.conftest import Cast
from tests.factories import make_person


def test_an_invitation_is_sent_listed_and_accepted(cast: Cast) -> None:
    as_alice, as_carol = Program(cast.alice), Program(cast.carol)
    path, before = f"communities/{cast.secret.slug}", as_carol("GET", "invitations")
    assert before == {"results": [], "next": None}
    as_alice("POST", f"{path}/invitations", {"person": cast.carol.pk}, status=204)
    as_alice("POST", f"{path}/invitations", {"person": cast.carol.pk}, status=204)
    assert Event.objects.filter(verb="invite", target_id=cast.carol.pk, source="api").count() == 1
    (listed,) = as_carol("GET", "invitations")["results"]
    assert (listed["community"]["slug"], listed["invited_by"]["id"]) == (cast.secret.slug, cast.alice.pk)
    assert Program(cast.dave)("GET", "invitations") == before
    as_carol("PUT", f"{path}/membership")
    assert as_carol("GET", "invitations") == before
    assert set(as_alice("POST", f"{path}/invitations", {"person": cast.carol.pk}, status=400)) == {"person"}


def test_an_invitation_is_declined_once(cast: Cast) -> None:
    path, as_carol = f"communities/{cast.open.slug}", Program(cast.carol)
    as_carol("DELETE", f"{path}/invitation", status=400)
    Program(cast.bob)("POST", f"{path}/invitations", {"person": cast.carol.pk}, status=204)
    Program(cast.dave)("DELETE", f"{path}/invitation", status=400)
    as_carol("DELETE", f"{path}/invitation", status=204)
    as_carol("DELETE", f"{path}/invitation", status=400)
    assert CommunityInvitation.objects.get().accepted is False
    assert role_in(cast.carol, cast.open) is None


def test_who_may_invite_whom(cast: Cast) -> None:
    stranger = make_person("Gilberte", is_guest=True)
    as_erin = Program(cast.erin)
    path = f"communities/{cast.open.slug}/invitations"
    as_erin("POST", path, {"person": cast.guest.pk}, status=204)
    hidden = as_erin("POST", path, {"person": stranger.pk}, status=404)
    assert hidden == as_erin("POST", path, {"person": stranger.pk + 1_000}, status=404), "a guest met nowhere looks absent"
    as_erin("POST", path, {"person": "zéro"}, status=400)
    Program(cast.carol)("POST", path, {"person": cast.dave.pk}, status=403)
    Program(cast.bob)("POST", f"communities/{cast.closed.slug}/invitations", {"person": cast.dave.pk}, status=403)
    Program(cast.guest)("POST", f"communities/{cast.partners.slug}/invitations", {"person": cast.bob.pk}, status=403)
    Program(cast.carol)("POST", f"communities/{cast.secret.slug}/invitations", {"person": cast.dave.pk}, status=404)
    assert list(CommunityInvitation.objects.values_list("person", flat=True)) == [cast.guest.pk]


@pytest.mark.parametrize("name", ["bob", "erin"])
def test_that_somebody_was_banned_is_for_those_who_moderate_to_know(cast: Cast, name: str) -> None:
    remove_member(by=cast.erin, community=cast.open, person=cast.carol, ban=True, at=LATER)
    said = Program(cast.people[name])("POST", f"communities/{cast.open.slug}/invitations", {"person": cast.carol.pk}, status=400)
    assert (cast.carol.name in said["person"]) == (name == "erin")
