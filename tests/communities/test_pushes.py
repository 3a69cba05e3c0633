"""Web Push: what devices are sent, sealed for them alone; what is never sent; devices that end, services that put off."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from communities.actions import deliveries as outbox
from communities.actions import notifications, pushes
from communities.actions.comments import create_comment
from communities.actions.communities import change_settings
from communities.actions.notifications import mark_notifications_read
from communities.models import Delivery, Event, Notification, PushDevice, PushKey, PushReceipt
from communities.tasks import deliver
from rse.lib.webpush import Browser
from rse.people import quiet
from rse.people.actions.people import sign_out_everywhere
from rse.people.models import Person
from tests.communities.push_service import PushService, Subscribed, push_service
from tests.conftest import Cast
from tests.factories import make_post

SignIn = Callable[[Person], Client]


@pytest.fixture
def service(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """A push service of this machine, which the setting allows; at an hour that suits everybody."""
    settings.PUSH_LOCAL = True
    monkeypatch.setattr("communities.pushing.next_allowed_of", lambda people, at: {person.pk: at for person in people})
    with push_service() as running:
        yield running


def _switch_on(person: Person, subscribed: Subscribed, *, session: str = "s") -> PushDevice:
    now = timezone.now()
    key = pushes.current_key(at=now)
    return pushes.switch_on(
        by=person, browser=subscribed.browser, key=key.public, session_key=session, user_agent="Firefox/140 Android", at=now
    )


def _tell(by: Person, post: object, body: str = "Le palier chauffe encore.") -> Notification:
    """Somebody answers; the author of the post is told, and it is to go out."""
    comment = create_comment(by=by, post=post, body=body, at=timezone.now())  # type: ignore[arg-type]
    for event in Event.objects.filter(object_id=comment.pk, verb="comment"):
        notifications.notify(event_id=event.pk, at=timezone.now())
    return Notification.objects.get(comment=comment, notice="reply")


def _outcomes() -> list[str]:
    return list(Delivery.objects.filter(channel="push").order_by("id").values_list("outcome", flat=True))


# What is sent -------------------------------------------------------------------------------------


def test_a_device_is_sent_a_sealed_and_signed_message(cast: Cast, service: PushService) -> None:
    phone = service.subscribe("phone")
    device = _switch_on(cast.erin, phone)
    row = _tell(cast.bob, cast.open_post)
    deliver("push")
    (letter,) = service.to(phone)
    assert letter.headers["content-encoding"] == "aes128gcm"
    assert letter.headers["ttl"] == "86400" and len(letter.headers["topic"]) == 32
    assert letter.public_key == PushKey.objects.get().public
    assert letter.claims["aud"] == service.url and letter.claims["sub"].startswith("mailto:")
    assert timezone.now().timestamp() < letter.claims["exp"] < timezone.now().timestamp() + 86_400
    assert b"palier" not in letter.body
    assert phone.opened(letter) == {
        "title": f"{cast.bob.name} vous a répondu dans {cast.open.name}",
        "body": "Le palier chauffe encore.",
        "url": f"/notifications/{row.pk}/",
        "tag": f"post-{cast.open_post.pk}",
        "badge": 1,
        "lang": "fr",
        "test": False,
    }  # fmt: skip
    assert _outcomes() == ["sent"]
    device.refresh_from_db()
    assert device.sent_at is not None and PushReceipt.objects.count() == 1


def test_each_of_ones_devices_is_sent_it_once(cast: Cast, service: PushService) -> None:
    phone, laptop = service.subscribe("phone"), service.subscribe("laptop")
    _switch_on(cast.erin, phone)
    _switch_on(cast.erin, laptop)
    _tell(cast.bob, cast.open_post)
    deliver("push")
    deliver("push")
    assert [len(service.to(one)) for one in (phone, laptop)] == [1, 1]
    first, second = (one.headers["topic"] for one in service.letters)
    assert first != second


def test_long_words_are_shortened_to_what_services_take(cast: Cast, service: PushService) -> None:
    message = pushes.Message("é" * 400, "à" * 4_000, "/notifications/1/", "t", 3, "fr")
    assert len(message.packed()) <= 3_000


@pytest.mark.parametrize("discreet", [False, True])
def test_secret_and_protected_communities_and_discreet_devices_tell_nothing(cast: Cast, service: PushService, discreet: bool) -> None:
    phone = service.subscribe("phone")
    device = _switch_on(cast.alice if not discreet else cast.erin, phone)
    if discreet:
        pushes.be_discreet(by=cast.erin, device=device, discreet=True)
    row = _tell(cast.bob, cast.open_post if discreet else cast.secret_post)
    deliver("push")
    told = phone.opened(service.to(phone)[0])
    assert (told["title"], told["body"], told["url"]) == ("Nouvelle notification", "", f"/notifications/{row.pk}/")
    assert not [word for word in ("Bob", cast.secret.name, cast.open.name, "palier") if word in str(told)]


def test_a_community_that_becomes_protected_tells_nothing_from_then_on(cast: Cast, service: PushService) -> None:
    from dataclasses import replace

    from tests.factories import OPEN

    phone = service.subscribe("phone")
    _switch_on(cast.erin, phone)
    _tell(cast.bob, cast.open_post)
    protected = replace(OPEN, protected=True)
    change_settings(by=cast.erin, community=cast.open, at=timezone.now(), purpose="", settings=protected, charter="")
    deliver("push")
    assert phone.opened(service.to(phone)[0])["title"] == "Nouvelle notification"


# What is not --------------------------------------------------------------------------------------


def test_what_was_read_or_lost_meanwhile_is_not_sent(cast: Cast, service: PushService) -> None:
    phone = service.subscribe("phone")
    _switch_on(cast.erin, phone)
    row = _tell(cast.bob, cast.open_post)
    mark_notifications_read(by=cast.erin, ids=[row.pk], at=timezone.now())
    deliver("push")
    assert service.letters == [] and _outcomes() == ["unwished"]


def test_who_lost_the_right_is_sent_nothing(cast: Cast, service: PushService) -> None:
    phone = service.subscribe("phone")
    _switch_on(cast.guest, phone)
    post = make_post(cast.guest, cast.partners, "Une question de l’extérieur.")
    _tell(cast.bob, post)
    Person.objects.filter(pk=cast.guest.pk).update(is_active=False)
    deliver("push")
    assert service.letters == [] and _outcomes() == ["unwished"]


def test_quiet_hours_put_it_off(cast: Cast, service: PushService, monkeypatch: pytest.MonkeyPatch) -> None:
    phone, until = service.subscribe("phone"), timezone.now() + timedelta(hours=9)
    _switch_on(cast.erin, phone)
    _tell(cast.bob, cast.open_post)
    monkeypatch.setattr("communities.pushing.next_allowed_of", lambda people, at: {person.pk: until for person in people})
    deliver("push")
    waiting = Delivery.objects.get(channel="push")
    assert service.letters == [] and waiting.due_at == until and waiting.done_at is None and waiting.tries == 0
    assert quiet.next_allowed_of is not None


def test_without_a_device_there_is_nothing_to_send(cast: Cast, service: PushService) -> None:
    _tell(cast.bob, cast.open_post)
    deliver("push")
    assert _outcomes() == ["no_device"]


# Devices that end, services that put off ----------------------------------------------------------


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_subscribed_no_more_is_dropped(cast: Cast, service: PushService, status: int) -> None:
    phone, laptop = service.subscribe("phone"), service.subscribe("laptop")
    _switch_on(cast.erin, phone)
    kept = _switch_on(cast.erin, laptop)
    service.will_answer(phone, status)
    _tell(cast.bob, cast.open_post)
    deliver("push")
    assert list(PushDevice.objects.all()) == [kept]
    assert _outcomes() == ["sent"]


def test_a_service_that_puts_off_is_asked_again_later_for_that_device_alone(cast: Cast, service: PushService) -> None:
    phone, laptop = service.subscribe("phone"), service.subscribe("laptop")
    _switch_on(cast.erin, phone)
    _switch_on(cast.erin, laptop)
    service.will_answer(phone, 429, 503, Retry_After="120")
    _tell(cast.bob, cast.open_post)
    for tried in (1, 2, 3):
        deliver("push")
        waiting = Delivery.objects.get(channel="push")
        assert len(service.to(phone)) == tried and len(service.to(laptop)) == 1
        if tried < 3:
            assert waiting.done_at is None and waiting.due_at > timezone.now() + timedelta(seconds=100)
            deliver("push")
            assert len(service.to(phone)) == tried, "not before its hour"
            Delivery.objects.update(due_at=timezone.now())
    assert _outcomes() == ["sent"]


def test_a_service_that_refuses_is_not_asked_again_and_the_page_says_so(cast: Cast, service: PushService, sign_in: SignIn) -> None:
    phone = service.subscribe("phone")
    _switch_on(cast.erin, phone)
    service.will_answer(phone, 403)
    for _ in range(2):
        _tell(cast.bob, cast.open_post)
        deliver("push")
    assert len(service.letters) == 1 and _outcomes() == ["failed", "no_device"]
    assert "refuse" in sign_in(cast.erin).get("/account/push/").content.decode()
    _switch_on(cast.erin, phone)
    assert PushDevice.objects.get().refused_at is None


def test_a_worker_killed_between_claim_and_send_loses_and_doubles_nothing(cast: Cast, service: PushService) -> None:
    phone, laptop = service.subscribe("phone"), service.subscribe("laptop")
    _switch_on(cast.erin, phone)
    second = _switch_on(cast.erin, laptop)
    _tell(cast.bob, cast.open_post)
    (held,) = outbox.claim(channel="push", at=timezone.now(), limit=10)  # then it dies, one device served
    PushReceipt.objects.create(delivery=held, device=second)
    deliver("push")
    assert service.letters == [], "somebody else holds it"
    Delivery.objects.update(claimed_at=timezone.now() - outbox.CLAIM_LASTS - timedelta(seconds=1))
    deliver("push")
    assert [len(service.to(one)) for one in (phone, laptop)] == [1, 0]
    assert _outcomes() == ["sent"]


def test_an_address_inside_our_network_is_refused_and_never_written_to(
    cast: Cast, service: PushService, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = service.subscribe("phone")
    device = _switch_on(cast.erin, phone)
    settings.PUSH_LOCAL = False
    _tell(cast.bob, cast.open_post)
    deliver("push")
    device.refresh_from_db()
    assert service.letters == [] and device.refused_at is not None
    keys = phone.browser.p256dh, phone.browser.auth
    unfit = (
        "http://push.example.org/x", "https://127.0.0.1/x", "https://10.0.0.8/x", "https://[::1]/x", "https://me:you@push.example.org/",
        "https://push.example.org:8443/x", "https://printer/x", "ftp://push.example.org/", "", "nonsense",
    )  # fmt: skip
    for endpoint in unfit:
        assert not _accepts(cast.bob, Browser(endpoint, *keys)), endpoint
    assert not _accepts(cast.bob, Browser("https://push.example.org/x", "AAAA", keys[1]))
    assert not _accepts(cast.bob, Browser("https://push.example.org/x", keys[0], "AAAA"))
    assert _accepts(cast.bob, Browser("https://push.example.org/x", *keys))


def _accepts(person: Person, browser: Browser) -> bool:
    from rse.lib.refusal import Refused

    now = timezone.now()
    try:
        pushes.switch_on(by=person, browser=browser, key=pushes.current_key(at=now).public, session_key="s", user_agent="", at=now)
    except Refused:
        return False
    return True


# Signing out --------------------------------------------------------------------------------------


def test_signing_out_ends_it_there_and_everywhere_else_when_asked(cast: Cast, service: PushService, sign_in: SignIn) -> None:
    browser = sign_in(cast.erin)
    assert _post(browser, service.subscribe("here")).status_code == 204
    _switch_on(cast.erin, service.subscribe("phone"), session="another")
    browser.post("/logout/")
    assert list(PushDevice.objects.values_list("session_key", flat=True)) == ["another"]
    sign_out_everywhere(by=cast.erin, person=cast.erin, at=timezone.now())
    _tell(cast.bob, cast.open_post)
    deliver("push")
    assert service.letters == [] and not PushDevice.objects.exists()


def test_a_browser_that_changes_hands_is_its_last_owners(cast: Cast, service: PushService, sign_in: SignIn) -> None:
    shared = service.subscribe("shared")
    for person in (cast.erin, cast.bob):
        assert _post(sign_in(person), shared).status_code == 204
    assert PushDevice.objects.get().person == cast.bob


def test_a_person_has_so_many_devices(cast: Cast, service: PushService) -> None:
    for number in range(pushes.MOST_DEVICES + 2):
        _switch_on(cast.erin, service.subscribe(f"d{number}"))
    assert PushDevice.objects.count() == pushes.MOST_DEVICES


def _post(client: Client, subscribed: Subscribed) -> Any:
    key = client.get("/account/push/key").json()["key"]
    browser = subscribed.browser
    given = {"endpoint": browser.endpoint, "p256dh": browser.p256dh, "auth": browser.auth, "key": key}
    return client.post("/account/push/on", given)


# The page -----------------------------------------------------------------------------------------


def test_the_page_shows_each_device_sends_a_test_and_lets_go(cast: Cast, service: PushService, sign_in: SignIn) -> None:
    client, phone = sign_in(cast.erin), service.subscribe("phone")
    _post(client, phone)
    device = PushDevice.objects.get()
    assert device.session_key == client.session.session_key and Session.objects.filter(pk=device.session_key).exists()
    assert "Cet appareil" in client.get("/account/push/").content.decode()
    client.post(f"/account/push/{device.pk}/test")
    assert pushes.tests_due(timezone.now() + timedelta(minutes=1)) == [device.pk]
    from communities.tasks import push_test

    push_test(device.pk)
    push_test(device.pk)
    (letter,) = service.to(phone)
    assert phone.opened(letter)["test"] is True and phone.opened(letter)["tag"] == "test"
    client.post(f"/account/push/{device.pk}/detail", {"discreet": "1"})
    device.refresh_from_db()
    assert device.discreet
    client.post(f"/account/push/{device.pk}/off")
    assert not PushDevice.objects.exists()


def test_nobody_touches_the_device_of_somebody_else(cast: Cast, service: PushService, sign_in: SignIn) -> None:
    device = _switch_on(cast.erin, service.subscribe("phone"))
    for act in ("off", "test", "detail"):
        assert sign_in(cast.bob).post(f"/account/push/{device.pk}/{act}", {"discreet": "1"}).status_code == 404
    device.refresh_from_db()
    assert not device.discreet and device.test_asked_at is None
    assert "phone" not in sign_in(cast.bob).get("/account/push/").content.decode()


# The keys -----------------------------------------------------------------------------------------


def test_keys_are_made_once_shown_and_rotated(cast: Cast, service: PushService) -> None:
    phone = service.subscribe("phone")
    _switch_on(cast.erin, phone)
    old = PushKey.objects.get()
    assert old.public in _command() and old.private not in _command()
    assert PushKey.objects.count() == 1
    said = _command("--rotate")
    new = pushes.current_key(at=timezone.now())
    assert new.public in said and new.public != old.public
    _tell(cast.bob, cast.open_post)
    deliver("push")
    assert service.letters[-1].public_key == old.public, "the browser knows no other yet"
    _switch_on(cast.erin, phone)  # its person comes back
    _tell(cast.bob, cast.open_post, "Et le joint ?")
    deliver("push")
    assert service.letters[-1].public_key == new.public
    assert pushes.drop_old_keys(at=timezone.now()) == 0
    assert pushes.drop_old_keys(at=timezone.now() + pushes.KEYS_LAST + timedelta(days=1)) == 1
    assert PushDevice.objects.count() == 1


def test_keys_that_somebody_read_are_destroyed_at_once(cast: Cast, service: PushService, sign_in: SignIn) -> None:
    phone = service.subscribe("phone")
    _switch_on(cast.erin, phone)
    old = PushKey.objects.get()
    _command("--rotate", "--at-once")
    assert not PushDevice.objects.exists() and not PushKey.objects.filter(pk=old.pk).exists()
    refused = sign_in(cast.erin).post("/account/push/on", {**_given(phone), "key": old.public})
    assert refused.status_code == 422 and "clés" in refused.content.decode()


def _given(subscribed: Subscribed) -> dict[str, str]:
    browser = subscribed.browser
    return {"endpoint": browser.endpoint, "p256dh": browser.p256dh, "auth": browser.auth}


def _command(*options: str) -> str:
    out = StringIO()
    call_command("push_keys", *options, stdout=out)
    return out.getvalue()
