"""The outbox of a launch: written on the day of each wave, sent by whoever claims a row, tried again, never twice at once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from adoption.history.clock import zone
from adoption.history.spells import under
from adoption.models import Launch, Letter, LetterKind, Wave
from rse.people import mail
from rse.people.models import Person

MOST_TRIES = 5
CLAIMED_FOR = timedelta(minutes=10)
HOUR = time(9)  # of the organisation: nobody is invited at night


def write_due(*, at: datetime) -> int:
    """Write down the invitations of the waves whose day has come. Returns how many there are."""
    written = 0
    for wave in Wave.objects.filter(launch__started_at__isnull=False, written_at=None, day__lte=at.astimezone(zone()).date()):
        written += _write(wave.pk, at=at)
    return written


@transaction.atomic
def _write(wave_id: int, *, at: datetime) -> int:
    wave = Wave.objects.select_for_update(of=("self",)).filter(pk=wave_id, written_at=None).first()
    if wave is None:
        return 0
    due = max(at, datetime.combine(wave.day, HOUR, tzinfo=zone()))
    people = Person.objects.filter(is_active=True, is_guest=False)
    if wave.unit_ids:
        units = under(list(wave.unit_ids)).tolist()
        people = people.filter(Q(unit__in=units) | Q(site__in=units))
    letters = [
        Letter(kind=LetterKind.WAVE, person_id=pk, wave=wave, due_at=due) for pk in people.order_by("pk").values_list("pk", flat=True)
    ]
    Letter.objects.bulk_create(letters, batch_size=1_000, ignore_conflicts=True)
    wave.written_at = at
    wave.save(update_fields=["written_at"])
    return Letter.objects.filter(wave=wave).count()


def letters_due(*, at: datetime, limit: int) -> list[int]:
    """The oldest that wait to be sent, those whose sender died included."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIMED_FOR)
    waiting = Letter.objects.filter(free, sent_at=None, due_at__lte=at, tries__lt=MOST_TRIES)
    return list(waiting.order_by("due_at", "id").values_list("id", flat=True)[:limit])


def send_letter(letter_id: int, *, at: datetime) -> bool:
    """Claim this letter and send it. False when somebody else has it, or when it failed, which its row then says."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIMED_FOR)
    claimed = Letter.objects.filter(free, pk=letter_id, sent_at=None, tries__lt=MOST_TRIES)
    if not claimed.update(claimed_at=at, tries=F("tries") + 1):
        return False
    letter = Letter.objects.get(pk=letter_id)
    person = Person.objects.filter(pk=letter.person_id, is_active=True, is_guest=False).first()
    if person is None:
        Letter.objects.filter(pk=letter_id).update(tries=MOST_TRIES, failure=_("The account is closed"))
        return False
    try:
        _send(letter, person)
    except mail.FAILURES as error:
        Letter.objects.filter(pk=letter_id).update(failure=type(error).__name__[:200])
        return False
    Letter.objects.filter(pk=letter_id).update(sent_at=at, failure="")
    return True


def _send(letter: Letter, person: Person) -> None:
    launch = Launch.objects.filter(is_current=True).first()
    link = settings.SITE_URL if person.has_usable_password() else mail.password_link(person)
    context = {"user": person, "words": launch.words if launch else "", "link": link, "site_url": settings.SITE_URL}
    template = "pioneer_request" if letter.kind == LetterKind.PIONEER else "wave_invitation"
    mail.compose(f"adoption/email/{template}", to=person.email, language=person.language, context=context).send()
