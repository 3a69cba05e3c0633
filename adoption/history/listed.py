"""The people of a foreign list, made into accounts of this installation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify

from adoption.history.logs import ListedPerson, Problem
from rse.lib.fold import fit
from rse.people.actions.imports import Newcomer, create_people, set_managers
from rse.people.actions.people import find_unit
from rse.people.models import Person, Role, Unit, UnitKind

ANIMATOR, BOT, GUEST = "animator", "bot", "guest"
ROLES = {
    "pilot": Role.PILOT, "pilote": Role.PILOT, "sponsor": Role.SPONSOR, "hr": Role.HR, "rh": Role.HR,
    "elected": Role.ELECTED, "admin": Role.ADMIN,
}  # fmt: skip
PLAIN = {"", "employee", "member", "manager", ANIMATOR, "animateur", "animatrice", BOT, GUEST}
MAX_NUMBER = 40
MAX_EMAIL = 254


@dataclass
class Directory:
    """Accounts by the list's id; bots and animators by id; what was wrong in the list."""

    people: dict[str, Person] = field(default_factory=dict)
    bots: set[str] = field(default_factory=set)
    animators: set[str] = field(default_factory=set)
    created: int = 0
    problems: list[Problem] = field(default_factory=list)


def number_of(id_: str) -> str:
    """The staff number of a foreign id: itself, or a digest where it is too long or differs from another only by its case."""
    plain = id_ == id_.lower() and len(id_) <= MAX_NUMBER
    return id_ if plain else f"{id_[:15]}-{digest(id_)[:16]}"


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def take_people(listed: Sequence[ListedPerson], *, file: str, by: Person | None, start: datetime, at: datetime) -> Directory:
    """Find or open the account of each listed person; without a date of joining they are there from `start`."""
    found = Directory()
    found.bots = {person.id for person in listed if person.role == BOT}
    found.animators = {person.id for person in listed if person.role in (ANIMATOR, "animateur", "animatrice")}
    numbers = {number_of(person.id): person for person in listed if person.id not in found.bots}
    known = {p.staff_number: p for p in Person.objects.filter(staff_number__in=numbers)}
    emails = dict(Person.objects.values_list("email", "id"))
    units: dict[str, Unit] = {}
    newcomers = []
    for number, person in numbers.items():
        if number in known:
            found.people[person.id] = known[number]
        elif person.email and person.email.lower() in emails and emails[person.email.lower()]:
            found.people[person.id] = Person.objects.get(pk=emails[person.email.lower()])
        else:
            newcomers.append(_newcomer(number, person, file, start, emails, units, found.problems))
    created = create_people(newcomers, by=by, at=at)
    found.created = len(created)
    found.people |= {numbers[number].id: person for number, person in created.items()}
    _set_managers([numbers[n] for n in created], file, found)
    return found


def _newcomer(
    number: str, person: ListedPerson, file: str, start: datetime, emails: dict[str, int], units: dict[str, Unit], problems: list[Problem]
) -> Newcomer:
    if person.role not in PLAIN | ROLES.keys():
        problems.append(Problem(file, person.line, f"unknown role {person.role!r}; taken as an employee"))
    if person.unit and person.unit not in units:
        units[person.unit] = find_unit(name=fit(person.unit, 120, 160), kind=UnitKind.DEPARTMENT)
    first, _, last = person.name.rpartition(" ")
    joined = person.joined or start
    return Newcomer(
        number=number,
        email=_email(person, file, emails, problems),
        first_name=fit(first, 80, 100),
        last_name=fit(last or f"#{person.id}", 80, 100),
        unit=units.get(person.unit),
        roles=(ROLES[person.role].value,) if person.role in ROLES else (),
        is_guest=person.role == GUEST,
        joined_at=joined,
        left_at=person.left if person.left is None or person.left >= joined else joined,
    )


def _email(person: ListedPerson, file: str, emails: dict[str, int], problems: list[Problem]) -> str:
    email = person.email.lower()
    if email:
        try:
            validate_email(email)
            if len(email) > MAX_EMAIL:
                raise ValidationError("too long")
        except ValidationError:
            problems.append(Problem(file, person.line, f"{email[:80]!r} is not an e-mail address; the person goes in without it"))
            email = ""
    if email in emails:
        problems.append(Problem(file, person.line, f"the e-mail address {email!r} is already taken; the person goes in without it"))
        email = ""
    email = email or f"{slugify(person.id)[:30] or 'person'}-{digest(person.id)[:12]}@import.invalid"
    emails[email] = 0
    return email


def _set_managers(listed: Sequence[ListedPerson], file: str, found: Directory) -> None:
    chosen: dict[str, str] = {}
    for person in listed:
        if not person.manager:
            continue
        if person.manager not in found.people:
            found.problems.append(Problem(file, person.line, f"unknown manager {person.manager[:80]!r}; the person goes in without"))
        elif _above(person.manager, person.id, chosen):
            found.problems.append(Problem(file, person.line, "would be above themselves; the person goes in without a manager"))
        else:
            chosen[person.id] = person.manager
    set_managers({found.people[id_]: found.people[manager] for id_, manager in chosen.items()})


def _above(manager: str, person: str, chosen: dict[str, str]) -> bool:
    """Whether `person` is the manager, or above them, among the links already chosen."""
    while manager != person:
        if manager not in chosen:
            return False
        manager = chosen[manager]
    return True
