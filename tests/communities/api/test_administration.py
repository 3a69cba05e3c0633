"""Looking after a community through the API, with the rights of the pages."""

from communities.access import role_in
from communities.models import Ban, Event
from rse.people.actions.people import deactivate
from tests.communities.api.program import LATER, Program
from tests.conftest import Cast


def test_the_owner_gives_and_takes_animation(cast: Cast) -> None:
    as_alice, path = Program(cast.alice), f"communities/{cast.closed.slug}/members"
    Program(cast.erin)("PATCH", f"{path}/{cast.bob.pk}", {"role": "animator"}, status=403)
    Program(cast.carol)("PATCH", f"communities/{cast.secret.slug}/members/{cast.bob.pk}", {"role": "animator"}, status=404)
    assert as_alice("PATCH", f"{path}/{cast.bob.pk}", {"role": "animator"})["role"] == "animator"
    assert as_alice("PATCH", f"{path}/{cast.bob.pk}", {"role": "member"})["role"] == "member"
    assert set(as_alice("PATCH", f"{path}/{cast.bob.pk}", {"role": "owner"}, status=400)) == {"role"}
    as_alice("PATCH", f"{path}/{cast.carol.pk}", {"role": "animator"}, status=400)
    as_alice("PATCH", f"{path}/{cast.alice.pk}", {"role": "member"}, status=400)
    as_alice("PATCH", f"{path}/{cast.guest.pk}", {"role": "animator"}, status=404)
    assert role_in(cast.alice, cast.closed) == "owner"


def test_a_guest_does_not_animate(cast: Cast) -> None:
    path = f"communities/{cast.partners.slug}/members/{cast.guest.pk}"
    assert set(Program(cast.erin)("PATCH", path, {"role": "animator"}, status=400)) == {"role"}
    assert role_in(cast.guest, cast.partners) == "member"


def test_members_are_removed_by_whoever_moderates(cast: Cast) -> None:
    as_erin, as_alice, path = Program(cast.erin), Program(cast.alice), f"communities/{cast.closed.slug}/members"
    Program(cast.bob)("DELETE", f"{path}/{cast.erin.pk}", status=403)
    Program(cast.carol)("DELETE", f"{path}/{cast.bob.pk}", status=403)
    as_erin("DELETE", f"{path}/{cast.alice.pk}", status=400)
    as_erin("DELETE", f"{path}/{cast.carol.pk}", status=400)
    as_erin("DELETE", f"{path}/{cast.bob.pk}", status=204)
    assert role_in(cast.bob, cast.closed) is None
    assert Event.objects.filter(verb="remove", target_id=cast.bob.pk, source="api").count() == 1
    as_alice("PATCH", f"{path}/{cast.erin.pk}", {"role": "member"})
    as_erin("DELETE", f"{path}/{cast.erin.pk}", status=403)
    as_alice("DELETE", f"{path}/{cast.erin.pk}", status=204)


def test_a_ban_holds_until_it_is_lifted(cast: Cast) -> None:
    as_erin, as_bob = Program(cast.erin), Program(cast.bob)
    path = f"communities/{cast.open.slug}"
    as_bob("PUT", f"{path}/bans/{cast.erin.pk}", {}, status=403)
    as_bob("GET", f"{path}/bans", status=403)
    as_erin("PUT", f"{path}/bans/{cast.bob.pk}", {"reason": "Publicité"}, status=204)
    (banned,) = as_erin("GET", f"{path}/bans")["results"]
    assert (banned["person"]["id"], banned["reason"]) == (cast.bob.pk, "Publicité")
    as_bob("PUT", f"{path}/membership", status=403)
    as_bob("DELETE", f"{path}/bans/{cast.bob.pk}", status=403)
    as_erin("DELETE", f"{path}/bans/{cast.carol.pk}", status=404)
    as_erin("DELETE", f"{path}/bans/{cast.bob.pk}", status=204)
    as_bob("PUT", f"{path}/membership")
    as_erin("PUT", f"{path}/bans/{cast.erin.pk}", {}, status=400)
    assert not Ban.objects.filter(community=cast.open).exists()


def test_a_banned_guest_whom_nobody_meets_any_more_can_come_back(cast: Cast) -> None:
    as_erin, path = Program(cast.erin), f"communities/{cast.partners.slug}/bans/{cast.guest.pk}"
    as_erin("PUT", path, {}, status=204)
    as_erin("GET", f"people/{cast.guest.pk}", status=404)
    as_erin("DELETE", path, status=204)
    assert not Ban.objects.filter(community=cast.partners).exists()


def test_a_community_is_handed_over(cast: Cast) -> None:
    as_alice, path = Program(cast.alice), f"communities/{cast.closed.slug}/owner"
    Program(cast.erin)("PUT", path, {"person": cast.erin.pk}, status=403)
    assert set(as_alice("PUT", path, {"person": cast.carol.pk}, status=400)) == {"to"}
    assert as_alice("PUT", path, {"person": cast.erin.pk})["role"] == "animator"
    assert (role_in(cast.erin, cast.closed), role_in(cast.alice, cast.closed)) == ("owner", "animator")
    as_alice("PUT", path, {"person": cast.alice.pk}, status=403)


def test_a_pilot_hands_over_an_orphan(cast: Cast) -> None:
    as_pia, path = Program(cast.pia), f"communities/{cast.closed.slug}/owner"
    as_pia("PUT", path, {"person": cast.erin.pk}, status=403)
    deactivate(by=cast.ada, person=cast.alice, at=LATER)
    assert as_pia("PUT", path, {"person": cast.erin.pk})["role"] is None
    assert role_in(cast.erin, cast.closed) == "owner"
    Program(cast.carol)("PUT", path, {"person": cast.bob.pk}, status=403)


def test_an_archived_community_is_read_not_written_until_it_reopens(cast: Cast) -> None:
    as_erin, as_bob, path = Program(cast.erin), Program(cast.bob), f"communities/{cast.open.slug}"
    as_bob("PUT", f"{path}/archive", status=403)
    assert as_erin("PUT", f"{path}/archive")["archived_at"]
    as_bob("GET", f"{path}/posts")
    as_bob("POST", f"{path}/posts", {"body": "Trop tard."}, status=403)
    as_bob("DELETE", f"{path}/archive", status=403)
    assert as_erin("DELETE", f"{path}/archive")["archived_at"] is None
    as_bob("POST", f"{path}/posts", {"body": "À temps."}, status=201)
    Program(cast.carol)("PUT", f"communities/{cast.secret.slug}/archive", status=404)
