"""The access of a guest ends on its date: at the next request, for programs and sockets too; whoever animates moves it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from communities.actions.guest_ends import set_guest_end, warn_of_ends
from communities.actions.notifications import notify, waiting
from communities.models import Notification
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.actions.guests import expire_guests
from rse.people.actions.people import deactivate
from rse.people.actions.tokens import create_token
from rse.people.models import Person
from tests.communities.pages import text
from tests.conftest import Cast
from tests.factories import NOW

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _until(guest: Person, until: object) -> None:
    Person.objects.filter(pk=guest.pk).update(guest_until=until)
    guest.refresh_from_db()


def test_a_guest_whose_date_passes_is_out_at_the_next_request(cast: Cast, sign_in: SignIn) -> None:
    _until(cast.guest, timezone.now() + DAY)
    browser, token = sign_in(cast.guest), create_token(by=cast.guest, at=NOW)
    program = {"headers": {"Authorization": f"Token {token}"}}
    page = f"/p/{cast.partners_post.pk}/"
    assert browser.get(page).status_code == 200 == Client().get("/api/v1/feed", **program).status_code  # type: ignore[arg-type]
    _until(cast.guest, timezone.now() - HOUR)
    assert browser.get(page)["Location"].startswith("/login/")
    assert Client().get("/api/v1/feed", **program).status_code == 401  # type: ignore[arg-type]


def test_the_account_closes_by_itself_and_once(cast: Cast) -> None:
    now = timezone.now()
    _until(cast.guest, now - HOUR)
    Person.objects.filter(pk=cast.bob.pk).update(guest_until=now - HOUR)  # an employee since: the date no longer counts
    assert (expire_guests(now), expire_guests(now)) == (1, 0)
    assert not Person.objects.get(pk=cast.guest.pk).is_active
    assert Person.objects.get(pk=cast.bob.pk).is_active


def test_those_who_animate_are_told_a_week_before_once(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    _until(cast.guest, now + 8 * DAY)
    assert warn_of_ends(now) == 0
    _until(cast.guest, now + 6 * DAY)
    assert (warn_of_ends(now), warn_of_ends(now)) == (1, 0)
    for event_id in waiting(at=now + DAY, older_than=timedelta(0)):
        notify(event_id=event_id, at=now)
    told = Notification.objects.filter(notice="guest_ending")
    assert set(told.values_list("person_id", flat=True)) == {cast.erin.pk}
    erin = sign_in(cast.erin)
    assert erin.get(f"/notifications/{told.get().pk}/")["Location"] == f"/c/{cast.partners.slug}/guests"
    assert cast.guest.name in text(erin.get(f"/c/{cast.partners.slug}/guests"))


def test_whoever_animates_moves_the_date_and_opens_again_what_it_closed(cast: Cast, sign_in: SignIn) -> None:
    now = timezone.now()
    _until(cast.guest, now - HOUR)
    expire_guests(now)
    day = (timezone.localdate() + timedelta(days=10)).isoformat()
    assert sign_in(cast.bob).post(f"/people/{cast.guest.pk}/until", {"until": day}).status_code == 403
    assert sign_in(cast.bob).get(f"/c/{cast.partners.slug}/guests").status_code == 403
    sign_in(cast.erin).post(f"/people/{cast.guest.pk}/until", {"until": day})
    cast.guest.refresh_from_db()
    assert cast.guest.is_active and cast.guest.guest_until is not None
    assert timezone.localtime(cast.guest.guest_until).date().isoformat() == day
    assert AuditEvent.objects.filter(act="guest.until", target_id=cast.guest.pk).count() == 1
    with pytest.raises(Refused):
        set_guest_end(by=cast.erin, person=cast.guest, until=now + 400 * DAY, at=now)
    with pytest.raises(PermissionDenied):
        set_guest_end(by=cast.bob, person=cast.guest, until=now + DAY, at=now)


def test_what_an_administrator_closed_no_date_opens_again(cast: Cast) -> None:
    now = timezone.now()
    _until(cast.guest, now + DAY)
    deactivate(by=cast.ada, person=cast.guest, at=now)
    with pytest.raises(Refused):
        set_guest_end(by=cast.erin, person=cast.guest, until=now + 9 * DAY, at=now)


def test_a_guest_reads_until_when_they_come(cast: Cast, sign_in: SignIn) -> None:
    _until(cast.guest, timezone.now() + DAY)
    assert "Votre accès d’invité court jusqu’au" in text(sign_in(cast.guest).get("/"))
