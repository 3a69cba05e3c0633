"""The people of a foreign list, made into accounts of this installation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify

from adoption.history.hands import Hand
from adoption.history.logs import ListedPerson, Problem
from adoption.history.problems import Problems
from rse.lib.fold import fit
from rse.people.actions.imports import Newcomer
from rse.people.models import Person, Role, Unit

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
    problems: Problems = field(default_factory=Problems)


def number_of(id_: str) -> str:
    """The staff number of a foreign id: itself, or a digest where it is too long or differs from another only by its case."""
    plain = id_ == id_.lower() and len(id_) <= MAX_NUMBER
    return id_ if plain else f"{id_[:15]}-{digest(id_)[:16]}"


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def take_people(listed: Sequence[ListedPerson], *, file: str, hand: Hand, start: datetime, problems: Problems) -> Directory:
    """Find or open the account of each listed person; without a date of joining they are there from `start`."""
    found = Directory(problems=problems)
    found.bots = {person.id for person in listed if person.role == BOT}
    found.animators = {person.id for person in listed if person.role in (ANIMATOR, "animateur", "animatrice")}
    numbers = {number_of(person.id): person for person in listed if person.id not in found.bots}
    known = {p.staff_number: p for p in Person.objects.filter(staff_number__in=numbers)}
    emails = dict(Person.objects.values_list("email", "id"))
    by_email = Person.objects.in_bulk([emails[p.email.lower()] for n, p in numbers.items() if n not in known and p.email.lower() in emails])
    units: dict[str, Unit] = {}
    newcomers = []
    for number, person in numbers.items():
        if number in known:
            found.people[person.id] = known[number]
        elif person.email and (owner := by_email.get(emails.get(person.email.lower(), 0))):
            found.people[person.id] = owner
        else:
            if person.unit and person.unit not in units:
                units[person.unit] = hand.unit(fit(person.unit, 120, 160))
            newcomers.append(_newcomer(number, person, file, start, emails, units, problems))
    created = hand.open_accounts(newcomers)
    found.created = len(created)
    found.people |= {numbers[number].id: person for number, person in created.items()}
    hand.set_managers(_managers([numbers[n] for n in created], file, found))
    return found


def _newcomer(
    number: str, person: ListedPerson, file: str, start: datetime, emails: dict[str, int], units: dict[str, Unit], problems: Problems
) -> Newcomer:
    if person.role not in PLAIN | ROLES.keys():
        problems.append(Problem(file, person.line, "unknown role {}; taken as an employee", (person.role,)))
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


def _email(person: ListedPerson, file: str, emails: dict[str, int], problems: Problems) -> str:
    email = person.email.lower()
    if email:
        try:
            validate_email(email)
            if len(email) > MAX_EMAIL:
                raise ValidationError("too long")
        except ValidationError:
            problems.append(Problem(file, person.line, "{} is not an e-mail address; the person goes in without it", (email,)))
            email = ""
    if email in emails:
        problems.append(Problem(file, person.line, "the e-mail address {} is already taken; the person goes in without it", (email,)))
        email = ""
    email = email or f"{slugify(person.id)[:30] or 'person'}-{digest(person.id)[:12]}@import.invalid"
    emails[email] = 0
    return email


def _managers(listed: Sequence[ListedPerson], file: str, found: Directory) -> dict[Person, Person]:
    """The manager of each newcomer who has one; nobody ends up above themselves."""
    chosen: dict[str, str] = {}
    for person in listed:
        if not person.manager:
            continue
        if person.manager not in found.people:
            found.problems.append(Problem(file, person.line, "unknown manager {}; the person goes in without", (person.manager,)))
        elif _above(person.manager, person.id, chosen):
            found.problems.append(Problem(file, person.line, "would be above themselves; the person goes in without a manager"))
        else:
            chosen[person.id] = person.manager
    return {found.people[id_]: found.people[manager] for id_, manager in chosen.items()}


def _above(manager: str, person: str, chosen: dict[str, str]) -> bool:
    """Whether `person` is the manager, or above them, among the links already chosen."""
    while manager != person:
        if manager not in chosen:
            return False
        manager = chosen[manager]
    return True
