"""Whom to ask first: suggestions made for the pilot, each with its reason, and chosen or not; gone once the launch starts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from adoption import access
from adoption.actions.launches import current_launch, open_launch
from adoption.history.staff import Staff, load_staff
from adoption.models import Nomination, Pioneer, PioneerAsk, Suggested, Willing
from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Bools, Ints
from adoption.science.seeding import Chance, Rules, seeding
from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.models import Person, Unit

CHANCES = (Chance(0.01, scaled=True), Chance(0.02, scaled=True))  # nobody knows how often a tie passes something on: ours
DRAWS = (200, 100)
SEED = 5
MOST_ASKED = 500
CITED_FROM = 5  # nominations counted in words from there: fewer would tell who named
MOST_NAMED = 3
SELF, CITED, NAMED, BETWEEN, LEADS, COVERS, REACHES = "self", "cited", "named", "between", "leads", "covers", "reaches"


@transaction.atomic
def suggest(*, by: Person | None, count: int, at: datetime) -> int:
    """Suggest so many people in the place of those suggested and not chosen; all new ones begin chosen. Returns how many there are.

    Raises Refused on a number out of bounds, or where nobody may be suggested.
    """
    if by is not None:
        access.require_seed(by)
    if not 1 <= count <= MOST_ASKED:
        raise Refused(_("Between 1 and %(limit)s people.") % {"limit": MOST_ASKED}, field="count")
    launch = open_launch(by=by, at=at)
    staff = load_staff()
    able = staff.able & ~np.isin(staff.ids, _answered())
    if not able.any():
        raise Refused(_("Nobody can be suggested yet: import the people first."), field="count")
    able = _preferred(staff, able, count)
    found = seeding(staff.graph, min(count, int(able.sum())), Rules(able, staff.unit, most_share=0.25), SEED, CHANCES, DRAWS)
    names = dict(Unit.objects.values_list("id", "name"))
    Suggested.objects.filter(launch=launch).delete()
    covered: set[int] = set()
    rows = []
    for place, (seed, gain) in enumerate(zip(found.chosen.seeds.tolist(), _people(staff, found.chosen.seeds), strict=True)):
        reason, detail = reason_of(staff, seed, covered, names)
        covered.add(int(staff.unit[seed]))
        rows.append(
            Suggested(launch=launch, person_id=int(staff.ids[seed]), position=place, reason=reason, detail=detail, gain=gain, chosen=True)
        )
    Suggested.objects.bulk_create(rows)
    log.record(actor=by, act="adoption.suggest", target_type="launch", target_id=launch.pk, detail={"people": len(rows)}, at=at)
    return len(rows)


def reason_of(staff: Staff, seed: int, covered: set[int], names: dict[int, str]) -> tuple[str, dict[str, Any]]:
    """The strongest reason to ask this person, and what its words need."""
    unit = int(staff.unit[seed])
    if staff.willing[seed]:
        return SELF, {}
    if staff.named[seed] >= CITED_FROM:
        return CITED, {"count": int(staff.named[seed])}
    if staff.named[seed]:
        return NAMED, {}
    beside = staff.unit[staff.manager == seed]
    others = beside[(beside != unit) & (beside != NO_UNIT)]
    if len(others) and unit != NO_UNIT:
        other = int(np.bincount(others).argmax())
        return BETWEEN, {"one": _unit(staff, unit, names), "two": _unit(staff, other, names)}
    reports = int((staff.manager == seed).sum())
    if reports >= CITED_FROM:
        return LEADS, {"count": reports}
    if unit != NO_UNIT and unit not in covered:
        return COVERS, {"one": _unit(staff, unit, names)}
    return REACHES, {"one": _unit(staff, unit, names)} if unit != NO_UNIT else {}


@transaction.atomic
def choose(*, by: Person, ids: Collection[int], at: datetime) -> None:
    """Keep these of the suggested people, and not the others."""
    access.require_seed(by)
    launch = current_launch()
    rows = Suggested.objects.filter(launch=launch)
    rows.update(chosen=False)
    rows.filter(person_id__in=list(ids)).update(chosen=True)


@transaction.atomic
def add(*, by: Person, email: str, at: datetime) -> Person:
    """Choose somebody who was not suggested. Raises Refused for a guest, a closed account, or who would rather not."""
    access.require_seed(by)
    person = Person.objects.filter(email=email.strip().lower(), is_active=True, is_guest=False).first()
    if person is None:
        raise Refused(_("No employee has this address."), field="email")
    if Willing.objects.filter(person_id=person.pk, wishes=False).exists() or person.pk in _answered():
        raise Refused(_("%(name)s has answered already, or would rather not be suggested.") % {"name": person.name}, field="email")
    launch = open_launch(by=by, at=at)
    last = Suggested.objects.filter(launch=launch).count()
    Suggested.objects.update_or_create(
        launch=launch, person_id=person.pk, defaults={"chosen": True}, create_defaults={"chosen": True, "position": last, "reason": "added"}
    )
    return person


@transaction.atomic
def nominate(*, by: Person, emails: Collection[str], wishes: bool | None, at: datetime) -> int:
    """Say whom one turns to, and whether one would like to be asked (None: nothing said). Replaces what one said before.

    Raises Refused on an address of nobody, on oneself, or on more than three people.
    """
    access.require_nominate(by)
    asked = list(dict.fromkeys(email.strip().lower() for email in emails if email.strip()))
    if len(asked) > MOST_NAMED:
        raise Refused(_("%(limit)s people at most.") % {"limit": MOST_NAMED}, field="emails")
    people = {one.email: one for one in Person.objects.filter(email__in=asked, is_active=True, is_guest=False)}
    if missing := [email for email in asked if email not in people]:
        raise Refused(_("No employee has the address %(email)s.") % {"email": missing[0]}, field="emails")
    if by.email in people:
        raise Refused(_("Name colleagues here; say below whether you would like to be asked."), field="emails")
    Nomination.objects.filter(by_id=by.pk).delete()
    Nomination.objects.bulk_create([Nomination(by_id=by.pk, named_id=one.pk, at=at) for one in people.values()])
    if wishes is None:
        Willing.objects.filter(person_id=by.pk).delete()
    else:
        Willing.objects.update_or_create(person_id=by.pk, defaults={"wishes": wishes, "at": at})
    if wishes is False:
        Suggested.objects.filter(person_id=by.pk).delete()
        Nomination.objects.filter(named_id=by.pk).delete()
    return len(people)


def _answered() -> list[int]:
    """Pioneers of today, and who was asked already."""
    now = Pioneer.objects.filter(to_at=None).values_list("person_id", flat=True)
    return [*now, *PioneerAsk.objects.values_list("person_id", flat=True)]


def _people(staff: Staff, seeds: Ints) -> list[float]:
    """How many colleagues have each of these, and none chosen before, among their ties."""
    near = np.zeros(len(staff.ids), dtype=np.bool_)
    gains = []
    for seed in seeds:
        beside = staff.graph.beside(np.array([seed])) & ~near
        gains.append(float(beside.sum()))
        near |= beside
    return gains


def _preferred(staff: Staff, able: Bools, count: int) -> Bools:
    """Where a unit has people who would like to, or whom several colleagues name, only these; unless that leaves too few."""
    wished = able & (staff.willing | (staff.named > 1))
    has = np.isin(staff.unit, staff.unit[wished & (staff.unit != NO_UNIT)])
    kept = able & (wished | ~has)
    return kept if kept.sum() >= count else able


def _unit(staff: Staff, place: int, names: dict[int, str]) -> str:
    return names.get(int(staff.units[place]), "")
