"""What becomes of deliveries by mail: taken before they go, so that none goes twice, and said how it ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from communities.actions.deliveries import MAX_TRIES
from communities.models import Delivery, Sent

UNKNOWN = "unknown"  # handed to the mail server; how that ended nobody has said yet, or nobody will
BOUNCED = "bounced"
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)


@transaction.atomic
def hand_over(several: Sequence[Delivery], *, at: datetime) -> bool:
    """Take these for the last time before they are sent together: whatever happens from here on, nobody sends them again unasked.

    False when one of them was lost to another: then none is taken.
    """
    for one in several:
        held = Delivery.objects.filter(pk=one.pk, done_at=None, claimed_at=one.claimed_at)
        if held.update(done_at=at, outcome=UNKNOWN) != 1:
            transaction.set_rollback(True)
            return False
    return True


def arrived(several: Sequence[Delivery], *, outcome: str = Sent.SENT) -> None:
    """How it ended, in a word."""
    Delivery.objects.filter(pk__in=[one.pk for one in several], outcome=UNKNOWN).update(outcome=outcome)


def give_back(several: Sequence[Delivery], *, at: datetime) -> None:
    """The mail server took nothing: again later, and later still each time; after MAX_TRIES it has failed."""
    for one in several:
        taken = Delivery.objects.filter(pk=one.pk, outcome=UNKNOWN)
        if one.tries >= MAX_TRIES:
            taken.update(outcome=Sent.FAILED)
        else:
            taken.update(done_at=None, claimed_at=None, outcome="", due_at=at + wait_after(one.tries))


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time."""
    return min(FIRST_WAIT * int(2 ** max(0, tries - 1)), LONGEST_WAIT)


def stranded(before: datetime) -> int:
    """How many were handed over before then, and nobody knows what became of them."""
    return Delivery.objects.filter(outcome=UNKNOWN, done_at__lt=before).count()
