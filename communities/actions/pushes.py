"""Web Push: the installation's keys, the browsers that people switch it on in, and sending to them what is due."""

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from communities import access
from communities.actions.deliveries import retry, settle
from communities.models import Delivery, Notification, PushDevice, PushKey, PushReceipt, Sent
from rse.lib import fetch
from rse.lib.refusal import Refused
from rse.lib.webpush import MOST_BYTES, Browser, is_sound, new_key, seal
from rse.people.models import Person

MOST_DEVICES = 10  # of one person: the one used longest ago makes room
KEYS_LAST = timedelta(days=30)  # once a newer one is there
TEST_LOST_AFTER = timedelta(seconds=20)
NO_DEVICE = "no_device"
_on_test: list[Callable[..., object]] = []
_AT_A_TIME = 8  # requests to push services
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
_EVERYWHERE = fetch.Reach(may_reach=lambda ip: True, ports=range(1, 65_536))
_LOCK = 0x70757368

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Message:
    """What a device shows; of two with one `tag` it keeps the last. `badge` is how many notifications wait."""

    title: str
    body: str
    url: str
    tag: str
    badge: int
    lang: str
    test: bool = False

    def packed(self) -> bytes:
        """As JSON, the body shortened where it would be too heavy for a push service."""
        told = asdict(self)
        while len(packed := json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()) > MOST_BYTES:
            told["body"] = told["body"][: len(told["body"]) // 2]
        return packed


Words = Callable[[Notification, bool], Message]  # of a notification, for a device that is discreet or not


class Answer(Enum):
    """What came of posting to a device."""

    TAKEN = "taken"
    GONE = "gone"  # that browser is subscribed no more
    LATER = "later"
    REFUSED = "refused"


# The keys -----------------------------------------------------------------------------------------


@transaction.atomic
def current_key(*, at: datetime) -> PushKey:
    """The keys that browsers are given, made the first time that they are asked for."""
    if (found := PushKey.objects.order_by("-id").first()) is not None:
        return found
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return PushKey.objects.order_by("-id").first() or _made(at)


@transaction.atomic
def rotate_keys(*, at: datetime, at_once: bool = False) -> PushKey:
    """New keys. Each browser takes them when its person comes back; until then, for KEYS_LAST at most, it is sent to with the old ones.

    With `at_once` the old keys are destroyed, and with them what was switched on: browsers do so anew by themselves.
    """
    if at_once:
        PushKey.objects.all().delete()
    return _made(at)


def drop_old_keys(*, at: datetime) -> int:
    """Drop the keys that newer ones replaced long enough ago, with the devices that never came back. Returns how many keys."""
    newest = PushKey.objects.order_by("-id").first()
    if newest is None or newest.made_at > at - KEYS_LAST:
        return 0
    old = PushKey.objects.filter(pk__lt=newest.pk)
    count = old.count()
    old.delete()
    return count


def _made(at: datetime) -> PushKey:
    private, public = new_key()
    return PushKey.objects.create(private=private, public=public, made_at=at)


# The devices --------------------------------------------------------------------------------------


@transaction.atomic
def switch_on(*, by: Person, browser: Browser, key: str, session_key: str, user_agent: str, at: datetime, replaces: str = "") -> PushDevice:
    """This browser is sent notifications from now on, or still is: said again, it is up to date. `replaces` is its former address.

    `key` is the public key that it was given. Raises Refused on an address or keys that are none, and on a key that is not ours.
    """
    endpoint = _checked(browser)
    mine = PushKey.objects.filter(public=key).order_by("-id").first()
    if mine is None:
        raise Refused(_("The keys of this site have changed: reload the page and try again."))
    if replaces:
        PushDevice.objects.filter(person=by, endpoint_mark=_mark(replaces)).exclude(endpoint_mark=_mark(endpoint)).delete()
    known = PushDevice.objects.filter(endpoint_mark=_mark(endpoint)).first()
    is_same = known is not None and known.person_id == by.pk
    given = {
        "person": by,
        "key": mine,
        "endpoint": endpoint,
        "p256dh": browser.p256dh,
        "auth": browser.auth,
        "session_key": session_key,
        "session_mark": _session_mark(by),
        "user_agent": user_agent[:200],
        "used_at": at,
        "refused_at": None,
    }
    if not is_same:  # a new one, or one that was somebody else's at this browser: nothing of theirs is left
        PushDevice.objects.filter(endpoint_mark=_mark(endpoint)).delete()
        given |= {"made_at": at}
    device, _is_new = PushDevice.objects.update_or_create(endpoint_mark=_mark(endpoint), defaults=given)
    _make_room(by)
    return device


def switch_off(*, by: Person, device: PushDevice) -> None:
    """Nothing more is sent to that device."""
    access.require(device.person_id == by.pk)
    device.delete()


def be_discreet(*, by: Person, device: PushDevice, discreet: bool) -> None:
    """Whether that device shows no words of content."""
    access.require(device.person_id == by.pk)
    PushDevice.objects.filter(pk=device.pk).update(discreet=discreet)


def ask_test(*, by: Person, device: PushDevice, at: datetime) -> None:
    """A test is to be sent there: it is in the row, and whoever listens is told."""
    access.require(device.person_id == by.pk)
    PushDevice.objects.filter(pk=device.pk).update(test_asked_at=at)
    for listener in _on_test:
        transaction.on_commit(partial(listener, device_id=device.pk), robust=True)


def on_test(listener: Callable[..., object]) -> None:
    """Have `listener(device_id=…)` called, after the commit, when a test is asked for."""
    _on_test[:] = [listener]


def claim_test(device_id: int) -> Person | None:
    """Whose test it is, once; None when nothing is asked, or somebody else sends it."""
    asked = PushDevice.objects.filter(pk=device_id, test_asked_at__isnull=False)
    if not asked.update(test_asked_at=None):
        return None
    return Person.objects.filter(pk__in=PushDevice.objects.filter(pk=device_id).values("person"), is_active=True).first()


def tests_due(at: datetime) -> list[int]:
    """The devices whose test was asked for and not sent."""
    return list(PushDevice.objects.filter(test_asked_at__lte=at - TEST_LOST_AFTER).values_list("pk", flat=True)[:100])


def end_session(session_key: str) -> None:
    """Whoever signed out at a browser is sent nothing more there."""
    PushDevice.objects.filter(session_key=session_key).delete()


def _checked(browser: Browser) -> str:
    """Its address, of a push service on the internet."""
    parts = urlsplit(browser.endpoint)
    clean = fetch.clean_address(browser.endpoint) if not settings.PUSH_LOCAL else browser.endpoint
    fits = clean is not None and len(clean) <= 1_000 and (parts.scheme == "https" or settings.PUSH_LOCAL)
    if not fits or not _is_outside(parts.hostname or "") or not is_sound(browser):
        raise Refused(_("This browser gave an address that notifications cannot be sent to."))
    return clean or ""


def _is_outside(host: str) -> bool:
    """Whether this is not the plain number of a machine of ours; what a name stands for is looked at when it is written to."""
    try:
        return settings.PUSH_LOCAL or fetch.is_public(ip_address(host))
    except ValueError:
        return "." in host


def _make_room(person: Person) -> None:
    kept = PushDevice.objects.filter(person=person).order_by("-used_at", "-id").values_list("pk", flat=True)[:MOST_DEVICES]
    PushDevice.objects.filter(person=person).exclude(pk__in=list(kept)).delete()


def _mark(endpoint: str) -> str:
    return sha256(endpoint.encode()).hexdigest()


def _session_mark(person: Person) -> str:
    return sha256(f"push:{person.get_session_auth_hash()}".encode()).hexdigest()[:32]


# Sending ------------------------------------------------------------------------------------------


def send(deliveries: Sequence[Delivery], *, words: Words, at: datetime) -> None:
    """Send these to the devices of those they are for, and settle them. What a service puts off is tried again, by that device alone.

    `words` gives the message; it is asked here, so that nothing is told of what was read or lost a moment before.
    """
    of_person = _devices({delivery.notification.person for delivery in deliveries})
    sent = set(PushReceipt.objects.filter(delivery__in=deliveries).values_list("delivery_id", "device_id"))
    again: dict[int, timedelta] = {}
    taken = {delivery_id for delivery_id, _device in sent}
    with ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="push") as pool:
        waiting = {
            pool.submit(_post, device, words(delivery.notification, device.discreet), at): (delivery, device)
            for delivery in deliveries
            for device in of_person.get(delivery.notification.person_id, [])
            if (delivery.pk, device.pk) not in sent
        }
        for done in as_completed(waiting):
            delivery, device = waiting[done]
            answer, pause = done.result()
            _note(answer, device, at=at, delivery=delivery)
            if answer is Answer.TAKEN:
                taken.add(delivery.pk)
            elif answer is Answer.LATER:
                after = pause or min(_FIRST_PAUSE * 2**delivery.tries, _LONGEST_PAUSE)
                again[delivery.pk] = max(again.get(delivery.pk, timedelta(0)), after)
    for delivery in deliveries:
        if delivery.pk in again:
            retry(delivery, at=at, after=again[delivery.pk])
        elif delivery.pk in taken:
            settle(delivery, outcome=Sent.SENT, at=at)
        else:
            settle(delivery, outcome=Sent.FAILED if of_person.get(delivery.notification.person_id) else NO_DEVICE, at=at)


def send_test(device_id: int, message: Message, *, at: datetime) -> Answer | None:
    """Send that to one device, now; None when it is not there any more."""
    device = PushDevice.objects.select_related("key", "person").filter(pk=device_id).first()
    if device is None or device not in _devices({device.person}, refused_too=True).get(device.person_id, []):
        return None
    answer, _pause = _post(device, message, at)
    _note(answer, device, at=at)
    return answer


def _devices(people: Iterable[Person], *, refused_too: bool = False) -> dict[int, list[PushDevice]]:
    """Person -> where they are reached. What was switched on by whoever has been signed out everywhere since is dropped."""
    marks = {person.pk: _session_mark(person) for person in people if person.is_active}
    found: dict[int, list[PushDevice]] = {}
    for device in PushDevice.objects.filter(person__in=marks).select_related("key").order_by("id"):
        if device.session_mark != marks[device.person_id]:
            device.delete()
        elif refused_too or device.refused_at is None:
            found.setdefault(device.person_id, []).append(device)
    return found


def _post(device: PushDevice, message: Message, at: datetime) -> tuple[Answer, timedelta | None]:
    """Runs in a thread, and asks the database nothing. Returns what came of it, and when to come back if the service said so."""
    browser = Browser(device.endpoint, device.p256dh, device.auth)
    try:
        letter = seal(message.packed(), browser, key=device.key.private, contact=settings.PUSH_CONTACT, tag=message.tag, at=at)
        posted = fetch.post(device.endpoint, letter.body, letter.headers, reach=_EVERYWHERE if settings.PUSH_LOCAL else fetch.INTERNET)
    except fetch.NotFetched as error:
        log.info("push_not_posted", device_id=device.pk, why=str(error))
        return (Answer.LATER if error.again else Answer.REFUSED), None
    except Exception as error:
        log.warning("push_not_sealed", device_id=device.pk, error=type(error).__name__)
        return Answer.REFUSED, None
    if 200 <= posted.status < 300:
        return Answer.TAKEN, None
    if posted.status in (404, 410):
        return Answer.GONE, None
    if posted.status in (408, 429) or posted.status >= 500:
        pause = min(timedelta(seconds=posted.again_after), _LONGEST_PAUSE) if posted.again_after else None
        return Answer.LATER, pause
    log.warning("push_refused", device_id=device.pk, status=posted.status)
    return Answer.REFUSED, None


def _note(answer: Answer, device: PushDevice, *, at: datetime, delivery: Delivery | None = None) -> None:
    """Written as soon as it is known: a worker that dies then sends nothing twice."""
    row = PushDevice.objects.filter(pk=device.pk, session_key=device.session_key)
    if answer is Answer.GONE:
        row.delete()
    elif answer is Answer.REFUSED:
        row.update(refused_at=at)
    elif answer is Answer.TAKEN and row.update(sent_at=at, refused_at=None) and delivery is not None:
        PushReceipt.objects.bulk_create([PushReceipt(delivery=delivery, device=device)], ignore_conflicts=True)
