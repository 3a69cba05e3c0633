"""Accounts in bulk, from the list of another platform: no password, spells dated as the list says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from rse.audit import log
from rse.lib.fold import fold
from rse.people.models import Person, PersonSpell, Profile, Unit


@dataclass(frozen=True)
class Newcomer:
    """Someone of the list. `number` is their identity there and becomes the staff number; the rest may be missing."""

    number: str
    email: str
    first_name: str
    last_name: str
    unit: Unit | None
    roles: tuple[str, ...]
    is_guest: bool
    joined_at: datetime
    left_at: datetime | None


@transaction.atomic
def create_people(newcomers: Iterable[Newcomer], *, by: Person | None, at: datetime) -> dict[str, Person]:
    """Open the accounts of people whom no account has by number or e-mail yet. Returns them by number."""
    chosen = list(newcomers)
    people = {newcomer.number: _person(newcomer, at) for newcomer in chosen}
    Person.objects.bulk_create(people.values(), batch_size=1_000)
    Profile.objects.bulk_create([Profile(person=person) for person in people.values()], batch_size=1_000)
    spells = [spell for newcomer in chosen for spell in _spells(people[newcomer.number], newcomer)]
    PersonSpell.objects.bulk_create(spells, batch_size=1_000)
    if people:
        log.record(actor=by, act="person.import", target_type="person", detail={"people": len(people)}, at=at)
    return people


@transaction.atomic
def set_managers(managers: dict[Person, Person]) -> None:
    """Give imported people the manager of their list, in their spells too. Callers see to it that nobody is above themselves."""
    for person, manager in managers.items():
        person.manager = manager
        PersonSpell.objects.filter(person=person).update(manager=manager)
    Person.objects.bulk_update(managers, ["manager"], batch_size=1_000)


def _person(newcomer: Newcomer, at: datetime) -> Person:
    left = newcomer.left_at is not None and newcomer.left_at <= at
    return Person(
        email=newcomer.email,
        staff_number=newcomer.number,
        first_name=newcomer.first_name,
        last_name=newcomer.last_name,
        name_key=fold(f"{newcomer.last_name} {newcomer.first_name}"),
        password=make_password(None),
        unit=newcomer.unit,
        roles=list(newcomer.roles),
        is_guest=newcomer.is_guest,
        joined_at=newcomer.joined_at,
        is_active=not left,
        deactivated_at=newcomer.left_at if left else None,
    )


def _spells(person: Person, newcomer: Newcomer) -> list[PersonSpell]:
    there = PersonSpell(
        person=person, unit=newcomer.unit, roles=list(newcomer.roles), is_guest=newcomer.is_guest,
        from_at=newcomer.joined_at, to_at=newcomer.left_at,
    )  # fmt: skip
    if newcomer.left_at is None:
        return [there]
    gone = PersonSpell(
        person=person, unit=newcomer.unit, roles=list(newcomer.roles), is_guest=newcomer.is_guest,
        is_active=False, from_at=newcomer.left_at,
    )  # fmt: skip
    return [there, gone]
