"""What is done with the barometer: a wave opened and closed by the pilot, an answer that leaves no trace of who gave it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Case, Count, F, Q, When
from django.utils.translation import gettext_lazy as _

from adoption import access
from adoption.history.clock import zone
from adoption.models import BarometerCell, BarometerReceipt, BarometerWave, Help, Hold, Position
from adoption.science.privacy import K_UNITS
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person

OPEN_KEY = "adoption:barometer:open"  # a hint for the home page; the row is the truth
HINT_SECONDS = 3_600


@transaction.atomic
def open_wave(*, by: Person, at: datetime) -> BarometerWave:
    """Start a wave; its counters are made at once, those of units for units of ten people or more today."""
    access.require_decide(by)
    try:
        with transaction.atomic():
            wave = BarometerWave.objects.create(opened_on=_day(at), opened_by_id=by.pk)
    except IntegrityError:
        raise Refused(_("A wave is open already.")) from None
    everyone = [BarometerCell(wave=wave, position=p, hold=h, help=o) for p in Position.values for h in Hold.values for o in Help.values]
    units = [BarometerCell(wave=wave, unit_id=unit, hold=hold) for unit in _units() for hold in Hold.values]
    BarometerCell.objects.bulk_create([*everyone, *units], batch_size=1_000)
    log.record(actor=by, act="adoption.barometer.open", target_type="barometer", target_id=wave.pk, at=at)
    transaction.on_commit(hint)
    return wave


@transaction.atomic
def close_wave(*, by: Person, at: datetime) -> BarometerWave:
    """End the wave: its receipts are destroyed, and its results can be read."""
    access.require_decide(by)
    wave = BarometerWave.objects.select_for_update().filter(closed_on=None).first()
    if wave is None:
        raise Refused(_("No wave is open."))
    wave.closed_on = _day(at)
    wave.save(update_fields=["closed_on"])
    BarometerReceipt.objects.filter(wave=wave).delete()
    log.record(actor=by, act="adoption.barometer.close", target_type="barometer", target_id=wave.pk, at=at)
    transaction.on_commit(hint)
    return wave


@transaction.atomic
def answer(*, by: Person, position: str, hold: str, help: str) -> None:
    """Add one to the counters, once for each person and wave. Nothing is logged: not even that somebody answered."""
    access.require_answer(by)
    if position not in Position.values or hold not in Hold.values or help not in Help.values:
        raise Refused(_("Three answers are asked for."))
    wave = BarometerWave.objects.select_for_update().filter(closed_on=None).first()
    if wave is None:
        raise Refused(_("No wave is open: your answer was not kept."))
    try:
        with transaction.atomic():
            BarometerReceipt.objects.create(wave=wave, seal=_seal(wave, by))
    except IntegrityError:
        raise Refused(_("You have already answered this time.")) from None
    mine = Q(unit_id=0, position=position, hold=hold, help=help)
    if by.unit_id:
        mine |= Q(unit_id=by.unit_id, hold=hold)
    # every counter of the wave is written, so that the last row versions are all of the last answer
    BarometerCell.objects.filter(wave=wave).update(count=F("count") + Case(When(mine, then=1), default=0))


def waits_for(person: Person) -> bool:
    """Whether a wave is open that this person has not answered; asks the database only while one is."""
    return bool(cache.get(OPEN_KEY)) and access.may_answer(person) and to_answer(person) is not None


def to_answer(person: Person) -> BarometerWave | None:
    """The open wave, where this person has not answered it."""
    wave = BarometerWave.objects.filter(closed_on=None).first()
    if wave is None or BarometerReceipt.objects.filter(wave=wave, seal=_seal(wave, person)).exists():
        return None
    return wave


def hint() -> None:
    """Tell home pages whether a wave is open."""
    cache.set(OPEN_KEY, BarometerWave.objects.filter(closed_on=None).exists(), HINT_SECONDS)


def _seal(wave: BarometerWave, person: Person) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"barometer:{wave.pk}:{person.pk}".encode(), hashlib.sha256).hexdigest()


def _units() -> list[int]:
    people = Person.objects.filter(is_active=True, is_guest=False, unit__isnull=False)
    return [unit for unit, n in people.values_list("unit").annotate(n=Count("pk")) if n >= K_UNITS]


def _day(at: datetime) -> date:
    return at.astimezone(zone()).date()
