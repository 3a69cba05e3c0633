"""Opening many accounts at once, with the dates they had elsewhere: for directories, importers and the demonstration."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from rse.audit import log
from rse.lib.fold import fold
from rse.lib.refusal import Refused
from rse.people.actions.skills import keep_skills
from rse.people.models import Person, PersonSpell, Profile, Role, Unit


@dataclass
class NewPerson:
    """An account as the directory describes it. `manager` is another row of the same batch, an account there is, or None."""

    email: str
    last_name: str
    joined_at: datetime
    first_name: str = ""
    staff_number: str | None = None
    job_title: str = ""
    unit: Unit | None = None
    site: Unit | None = None
    manager: "NewPerson | Person | None" = None
    roles: Sequence[str] = ()
    is_guest: bool = False
    left_at: datetime | None = None
    language: str = "fr"
    password_hash: str = ""  # as made by make_password; empty: opens by the link of "password forgotten"
    skills: Sequence[str] = ()
    languages: Sequence[str] = ()
    knowledge_shown_at: datetime | None = None  # their own consent, given elsewhere
    about: str = ""
    phone: str = ""
    last_login: datetime | None = None  # None: their first sign-in begins their first steps
    person: Person = field(init=False)  # the account, once written


@transaction.atomic
def create_people(rows: Sequence[NewPerson], *, by: Person | None, at: datetime, source: str) -> list[Person]:
    """Open these accounts, in this order, with their profiles and dated spells.

    Raises Refused on an address that is none, given twice or already taken, an unknown role, a guest with a role.
    """
    _check(rows)
    for row in rows:
        row.person = _person(row)
    Person.objects.bulk_create([row.person for row in rows], batch_size=500)
    for row in rows:
        row.person.manager = row.manager.person if isinstance(row.manager, NewPerson) else row.manager
    set_managers_of([row.person for row in rows if row.manager])
    Profile.objects.bulk_create([_profile(row) for row in rows], batch_size=500)
    keep_skills({row.person.pk: row.skills for row in rows if row.skills})
    PersonSpell.objects.bulk_create([spell for row in rows for spell in _spells(row)], batch_size=500)
    log.record(actor=by, act="people.create", target_type="person", detail={"people": len(rows), "source": source}, at=at)
    return [row.person for row in rows]


def set_managers_of(people: Sequence[Person]) -> None:
    """Write the manager that each of these carries, in one statement."""
    pairs: list[Any] = [[person.pk for person in people], [person.manager_id for person in people]]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET manager_id = given.manager FROM unnest(%s::bigint[], %s::bigint[]) AS given(person, manager) "
            "WHERE people_person.id = given.person",
            pairs,
        )


def _check(rows: Sequence[NewPerson]) -> None:
    emails = [row.email.lower() for row in rows]
    if len(set(emails)) < len(emails) or Person.objects.filter(email__in=emails).exists():
        raise Refused(_("This e-mail address already has an account."), field="email")
    for row in rows:
        _check_email(row.email)
        if unknown := set(row.roles) - set(Role.values):
            raise Refused(_("Unknown role: %(role)s.") % {"role": sorted(unknown)[0]}, field="roles")
        if row.is_guest and row.roles:
            raise Refused(_("A guest cannot have a role."), field="roles")


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("This is not an e-mail address.") + f" ({email})", field="email") from error


def _person(row: NewPerson) -> Person:
    person = Person(
        email=row.email.lower(),
        staff_number=row.staff_number,
        first_name=row.first_name,
        last_name=row.last_name,
        name_key=fold(f"{row.last_name} {row.first_name}"),  # bulk_create does not pass by save()
        job_title=row.job_title,
        unit=row.unit,
        site=row.site,
        roles=[role for role in Role.values if role in row.roles],
        is_guest=row.is_guest,
        is_active=row.left_at is None,
        deactivated_at=row.left_at,
        joined_at=row.joined_at,
        last_login=row.last_login,
        language=row.language,
    )
    if row.password_hash:
        person.password = row.password_hash
    else:
        person.set_unusable_password()
    return person


def _profile(row: NewPerson) -> Profile:
    return Profile(
        person=row.person, skills=list(row.skills), about=row.about, phone=row.phone,
        languages=list(row.languages), knowledge_shown_at=row.knowledge_shown_at,
    )  # fmt: skip


def _spells(row: NewPerson) -> list[PersonSpell]:
    """One spell from the arrival on; a second, inactive, from the departure on."""
    person = row.person

    def spell(from_at: datetime, to_at: datetime | None, *, is_active: bool) -> PersonSpell:
        return PersonSpell(
            person=person, unit=person.unit, site=person.site, manager=person.manager, roles=person.roles,
            is_guest=person.is_guest, is_active=is_active, from_at=from_at, to_at=to_at,
        )  # fmt: skip

    if row.left_at is None:
        return [spell(row.joined_at, None, is_active=True)]
    return [spell(row.joined_at, row.left_at, is_active=True), spell(row.left_at, None, is_active=False)]
