"""Coming in and going out, from the browser: join, ask, decide, invite, leave, remove, ban, roles, hand over."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.access import role_in
from communities.models import Ban, Community, JoinRequest, LeaveReason
from rse.people.actions.people import deactivate
from rse.people.models import Person
from tests.communities.pages import text
from tests.conftest import Cast
from tests.factories import NOW, make_person

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def here(community: Community, page: str = "") -> str:
    return f"/c/{community.slug}/{page}"


def test_one_joins_an_open_community_in_a_click_and_a_closed_one_not(cast: Cast, sign_in: SignIn) -> None:
    carol = sign_in(cast.carol)
    assert carol.post(here(cast.open, "join"))["Location"] == here(cast.open)
    assert role_in(cast.carol, cast.open) == "member"
    assert carol.post(here(cast.closed, "join")).status_code == 403
    assert sign_in(cast.guest).post(here(cast.open, "join")).status_code == 404
    assert role_in(cast.carol, cast.closed) is None


def test_joining_from_a_thread_comes_back_to_it(cast: Cast, sign_in: SignIn) -> None:
    thread = f"/p/{cast.open_post.pk}/#reply"
    assert sign_in(cast.carol).post(here(cast.open, "join"), {"next": thread})["Location"] == thread
    away = sign_in(cast.max).post(here(cast.open, "join"), {"next": "//attacker.example"})
    assert away["Location"] == here(cast.open)


def test_a_request_goes_from_the_note_to_the_door_that_opens(cast: Cast, sign_in: SignIn) -> None:
    carol, erin = sign_in(cast.carol), sign_in(cast.erin)
    carol.post(here(cast.closed, "ask"), {"note": "Je prépare l’appel de mars."})
    assert "Je prépare l’appel de mars." in text(carol.get(here(cast.closed)))
    queue = text(erin.get(here(cast.closed, "requests")))
    assert cast.carol.name in queue
    assert "Je prépare l’appel de mars." in queue
    request = JoinRequest.objects.get(person=cast.carol)
    decide = here(cast.closed, f"requests/{request.pk}")
    assert sign_in(cast.bob).post(decide, {"accept": "1"}).status_code == 403
    erin.post(decide, {"accept": "1"})
    assert "turbine-fermée" in text(carol.get(here(cast.closed)))


def test_a_refusal_needs_a_reason_that_the_person_reads(cast: Cast, sign_in: SignIn) -> None:
    carol, alice = sign_in(cast.carol), sign_in(cast.alice)
    carol.post(here(cast.closed, "ask"), {"note": "S’il vous plaît."})
    decide = here(cast.closed, f"requests/{JoinRequest.objects.get(person=cast.carol).pk}")
    assert alice.post(decide, {"accept": "0", "reason": ""}).status_code == 422
    assert alice.post(decide, {"accept": "0", "reason": "Réservé aux acheteurs."}).status_code == 302
    assert "Réservé aux acheteurs." in text(carol.get(here(cast.closed)))
    assert alice.post(decide, {"accept": "1"}).status_code == 422, "already answered"
    assert role_in(cast.carol, cast.closed) is None


def test_a_request_is_withdrawn(cast: Cast, sign_in: SignIn) -> None:
    carol = sign_in(cast.carol)
    carol.post(here(cast.closed, "ask"), {"note": "Finalement non."})
    carol.post(here(cast.closed, "ask"), {"withdraw": "1"})
    assert JoinRequest.objects.get(person=cast.carol).state == "withdrawn"
    assert carol.post(here(cast.closed, "ask"), {"withdraw": "1"}, follow=True).status_code == 200
    assert carol.post(here(cast.closed, "ask"), {"note": "x" * 501}).status_code == 422


def test_a_request_of_another_community_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.carol).post(here(cast.closed, "ask"), {"note": "Bonjour."})
    request = JoinRequest.objects.get(person=cast.carol)
    assert sign_in(cast.erin).post(here(cast.partners, f"requests/{request.pk}"), {"accept": "1"}).status_code == 404
    assert sign_in(cast.erin).post(here(cast.closed, "requests/abc"), {"accept": "1"}).status_code == 404


def test_an_invitation_opens_a_secret_door(cast: Cast, sign_in: SignIn) -> None:
    alice, carol = sign_in(cast.alice), sign_in(cast.carol)
    found = text(alice.get(here(cast.secret, "invite") + "?q=carol"))
    assert f'name="person" value="{cast.carol.pk}"' in found
    alice.post(here(cast.secret, "invite"), {"person": cast.carol.pk})
    assert here(cast.secret) in text(carol.get("/"))
    door = text(carol.get(here(cast.secret)))
    assert "hélice-secrète" not in door
    assert here(cast.secret, "join") in door
    carol.post(here(cast.secret, "join"))
    assert "hélice-secrète" in text(carol.get(here(cast.secret)))


def test_a_declined_invitation_closes_the_door_again(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.alice).post(here(cast.secret, "invite"), {"person": cast.carol.pk})
    carol = sign_in(cast.carol)
    assert carol.post(here(cast.secret, "decline"))["Location"] == "/"
    assert carol.get(here(cast.secret)).status_code == 404


def test_an_invitation_is_answered_where_it_is_read(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.bob).post(here(cast.open, "invite"), {"person": cast.carol.pk})
    carol = sign_in(cast.carol)
    for address in ("/", "/c/?tab=invited"):
        main = text(carol.get(address)).split("<main")[1]
        assert here(cast.open, "join") in main, address
        assert here(cast.open, "decline") in main, address
    carol.post(here(cast.open, "decline"))
    assert here(cast.open, "decline") not in text(carol.get("/"))


def test_who_may_invite(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.bob).post(here(cast.open, "invite"), {"person": cast.carol.pk}).status_code == 302
    assert sign_in(cast.bob).get(here(cast.closed, "invite")).status_code == 403
    assert sign_in(cast.carol).get(here(cast.open, "invite")).status_code == 403
    again = sign_in(cast.erin).post(here(cast.open, "invite"), {"person": cast.bob.pk}, follow=True)
    assert "data-stay" in text(again), "already a member: told"
    assert sign_in(cast.erin).post(here(cast.open, "invite"), {"person": "zéro"}).status_code == 404


def test_one_leaves_with_a_reason_that_only_its_count_keeps(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    assert 'value="too_much"' in text(bob.get(here(cast.closed, "leave")))
    assert bob.post(here(cast.closed, "leave"), {"reason": "invented"}).status_code == 422
    assert bob.post(here(cast.closed, "leave"), {"reason": "too_much"})["Location"] == "/"
    assert role_in(cast.bob, cast.closed) is None
    assert LeaveReason.objects.get(community=cast.closed).people == 1
    assert bob.get(f"/p/{cast.closed_post.pk}/").status_code == 404, "rights end at the next request"


def test_the_owner_hands_over_before_leaving(cast: Cast, sign_in: SignIn) -> None:
    alice = sign_in(cast.alice)
    assert alice.post(here(cast.closed, "leave"), {"reason": ""}).status_code == 422
    assert cast.erin.name in text(alice.get(here(cast.closed, "hand-over")))
    assert sign_in(cast.erin).get(here(cast.closed, "hand-over")).status_code == 403
    alice.post(here(cast.closed, "hand-over"), {"person": cast.carol.pk})
    assert role_in(cast.alice, cast.closed) == "owner", "not to someone outside"
    alice.post(here(cast.closed, "hand-over"), {"person": cast.erin.pk})
    assert (role_in(cast.erin, cast.closed), role_in(cast.alice, cast.closed)) == ("owner", "animator")


def test_a_pilot_hands_over_an_orphan_without_reading_it(cast: Cast, sign_in: SignIn) -> None:
    pia = sign_in(cast.pia)
    assert pia.get(here(cast.closed, "hand-over")).status_code == 403
    deactivate(by=cast.ada, person=cast.alice, at=NOW)
    page = text(pia.get(here(cast.closed, "hand-over")))
    assert cast.erin.name in page
    assert cast.bob.name not in page
    assert pia.post(here(cast.closed, "hand-over"), {"person": cast.erin.pk})["Location"] == here(cast.closed)
    assert role_in(cast.erin, cast.closed) == "owner"
    assert sign_in(cast.carol).get(here(cast.closed, "hand-over")).status_code == 403


def test_members_are_listed_for_readers_only(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.bob).get(here(cast.closed, "members")))
    assert cast.erin.name in page
    assert cast.mallory.name not in page
    assert sign_in(cast.carol).get(here(cast.closed, "members")).status_code == 404
    assert cast.bob.name in text(sign_in(cast.carol).get(here(cast.open, "members")))


def test_an_animator_removes_a_member_after_a_question(cast: Cast, sign_in: SignIn) -> None:
    erin, address = sign_in(cast.erin), here(cast.closed, f"members/{cast.bob.pk}/remove")
    assert cast.bob.name in text(erin.get(address))
    assert role_in(cast.bob, cast.closed) == "member"
    assert sign_in(cast.bob).post(here(cast.closed, f"members/{cast.erin.pk}/remove")).status_code == 403
    erin.post(address)
    assert role_in(cast.bob, cast.closed) is None
    erin.post(here(cast.closed, f"members/{cast.alice.pk}/remove"))
    assert role_in(cast.alice, cast.closed) == "owner"


def test_a_banned_person_comes_back_only_when_the_ban_is_lifted(cast: Cast, sign_in: SignIn) -> None:
    erin, bob = sign_in(cast.erin), sign_in(cast.bob)
    erin.post(here(cast.open, f"members/{cast.bob.pk}/remove"), {"ban": "1", "reason": "Publicité"})
    assert Ban.objects.filter(person=cast.bob).count() == 1
    assert "Publicité" in text(erin.get(here(cast.open, "members")))
    assert "Publicité" not in text(sign_in(cast.carol).get(here(cast.open, "members")))
    assert bob.post(here(cast.open, "join")).status_code == 403
    assert bob.post(here(cast.open, f"members/{cast.bob.pk}/lift-ban")).status_code == 403
    erin.post(here(cast.open, f"members/{cast.bob.pk}/lift-ban"))
    assert bob.post(here(cast.open, "join")).status_code == 302


def test_the_owner_gives_and_takes_animation(cast: Cast, sign_in: SignIn) -> None:
    address = here(cast.closed, f"members/{cast.bob.pk}/role")
    assert sign_in(cast.erin).post(address, {"role": "animator"}).status_code == 403
    sign_in(cast.alice).post(address, {"role": "animator"})
    assert role_in(cast.bob, cast.closed) == "animator"
    told = sign_in(cast.alice).post(address, {"role": "emperor"}, follow=True)
    assert "data-stay" in text(told)
    sign_in(cast.alice).post(address, {"role": "member"})
    assert role_in(cast.bob, cast.closed) == "member"


def test_acts_need_post(cast: Cast, sign_in: SignIn) -> None:
    alice = sign_in(cast.alice)
    for page in ("join", "ask", "decline", "rename", "archive", f"members/{cast.bob.pk}/role", f"members/{cast.bob.pk}/lift-ban"):
        assert alice.get(here(cast.closed, page)).status_code == 405, page


def test_members_are_paged(cast: Cast, sign_in: SignIn) -> None:
    from tests.factories import make_member

    for number in range(55):
        make_member(make_person(f"Membre{number}"), cast.open)
    first = text(sign_in(cast.bob).get(here(cast.open, "members")))
    second = text(sign_in(cast.bob).get(here(cast.open, "members") + "?before=50"))
    assert "before=50" in first
    assert "before=" not in second.split("<main")[1]
