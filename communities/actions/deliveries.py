"""Deliveries: what goes out of the house by push and by mail. Each is claimed, looked at again, sent, and settled.

Whoever knows how to send by a channel says so once, with `send_by`: see `apps`. A sender settles, or puts off with `retry`, each
delivery that it was handed; one that it leaves, or holds when it dies, is claimed again later.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import F, Q, QuerySet

from communities import access
from communities.models import Delivery, Notification, Sent
from rse.people.models import Person

CLAIM_LASTS = timedelta(minutes=5)
EXPIRES_AFTER = timedelta(days=1)
MAX_TRIES = 8
_AT_ONCE = 1_000


class Sender(Protocol):
    def __call__(self, deliveries: Sequence[Delivery], /, *, at: datetime) -> None: ...


_senders: dict[str, Sender] = {}


def send_by(channel: str, sender: Sender) -> None:
    """Have the deliveries of a channel handed to `sender`, a batch at a time: those due, claimed, and still wanted."""
    _senders[channel] = sender


def sender_of(channel: str) -> Sender | None:
    return _senders.get(channel)


def channels_sent() -> list[str]:
    """The channels by which somebody sends."""
    return list(_senders)


@transaction.atomic
def claim(*, channel: str, at: datetime, limit: int) -> list[Delivery]:
    """Take what is due for oneself, oldest first; what another holds is passed over. A claim lasts CLAIM_LASTS."""
    rows = _free(at).filter(channel=channel, due_at__lte=at).select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "id")
    ids = list(rows.values_list("pk", flat=True)[:limit])
    Delivery.objects.filter(pk__in=ids).update(claimed_at=at, tries=F("tries") + 1)
    told = ("person", "actor", "community", "post", "comment")
    held = Delivery.objects.filter(pk__in=ids).select_related("notification", *(f"notification__{name}" for name in told))
    return list(held.order_by("due_at", "id"))


def settle(delivery: Delivery, *, outcome: str, at: datetime) -> bool:
    """It is done, in a word: a value of Sent, or one of the channel's. False when the claim was lost to another."""
    return _held(delivery).update(done_at=at, outcome=outcome[:20]) == 1


def retry(delivery: Delivery, *, at: datetime, after: timedelta) -> bool:
    """Put it off by `after`; tried MAX_TRIES times, it has failed. False when the claim was lost to another."""
    if delivery.tries >= MAX_TRIES:
        return settle(delivery, outcome=Sent.FAILED, at=at)
    return _held(delivery).update(due_at=at + after, claimed_at=None) == 1


def put_off(delivery: Delivery, *, until: datetime) -> bool:
    """Let it wait for an hour that suits the person: it is no failure, and counts as no try. It expires that much later."""
    later = max(until - delivery.due_at, timedelta(0))
    waited = {"due_at": until, "made_at": F("made_at") + later, "tries": F("tries") - 1, "claimed_at": None}
    return _held(delivery).update(**waited) == 1


def still_wanted(deliveries: Sequence[Delivery], at: datetime) -> list[Delivery]:
    """Those that may go out now; the others are settled as unwished.

    Of each person their rights are asked again, whether they read it on the site meanwhile, and whether they still wish this channel.
    Three queries a person, and three for each of their communities.
    """
    of_person: dict[int, list[Delivery]] = {}
    for delivery in deliveries:
        of_person.setdefault(delivery.notification.person_id, []).append(delivery)
    wanted = {delivery.pk for theirs in of_person.values() for delivery in _wanted_by(theirs[0].notification.person, theirs)}
    for delivery in deliveries:
        if delivery.pk not in wanted:
            settle(delivery, outcome=Sent.UNWISHED, at=at)
    return [delivery for delivery in deliveries if delivery.pk in wanted]


def expire(*, at: datetime) -> int:
    """Drop what nobody sent within a day. Returns how many."""
    late = list(_free(at).filter(made_at__lt=at - EXPIRES_AFTER).values_list("pk", flat=True)[:_AT_ONCE])
    return Delivery.objects.filter(pk__in=late, done_at=None).update(done_at=at, outcome=Sent.EXPIRED)


def forget_done(*, before: datetime) -> int:
    """Delete what was done before that instant. Returns how many."""
    done, _by_table = Delivery.objects.filter(done_at__lt=before).delete()
    return done


def is_due(*, channel: str, at: datetime) -> bool:
    """Whether anything waits to be claimed."""
    return _free(at).filter(channel=channel, due_at__lte=at).exists()


def _free(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM_LASTS), done_at=None)


def _held(delivery: Delivery) -> QuerySet[Delivery]:
    """The row, as long as the claim is ours."""
    return Delivery.objects.filter(pk=delivery.pk, done_at=None, claimed_at=delivery.claimed_at)


def _wanted_by(person: Person, theirs: Sequence[Delivery]) -> list[Delivery]:
    """What of theirs this person may still know, has not read and still wishes by that channel."""
    if not person.is_active:
        return []
    ids = [delivery.notification_id for delivery in theirs]
    known: dict[int, Notification] = {row.pk: row for row in access.notifications(person).filter(pk__in=ids, read_at=None)}
    blocked, muted = access.blocked_by(person), access.muted_threads(person)
    wishes = {place: access.wish(person, community_id=place) for place in {row.community_id for row in known.values()}}
    return [
        delivery
        for delivery in theirs
        if (row := known.get(delivery.notification_id)) is not None
        and delivery.channel in wishes[row.community_id].channels_of(row.notice)
        and not (row.notice in access.SOCIAL and row.actor_id in blocked)
        and not (row.notice in access.OF_THREAD and row.post_id in muted)
    ]
