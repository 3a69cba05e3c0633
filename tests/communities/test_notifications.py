"""Notifications: the list, the way to what each tells of, the bell."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.memberships import leave_community, request_to_join
from communities.actions.notifications import notify
from communities.models import Notification, PendingEvent
from rse.people.models import Person
from tests.communities.pages import text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_post

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def write_all() -> None:
    for event_id in PendingEvent.objects.values_list("event_id", flat=True):
        notify(event_id=event_id, at=NOW)


def test_a_mention_and_a_reply_arrive_and_lead_to_their_place(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.erin, cast.open, f"Qu’en dis-tu, @{cast.bob.name} ?")
    comment = make_comment(cast.bob, post, "J’en dis du bien.")
    write_all()
    bob, erin = sign_in(cast.bob), sign_in(cast.erin)
    assert cast.erin.name in text(bob.get("/notifications/"))
    mention = Notification.objects.get(person=cast.bob, post=post)
    assert bob.get(f"/notifications/{mention.pk}/")["Location"] == f"/p/{post.pk}/"
    mention.refresh_from_db()
    assert mention.read_at is not None
    reply = Notification.objects.get(person=cast.erin, comment=comment)
    assert erin.get(f"/notifications/{reply.pk}/")["Location"] == f"/p/{post.pk}/?at={comment.pk}#c{comment.pk}"
    assert bob.get(f"/notifications/{reply.pk}/").status_code == 404, "another's"


def test_a_request_leads_the_animation_to_the_queue(cast: Cast, sign_in: SignIn) -> None:
    request_to_join(by=cast.carol, community=cast.closed, at=NOW, note="Bonjour.")
    write_all()
    alice = sign_in(cast.alice)
    told = Notification.objects.get(person=cast.alice, notice="join_request")
    assert alice.get(f"/notifications/{told.pk}/")["Location"] == f"/c/{cast.closed.slug}/requests"


def test_the_bell_counts_and_all_can_be_marked_read(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.erin, cast.open, f"@{cast.bob.name}, une chose.")
    write_all()  # and Alice had answered Bob in the closed community
    bob = sign_in(cast.bob)
    assert '<span class="bar-count" aria-hidden="true">2</span>' in text(bob.get("/"))
    assert bob.get("/notifications/read").status_code == 405
    bob.post("/notifications/read")
    assert "bar-count" not in text(bob.get("/"))


def test_what_one_may_no_longer_read_is_no_longer_told(cast: Cast, sign_in: SignIn) -> None:
    make_post(cast.alice, cast.closed, f"@{cast.bob.name}, entre nous.", title="Entre nous")
    write_all()
    bob = sign_in(cast.bob)
    assert "Entre nous" in text(bob.get("/notifications/"))
    leave_community(by=cast.bob, community=cast.closed, at=NOW)
    assert "Entre nous" not in text(bob.get("/notifications/"))


def test_the_list_is_paged(cast: Cast, sign_in: SignIn) -> None:
    for number in range(24):  # Alice had answered Bob in the closed community
        make_post(cast.erin, cast.open, f"@{cast.bob.name} {number}")
    write_all()
    bob = sign_in(cast.bob)
    first = text(bob.get("/notifications/"))
    cursor = first.split("after=")[1].split('"')[0]
    assert first.count('class="n-t"') == 20
    assert text(bob.get(f"/notifications/?after={cursor}")).count('class="n-t"') == 5


def test_nothing_to_tell_is_said(cast: Cast, sign_in: SignIn) -> None:
    assert 'class="empty"' in text(sign_in(cast.max).get("/notifications/"))
