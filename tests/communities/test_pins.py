"""Pinned posts: who pins, in what order they stand, when they go, and what pages and programs show of them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from communities import events, feeds, tasks
from communities.actions.communities import archive_community
from communities.actions.pins import move_pin, pin_post, unpin_due, unpin_post
from communities.actions.posts import delete_post
from communities.actions.reads import mark_all_read
from communities.live.messages import of_event
from communities.models import Event, Membership, Pin, Post
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, ids, text
from tests.conftest import Cast
from tests.factories import NOW, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


def posts_of(cast: Cast, number: int) -> list[Post]:
    return [make_post(cast.bob, cast.open, f"Message {each}", at=NOW + timedelta(minutes=each)) for each in range(1, number + 1)]


def standing(cast: Cast) -> list[int]:
    return [row.post.id for row in feeds.pinned(cast.bob, cast.open)]


def test_a_pinned_post_stands_first_and_only_there(cast: Cast, sign_in: SignIn) -> None:
    old, *newer = posts_of(cast, 3)
    erin, bob, url = sign_in(cast.erin), sign_in(cast.bob), f"/c/{cast.open.slug}/"
    assert erin.post(f"/p/{old.pk}/pin", {"do": "pin"})["Location"] == url
    assert ids(text(bob.get(url)))[0] == old.pk
    assert ids(text(bob.get(url))).count(old.pk) == 1
    assert ids(text(bob.get(f"{url}?before={newer[0].pk}"))) == [cast.open_post.pk]
    assert old.pk not in ids(text(bob.get(f"{url}?fragment=1&after={cast.open_post.pk}")))
    assert ids(text(bob.get(f"{url}?fragment=1&pinned=1"))) == [old.pk]
    assert 'value="unpin"' not in text(bob.get(url))
    assert 'value="unpin"' in text(erin.get(url))
    erin.post(f"/p/{old.pk}/pin", {"do": "unpin"})
    assert ids(text(bob.get(url)))[-2:] == [old.pk, cast.open_post.pk]


def test_only_who_animates_pins_and_is_offered_to(cast: Cast, sign_in: SignIn) -> None:
    address = f"/p/{cast.closed_post.pk}/pin"
    for person, status in ((cast.alice, 200), (cast.erin, 200), (cast.bob, 403), (cast.carol, 404)):
        assert sign_in(person).get(address).status_code == status
    assert address in text(sign_in(cast.erin).get(f"/p/{cast.closed_post.pk}/"))
    assert address not in text(sign_in(cast.bob).get(f"/p/{cast.closed_post.pk}/"))
    with pytest.raises(PermissionDenied):
        pin_post(by=cast.bob, post=cast.closed_post, at=NOW)
    archive_community(by=cast.alice, community=cast.closed, at=NOW)
    assert sign_in(cast.alice).get(address).status_code == 403


def test_three_at_most_in_an_order_that_can_be_changed(cast: Cast, sign_in: SignIn) -> None:
    one, two, three, four = posts_of(cast, 4)
    for post in (one, two, three):
        pin_post(by=cast.erin, post=post, at=NOW)
    with pytest.raises(Refused):
        pin_post(by=cast.erin, post=four, at=NOW)
    assert "Trois publications" in text(sign_in(cast.erin).post(f"/p/{four.pk}/pin", {"do": "pin"}))
    move_pin(by=cast.erin, post=three, up=True, at=NOW)
    assert standing(cast) == [one.pk, three.pk, two.pk]
    move_pin(by=cast.erin, post=one, up=True, at=NOW)
    sign_in(cast.erin).post(f"/p/{one.pk}/pin", {"do": "down"})
    assert standing(cast) == [three.pk, one.pk, two.pk]
    unpin_post(by=cast.erin, post=three, at=NOW)
    pin_post(by=cast.erin, post=four, at=NOW, position=1)
    assert standing(cast) == [four.pk, one.pk, two.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        Pin.objects.create(post=three, community=cast.open, position=4, at=NOW)
    with pytest.raises(Refused):
        move_pin(by=cast.erin, post=three, up=True, at=NOW)


def test_a_pin_ends_after_its_last_day(cast: Cast, sign_in: SignIn) -> None:
    one, two = posts_of(cast, 2)
    erin = sign_in(cast.erin)
    erin.post(f"/p/{one.pk}/pin", {"do": "pin", "until": LATER.date().isoformat()})
    pin_post(by=cast.erin, post=two, at=NOW)
    until = Pin.objects.get(post=one).until
    assert until is not None
    assert timedelta(0) <= until - LATER.replace(hour=0, minute=0, second=0) <= timedelta(hours=36)
    assert f'value="{LATER.date().isoformat()}"' in text(erin.get(f"/p/{one.pk}/pin"))
    assert unpin_due(until - timedelta(seconds=1)) == 0
    assert [unpin_due(until), unpin_due(until)] == [1, 0]
    assert standing(cast) == [two.pk]
    assert Pin.objects.get(post=two).position == 1
    assert unpin_due in tasks.DUE
    for bad in ("hier", "2001-01-01", "9999-12-31", "2026-02-31"):
        answer = erin.post(f"/p/{one.pk}/pin", {"do": "pin", "until": bad})
        assert answer.status_code == 422
        assert f'value="{bad}"' in text(answer)


def test_a_deleted_post_loses_its_pin_and_a_moved_one_does_not_show(cast: Cast) -> None:
    one, two, three = posts_of(cast, 3)
    for post in (one, two, three):
        pin_post(by=cast.erin, post=post, at=NOW)
    delete_post(by=cast.bob, post=one, at=NOW)
    assert standing(cast) == [two.pk, three.pk]
    Post.objects.filter(pk=two.pk).update(community=cast.closed)
    assert standing(cast) == [three.pk]
    assert two.pk in [row.id for row in feeds.community_feed(cast.bob, cast.closed, without_pinned=True)]


def test_pinning_tells_the_open_pages_and_writes_no_history(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    told: list[Event] = []
    monkeypatch.setattr(events, "_listeners", [told.append])
    before = Event.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        pin_post(by=cast.erin, post=cast.open_post, at=NOW)
        move_pin(by=cast.erin, post=cast.open_post, up=True, at=NOW)
        unpin_post(by=cast.erin, post=cast.open_post, at=NOW)
    assert [(event.verb, event.object_id) for event in told] == [("pin", cast.open_post.pk)] * 3
    assert Event.objects.count() == before


def test_the_message_names_the_post_and_nothing_else(cast: Cast) -> None:
    event = Event(verb="pin", actor_id=cast.erin.pk, community_id=cast.open.pk, object_type="post", object_id=5, root_id=5)
    [(topic, message)] = of_event(event, lambda *_: None)
    assert str(topic) == f"community:{cast.open.pk}"
    assert message == {"kind": "pinned", "id": "5", "object": "post", "by": str(cast.erin.pk)}


def test_pins_cost_a_page_one_query(cast: Cast, sign_in: SignIn) -> None:
    for post in posts_of(cast, 3):
        pin_post(by=cast.erin, post=post, at=NOW)
    Membership.objects.filter(person=cast.bob).update(last_read_id=(1 << 62))
    bob = sign_in(cast.bob)
    bob.get(f"/c/{cast.open.slug}/")
    with counted(at_most=11):
        assert len(ids(text(bob.get(f"/c/{cast.open.slug}/")))) == 4
    with counted(at_most=1):
        feeds.pinned(cast.bob, cast.open)


def test_a_pinned_post_waits_to_be_read_like_the_others(cast: Cast, sign_in: SignIn) -> None:
    mark_all_read(by=cast.bob, at=NOW)
    newest = make_post(cast.erin, cast.open, "À lire.", at=NOW + timedelta(minutes=9))
    pin_post(by=cast.erin, post=newest, at=NOW)
    bob, unread = sign_in(cast.bob), f'data-id="{newest.pk}" data-unread="unread"'
    assert unread in text(bob.get(f"/c/{cast.open.slug}/"))
    assert bob.post("/read", {"ids": str(newest.pk)}).json() == {"read": [str(cast.open.pk)]}
    assert unread not in text(bob.get(f"/c/{cast.open.slug}/"))


def test_programs_pin_and_unpin_with_the_same_rights(cast: Cast) -> None:
    erin, bob = Program(cast.erin), Program(cast.bob)
    one, two = posts_of(cast, 2)
    bob("PUT", f"posts/{one.pk}/pin", {}, status=403)
    erin("PUT", f"posts/{one.pk}/pin", {"until": LATER.isoformat()}, status=204)
    erin("PUT", f"posts/{two.pk}/pin", {"position": 1}, status=204)
    assert "until" in erin("PUT", f"posts/{two.pk}/pin", {"until": (NOW - timedelta(days=1)).isoformat()}, status=400)
    shown = bob("GET", f"communities/{cast.open.slug}/pins")["results"]
    assert [(each["post"], each["position"], each["by"]) for each in shown] == [
        (str(two.pk), 1, cast.erin.name),
        (str(one.pk), 2, cast.erin.name),
    ]
    assert "pin" in erin("GET", f"posts/{one.pk}")["rights"]
    assert "pin" not in bob("GET", f"posts/{one.pk}")["rights"]
    erin("DELETE", f"posts/{one.pk}/pin", status=204)
    assert len(bob("GET", f"communities/{cast.open.slug}/pins")["results"]) == 1
    Program(cast.guest)("GET", f"communities/{cast.open.slug}/pins", status=404)
