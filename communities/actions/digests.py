"""Digests: whose is due, taken before it is made, and how it ended. One a period, however many workers look."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from communities.models import DigestSent
from rse.people.actions.mailboxes import accepts_mail, mailboxes_of
from rse.people.models import Mailbox, Person, Rest, Rhythm
from rse.people.quiet import quiet_of
from rse.people.rhythm import LENGTHS, is_due, last_slot

AT_ONCE = 500  # people looked at with the same four queries
LONGEST = timedelta(days=31)  # how far back a digest goes
MAX_TRIES = 6
FIRST_WAIT = timedelta(minutes=5)
SENT, EMPTY, UNKNOWN, FAILED, UNWISHED = "sent", "empty", "unknown", "failed", "unwished"


def claim_due(at: datetime, *, limit: int = 200) -> list[DigestSent]:
    """Digests to be made now, taken for oneself: those due, and those that the mail server did not take before."""
    claimed = _again(at, limit)
    for mailbox, period, since in _due(at):
        if len(claimed) >= limit:
            break
        row, is_new = DigestSent.objects.get_or_create(
            person=mailbox.person, period=period, defaults={"since": since, "claimed_at": at, "tries": 1}
        )
        if is_new:
            claimed.append(row)
    return claimed


def hand_over(row: DigestSent, *, at: datetime) -> bool:
    """Take it for the last time before it goes: nobody sends it again, whatever happens. False when another has it."""
    held = DigestSent.objects.filter(pk=row.pk, done_at=None, claimed_at=row.claimed_at)
    return held.update(done_at=at, outcome=UNKNOWN) == 1


def settle(row: DigestSent, *, outcome: str, at: datetime) -> None:
    DigestSent.objects.filter(pk=row.pk).update(done_at=at, outcome=outcome)


def give_back(row: DigestSent, *, at: datetime) -> None:
    """The mail server took nothing: again later, and later still each time."""
    if row.tries >= MAX_TRIES:
        settle(row, outcome=FAILED, at=at)
    else:
        DigestSent.objects.filter(pk=row.pk).update(done_at=None, outcome="", claimed_at=at)


def begins_at(person: Person, mailbox: Mailbox, at: datetime) -> datetime:
    """Where the next digest of this person begins: at the end of the last one."""
    last = DigestSent.objects.filter(person=person, outcome__in=[SENT, UNKNOWN, EMPTY]).aggregate(last=Max("claimed_at"))["last"]
    return _since(mailbox, last, at)


def forget_digests(*, before: datetime) -> int:
    """What was sent long ago. Returns how many."""
    return DigestSent.objects.filter(claimed_at__lt=before).delete()[0]


@transaction.atomic
def _again(at: datetime, limit: int) -> list[DigestSent]:
    """Those whose time has come again; what a dead worker held comes with them, for it had not been handed over."""
    due = Q()
    for tries in range(1, MAX_TRIES + 1):
        due |= Q(tries=tries, claimed_at__lt=at - FIRST_WAIT * 2 ** (tries - 1))
    rows = DigestSent.objects.filter(due, done_at=None).select_for_update(of=("self",), skip_locked=True).order_by("claimed_at")
    taken = list(rows[:limit])
    for row in taken:
        row.claimed_at, row.tries = at, row.tries + 1
        row.save(update_fields=["claimed_at", "tries"])
    return taken


def _due(at: datetime) -> Iterator[tuple[Mailbox, str, datetime]]:
    """(mailbox, period, since) of whoever's hour has come, four queries for AT_ONCE people."""
    after = 0
    while people := list(Person.objects.filter(is_active=True, pk__gt=after).order_by("pk")[:AT_ONCE]):
        after = people[-1].pk
        mailboxes = mailboxes_of(people)
        rests = {row.person_id: row for row in Rest.objects.filter(person__in=people)}
        recent = DigestSent.objects.filter(person__in=people, claimed_at__gt=at - LONGEST)
        rows = recent.values("person").annotate(
            sent=Max("claimed_at", filter=Q(outcome__in=[SENT, UNKNOWN])),
            told=Max("claimed_at", filter=Q(outcome__in=[SENT, UNKNOWN, EMPTY])),
        )
        last = {row["person"]: row for row in rows.order_by()}
        for person in people:
            mailbox = mailboxes[person.pk]
            slot = last_slot(mailbox, quiet_of(person, rests.get(person.pk)), at)
            theirs = last.get(person.pk, {"sent": None, "told": None})
            if slot is not None and accepts_mail(person) and is_due(slot, mailbox, at, last=theirs["sent"]):
                yield mailbox, slot.period, _since(mailbox, theirs["told"], at)


def _since(mailbox: Mailbox, last: datetime | None, at: datetime) -> datetime:
    length = LENGTHS.get(Rhythm(mailbox.rhythm), LENGTHS[Rhythm.WEEKLY])
    return max(last or at - length, at - LONGEST)
