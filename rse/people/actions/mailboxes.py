"""What a person lets mails and pushes do: instant mails, the digest's rhythm, quiet hours; and what comes back from their address."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.access import may_edit, require
from rse.people.models import Mailbox, Pattern, Person, Rest, Rhythm
from rse.people.quiet import DAY, Hours

SOFT_BOUNCES_BORNE = 5  # in a row; then the address is held to be dead
MAX_REASON = 200


def mailbox_of(person: Person) -> Mailbox:
    """The person's mailbox, or an unsaved one as it is for whoever chose nothing: guests get no digest unasked."""
    return mailboxes_of([person])[person.pk]


def mailboxes_of(people: Iterable[Person]) -> dict[int, Mailbox]:
    """The same of many, by person, in one query."""
    people = list(people)
    rows = {row.person_id: row for row in Mailbox.objects.filter(person__in=people)}
    return {person.pk: rows.get(person.pk) or Mailbox(person=person, rhythm=_first_rhythm(person)) for person in people}


def _first_rhythm(person: Person) -> str:
    return Rhythm.NEVER if person.is_guest else Rhythm.WEEKLY


def accepts_mail(person: Person) -> bool:
    """Whether anything may be sent to this address at all: an open account, and an address that did not refuse."""
    return person.is_active and not person.is_mail_refused


def rest_of(person: Person) -> Rest:
    """The person's quiet hours, or an unsaved row as it is for whoever chose nothing."""
    return Rest.objects.filter(person=person).first() or Rest(person=person)


@transaction.atomic
def change_mailbox(
    *,
    by: Person,
    person: Person,
    at: datetime,
    instant: bool | None = None,
    rhythm: str | None = None,
    day: int | None = None,
    hour: int | None = None,
) -> Mailbox:
    """Change those that are given. Raises Refused on what is not offered."""
    require(may_edit(by, person))
    if (rhythm is not None and rhythm not in Rhythm.values) or not 0 <= (day or 0) <= 6 or not 0 <= (hour or 0) <= 23:
        raise Refused(_("This choice is not one of those offered."), field="rhythm")
    given = {"instant": instant, "rhythm": rhythm, "day": day, "hour": hour}
    row = _kept(person)
    changed = {name: value for name, value in given.items() if value is not None and value != getattr(row, name)}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=[*changed]) if changed else None
    _tell(by, person, changed, at)
    return row


@transaction.atomic
def change_rest(
    *, by: Person, person: Person, at: datetime, pattern: str, hours: Sequence[Sequence[int]] = (), holidays: bool, away_until: date | None
) -> Rest:
    """Choose one's quiet hours anew. Raises Refused where they leave no hour open, or a leave lies more than a year ahead."""
    require(may_edit(by, person))
    if pattern not in Pattern.values:
        raise Refused(_("This choice is not one of those offered."), field="pattern")
    if pattern == Pattern.OWN and not hours:
        raise Refused(_("Open one day at least."), field="pattern")
    if away_until is not None and (away_until - at.date()).days > 366:
        raise Refused(_("A leave ends within a year."), field="away_until")
    row, _is_new = Rest.objects.update_or_create(
        person=person,
        defaults={
            "pattern": pattern,
            "hours": [list(one) for one in _checked(hours)] if pattern == Pattern.OWN else [],
            "holidays": holidays,
            "away_until": away_until,
        },
    )
    _tell(by, person, {"pattern": pattern, "holidays": holidays}, at)
    return row


def _checked(hours: Sequence[Sequence[int]]) -> Hours:
    checked = tuple((int(day), int(start), int(end)) for day, start, end in hours)
    if any(not (0 <= day <= 6 and 0 <= start < DAY and 0 <= end <= DAY and start != end) for day, start, end in checked):
        raise Refused(_("These hours are not ones of a day."), field="pattern")
    return checked


def revoke_replies(*, by: Person, person: Person, at: datetime) -> None:
    """Take out of use all addresses to reply to that this person was given so far."""
    require(may_edit(by, person))
    _kept(person)
    Mailbox.objects.filter(person=person).update(reply_epoch=F("reply_epoch") + 1)
    _tell(by, person, {"replies": "revoked"}, at)


@transaction.atomic
def note_bounce(*, person: Person, is_hard: bool, reason: str, at: datetime) -> Mailbox:
    """A message to their present address came back. A hard refusal, or several soft ones in a row, marks it: nothing more is sent there."""
    row = _kept(person)
    row.soft_bounces += 0 if is_hard else 1
    if is_hard or row.soft_bounces >= SOFT_BOUNCES_BORNE:
        row.bounced_at, person.refused_address = at, person.email
        Person.objects.filter(pk=person.pk).update(refused_address=person.email)
    row.bounce_reason = " ".join(reason.split())[:MAX_REASON]
    row.save(update_fields=["soft_bounces", "bounced_at", "bounce_reason"])
    return row


@transaction.atomic
def confirm_address(*, by: Person, person: Person, at: datetime) -> None:
    """The address works: mails go there again."""
    require(may_edit(by, person))
    changed = Mailbox.objects.filter(person=person, bounced_at__isnull=False).update(bounced_at=None, bounce_reason="", soft_bounces=0)
    person.refused_address = ""
    Person.objects.filter(pk=person.pk).update(refused_address="")
    _tell(by, person, {"address": "confirmed"} if changed else {}, at)


def _kept(person: Person) -> Mailbox:
    """The row, locked, made when there is none."""
    Mailbox.objects.get_or_create(person=person, defaults={"rhythm": _first_rhythm(person)})
    return Mailbox.objects.select_for_update(of=("self",)).get(person=person)


def _tell(by: Person, person: Person, changed: Mapping[str, object], at: datetime) -> None:
    """What an administrator changed of somebody else's is written down."""
    if changed and by.pk != person.pk:
        log.record(actor=by, act="person.mailbox", target_type="person", target_id=person.pk, detail=dict(changed), at=at)
