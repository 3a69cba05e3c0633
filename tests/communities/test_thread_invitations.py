"""Inviting somebody to one thread: who may, what the invited learns, and where their link leads."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from communities.actions.memberships import decline_invitation
from communities.actions.notifications import notify, waiting
from communities.actions.thread_invitations import (
    A_DAY,
    LASTS,
    decline,
    forget_invitations,
    invite_address,
    invite_colleague,
    link_of,
    send_due,
)
from communities.models import CommunityInvitation, Membership, Notification, ThreadInvitation
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.pages import text
from tests.conftest import Cast
from tests.factories import NOW, PASSWORD, make_person, make_post

SignIn = Callable[[Person], Client]
NEW = {"first_name": "Nina", "last_name": "Essai", "password": PASSWORD}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _domains(settings: Any) -> None:
    settings.INVITED_DOMAINS = ["valdorne.example"]


def _write_notifications() -> None:
    for event_id in waiting(at=NOW + timedelta(days=1), older_than=timedelta(0)):
        notify(event_id=event_id, at=NOW)


def _path(invitation: ThreadInvitation) -> str:
    return link_of(invitation).partition("://")[2].partition("/")[1] + link_of(invitation).split("/", 3)[3]


def test_a_colleague_who_reads_the_thread_is_told_and_lands_on_it(cast: Cast, sign_in: SignIn) -> None:
    bob = sign_in(cast.bob)
    assert "Carol" in text(bob.get(f"/p/{cast.open_post.pk}/invite?q=carol"))
    bob.post(f"/p/{cast.open_post.pk}/invite", {"person": cast.carol.pk, "word": "Tu connais ce cas."})
    _write_notifications()
    told = Notification.objects.get(person=cast.carol, notice="thread_invitation")
    carol = sign_in(cast.carol)
    page = carol.get(carol.get(f"/notifications/{told.pk}/")["Location"])
    assert "Tu connais ce cas." in text(page) and f'href="/p/{cast.open_post.pk}/"' in text(page)
    invitation = ThreadInvitation.objects.get(person=cast.carol)
    assert sign_in(cast.max).get(f"/invited/{invitation.pk}").status_code == 404
    carol.post(f"/invited/{invitation.pk}")
    other = make_post(cast.erin, cast.open, "Un autre fil.")
    with pytest.raises(Refused):
        invite_colleague(by=cast.bob, post=other, person=cast.carol, at=NOW)
    invite_colleague(by=cast.erin, post=other, person=cast.carol, at=NOW)


def test_of_a_closed_community_only_those_who_may_invite_there_do_and_nothing_of_it_is_told(cast: Cast, sign_in: SignIn) -> None:
    with pytest.raises(PermissionDenied):
        invite_colleague(by=cast.bob, post=cast.closed_post, person=cast.carol, at=NOW)
    invite_colleague(by=cast.erin, post=cast.closed_post, person=cast.carol, at=NOW)
    _write_notifications()
    assert CommunityInvitation.objects.filter(community=cast.closed, person=cast.carol, answered_at=None).exists()
    assert not Notification.objects.filter(person=cast.carol, notice="thread_invitation").exists()
    carol = sign_in(cast.carol)
    assert "turbine-fermée" not in text(carol.get("/notifications/")) + text(carol.get("/"))
    assert carol.get(f"/invited/{ThreadInvitation.objects.get(person=cast.carol).pk}").status_code == 404
    decline_invitation(by=cast.carol, community=cast.closed, at=NOW)
    with pytest.raises(Refused):
        invite_colleague(by=cast.erin, post=cast.closed_post, person=cast.carol, at=NOW)


def test_a_guest_invites_nobody_and_nobody_sees_through_an_invitation(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.guest).get(f"/p/{cast.partners_post.pk}/invite").status_code == 403
    assert sign_in(cast.carol).get(f"/p/{cast.closed_post.pk}/invite").status_code == 404
    with pytest.raises(Refused):
        invite_address(by=cast.carol, post=cast.open_post, email=cast.guest.email, at=NOW)
    with pytest.raises(Refused):
        invite_address(by=cast.bob, post=cast.open_post, email="x@ailleurs.example", until=NOW + timedelta(days=9), at=NOW)


def test_one_invites_so_many_in_a_day_and_each_once_to_a_thread(cast: Cast) -> None:
    for number in range(A_DAY):
        invite_address(by=cast.bob, post=cast.open_post, email=f"n{number}@valdorne.example", at=NOW)
    with pytest.raises(Refused):
        invite_address(by=cast.bob, post=cast.open_post, email="n99@valdorne.example", at=NOW)
    with pytest.raises(Refused):
        invite_address(by=cast.bob, post=cast.open_post, email="n1@valdorne.example", at=NOW + timedelta(days=2))


def test_the_link_of_a_mail_opens_an_account_once_and_leads_to_the_thread(cast: Cast) -> None:
    now = timezone.now()
    invitation = invite_address(by=cast.bob, post=cast.open_post, email="nina@valdorne.example", word="Viens voir.", at=now)
    assert send_due(now) == 1 and send_due(now) == 0
    [sent] = mail.outbox
    assert sent.to == ["nina@valdorne.example"] and "Viens voir." in sent.body and "nacelle" not in f"{sent.body} {sent.subject}"
    path = re.search(r"https?://[^/]+(/invitation/\S+)", str(sent.body))
    assert path is not None
    browser = Client()
    page = text(browser.get(path[1]))
    assert cast.bob.name in page and "nacelle-ouverte" not in page and cast.open.name not in page
    weak = browser.post(path[1], {**NEW, "password": "court"})
    assert weak.status_code == 422 and "Nina" in text(weak)
    answer = browser.post(path[1], NEW)
    assert answer["Location"] == f"/p/{cast.open_post.pk}/"
    assert "nacelle-ouverte" in text(browser.get(answer["Location"]))
    other = Client()
    assert other.get(path[1])["Location"] == f"/login/?next=/p/{cast.open_post.pk}/"
    assert other.post(path[1], NEW)["Location"] == f"/login/?next=/p/{cast.open_post.pk}/"
    person = Person.objects.get(email="nina@valdorne.example")
    assert not person.is_guest and ThreadInvitation.objects.get(pk=invitation.pk).person_id == person.pk


def test_an_account_never_used_gets_a_mail_and_its_first_password(cast: Cast) -> None:
    person = make_person("Lea")
    invitation = invite_colleague(by=cast.bob, post=cast.open_post, person=person, at=timezone.now())
    assert send_due(timezone.now()) == 1
    browser, path = Client(), _path(invitation)
    assert browser.post(path, {"password": PASSWORD})["Location"] == f"/p/{cast.open_post.pk}/"
    assert browser.get(f"/p/{cast.open_post.pk}/").status_code == 200


def test_a_guest_comes_in_one_community_until_a_date(cast: Cast) -> None:
    now = timezone.now()
    until = now + timedelta(days=30)
    with pytest.raises(Refused):
        invite_address(by=cast.erin, post=cast.partners_post, email="g@ailleurs.example", until=now + timedelta(days=400), at=now)
    invitation = invite_address(by=cast.erin, post=cast.partners_post, email="g@ailleurs.example", until=until, at=now)
    browser = Client()
    assert browser.post(_path(invitation), NEW)["Location"] == f"/p/{cast.partners_post.pk}/"
    guest = Person.objects.get(email="g@ailleurs.example")
    assert guest.is_guest and guest.guest_until == until
    assert list(Membership.objects.filter(person=guest).values_list("community_id", flat=True)) == [cast.partners.pk]
    assert "bielle-partagée" in text(browser.get(f"/p/{cast.partners_post.pk}/"))
    assert browser.get(f"/p/{cast.open_post.pk}/").status_code == 404


def test_a_link_that_is_old_declined_or_made_up_opens_nothing(cast: Cast) -> None:
    old = invite_address(by=cast.bob, post=cast.open_post, email="a@valdorne.example", at=timezone.now())
    assert Client().get("/invitation/abc:def:ghi/").status_code == 404
    assert Client().get(_path(old)).status_code == 200
    decline(invitation=old, at=timezone.now())
    assert Client().post(_path(old), NEW).status_code == 404
    assert not Person.objects.filter(email="a@valdorne.example").exists()
    with pytest.raises(Refused):
        invite_address(by=cast.bob, post=cast.open_post, email="a@valdorne.example", at=timezone.now())
    assert timedelta(days=14) == LASTS


def test_invitations_are_forgotten_after_their_time(cast: Cast) -> None:
    invite_address(by=cast.bob, post=cast.open_post, email="a@valdorne.example", at=NOW)
    assert forget_invitations(before=NOW) == 0
    assert forget_invitations(before=NOW + timedelta(seconds=1)) == 1
