"""The sender of the channel "push": what may go now goes to the devices of those it is for, the rest waits for an hour that suits them."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from communities import feeds
from communities.actions import deliveries as outbox
from communities.actions import pushes
from rse.people.models import Person
from rse.people.quiet import next_allowed_of

if TYPE_CHECKING:
    from communities.models import Delivery, Notification


def send_pushes(deliveries: "Sequence[Delivery]", *, at: datetime) -> None:
    """Each is settled, put off until the end of quiet hours, or left to be tried again."""
    allowed = next_allowed_of({one.notification.person_id: one.notification.person for one in deliveries}.values(), at)
    ready = [one for one in deliveries if allowed[one.notification.person_id] <= at]
    for one in deliveries:
        if (until := allowed[one.notification.person_id]) > at:
            outbox.put_off(one, until=until)
    badges: dict[int, int] = {}

    def words(row: "Notification", discreet: bool) -> pushes.Message:
        if row.person_id not in badges:
            badges[row.person_id] = feeds.unread_notifications(row.person)
        told = feeds.push_words(row, discreet=discreet)
        return pushes.Message(*told, badge=badges[row.person_id], lang=row.person.language)

    pushes.send(ready, words=words, at=at)


def send_test(device_id: int, *, at: datetime) -> None:
    """Send the test that a person asked for at one of their devices, once."""
    person = pushes.claim_test(device_id)
    if person is not None:
        pushes.send_test(device_id, _test_for(person), at=at)


def _test_for(person: Person) -> pushes.Message:
    with translation.override(person.language):
        title, body = _("Notifications reach this device"), _("You asked for this test in your preferences.")
    return pushes.Message(title, body, "/account/push/", "test", feeds.unread_notifications(person), person.language, test=True)
