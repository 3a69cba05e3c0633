"""Accounts: create, change what the directory says, close, reopen, sign out everywhere."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rse.audit import log
from rse.lib.fold import fold
from rse.lib.refusal import Refused
from rse.lib.text import one_line
from rse.people.access import may_administer, may_edit, require
from rse.people.actions.tokens import forget_token
from rse.people.models import Person, PersonSpell, Profile, Role, Unit

SPELLED = ("unit_id", "site_id", "manager_id", "roles", "is_guest", "is_active")

Listener = Callable[[Person], None]
_on_rights_changed: list[Listener] = []


def on_rights_changed(listener: Listener) -> None:
    """Have `listener` called, after the commit, with each person whose rights or sessions changed."""
    if listener not in _on_rights_changed:
        _on_rights_changed.append(listener)


@transaction.atomic
def create_person(
    *,
    by: Person | None,
    email: str,
    last_name: str,
    at: datetime,
    first_name: str = "",
    password: str | None = None,
    roles: Iterable[str] = (),
    is_guest: bool = False,
    **fields: Any,
) -> Person:
    """Open an account. Without a password it opens by the link of "password forgotten".

    `fields`: staff_number, job_title, unit, site, manager, language, time_zone. Raises Refused on an
    address or a staff number already taken, an unknown role, a guest with a role.
    """
    require(may_administer(by))
    email = check_email(email, except_for=None)
    roles = _checked_roles(roles, is_guest=is_guest)
    first_name, last_name = one_line(first_name), one_line(last_name)
    if not last_name:
        raise Refused(_("A person needs a name."), field="last_name")
    check_staff_number(fields.get("staff_number"), except_for=None)
    if password is not None:
        check_password_strength(password)
    person = Person(
        email=email,
        first_name=first_name,
        last_name=last_name,
        roles=roles,
        is_guest=is_guest,
        joined_at=at,
        **fields,
    )
    person.set_password(password)
    person.save(force_insert=True)
    Profile.objects.create(person=person)
    _open_spell(person, at=at)
    log.record(
        actor=by, act="person.create", target_type="person", target_id=person.pk,
        detail={"roles": roles, "guest": is_guest}, at=at,
    )  # fmt: skip
    return person


@transaction.atomic
def change_position(*, by: Person | None, person: Person, at: datetime, **changes: Any) -> Person:
    """Change what dated spells keep: `unit`, `site`, `manager`, `roles`, `is_guest`.

    Raises Refused on an unknown role, a guest with a role, a manager who would be their own.
    """
    require(may_administer(by))
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = _spelled(person)
    for name, value in changes.items():
        if name not in ("unit", "site", "manager", "roles", "is_guest"):
            raise TypeError(f"{name} is not kept in spells")
        setattr(person, name, value)
    person.roles = _checked_roles(person.roles, is_guest=person.is_guest)
    _check_manager(person)
    if _spelled(person) == before:
        return person
    _keep_an_admin(person)
    person.save(update_fields=["unit", "site", "manager", "roles", "is_guest"])
    _turn_spell(person, at=at)
    log.record(
        actor=by, act="person.position", target_type="person", target_id=person.pk,
        detail={"before": before, "after": _spelled(person)}, at=at,
    )  # fmt: skip
    tell_rights_changed(person)
    return person


@transaction.atomic
def deactivate(*, by: Person | None, person: Person, at: datetime) -> Person:
    """Close an account: no more sign-in, every session, socket and token ends; what was written stays."""
    require(may_administer(by))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        return person
    person.is_active, person.deactivated_at = False, at
    _keep_an_admin(person)
    person.session_epoch += 1
    person.save(update_fields=["is_active", "deactivated_at", "session_epoch"])
    forget_token(person)
    _turn_spell(person, at=at)
    log.record(actor=by, act="person.deactivate", target_type="person", target_id=person.pk, at=at)
    tell_rights_changed(person)
    return person


@transaction.atomic
def reactivate(*, by: Person | None, person: Person, at: datetime) -> Person:
    """Reopen a closed account."""
    require(may_administer(by))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        return person
    person.is_active, person.deactivated_at = True, None
    person.save(update_fields=["is_active", "deactivated_at"])
    _turn_spell(person, at=at)
    log.record(actor=by, act="person.reactivate", target_type="person", target_id=person.pk, at=at)
    return person


@transaction.atomic
def sign_out_everywhere(*, by: Person, person: Person, at: datetime) -> Person:
    """End every session of a person, this one included, their sockets and their token."""
    require(may_edit(by, person))
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
    forget_token(person)
    log.record(actor=by, act="person.sign_out_everywhere", target_type="person", target_id=person.pk, at=at)
    tell_rights_changed(person)
    return person


def check_password_strength(password: str, person: Person | None = None) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error


def check_email(email: str, *, except_for: Person | None) -> str:
    """The address as it is kept; Refused when it is none, or that of an account other than `except_for`'s."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("This is not an e-mail address."), field="email") from error
    taken = Person.objects.filter(email=email)
    if except_for is not None:
        taken = taken.exclude(pk=except_for.pk)
    if taken.exists():
        raise Refused(_("This e-mail address already has an account."), field="email")
    return email


def _checked_roles(roles: Iterable[str], *, is_guest: bool) -> list[str]:
    asked = set(roles)
    if unknown := asked - set(Role.values):
        raise Refused(_("Unknown role: %(role)s.") % {"role": sorted(unknown)[0]}, field="roles")
    if is_guest and asked:
        raise Refused(_("A guest cannot have a role."), field="roles")
    return [role for role in Role.values if role in asked]


def check_staff_number(number: str | None, *, except_for: Person | None) -> None:
    if not number:
        return
    taken = Person.objects.alias(number=Lower("staff_number")).filter(number=number.lower())
    if except_for is not None:
        taken = taken.exclude(pk=except_for.pk)
    if taken.exists():
        raise Refused(_("This staff number already has an account."), field="staff_number")


def _check_manager(person: Person) -> None:
    """Nobody is, however far up, their own manager."""
    seen = {person.pk}
    above = person.manager_id
    while above is not None:
        if above in seen:
            raise Refused(_("This manager reports to the person."), field="manager")
        seen.add(above)
        above = Person.objects.filter(pk=above).values_list("manager_id", flat=True).first()


def _keep_an_admin(person: Person) -> None:
    if person.has_role(Role.ADMIN):
        return
    was_admin = Person.objects.filter(pk=person.pk, is_active=True, roles__contains=[Role.ADMIN]).exists()
    others = Person.objects.filter(is_active=True, roles__contains=[Role.ADMIN]).exclude(pk=person.pk)
    if was_admin and not others.exists():
        raise Refused(_("This is the last administrator: name another one first."))


def _spelled(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in SPELLED}


def _open_spell(person: Person, *, at: datetime) -> None:
    PersonSpell.objects.create(person=person, from_at=at, **_spelled(person))


def _turn_spell(person: Person, *, at: datetime) -> None:
    current = PersonSpell.objects.filter(person=person, to_at=None)
    current.filter(from_at__gte=at).delete()
    current.update(to_at=at)
    _open_spell(person, at=at)


def tell_rights_changed(person: Person) -> None:
    """Call, after the commit, those who listen with `on_rights_changed`."""

    def tell() -> None:
        for listener in _on_rights_changed:
            listener(person)

    transaction.on_commit(tell, robust=True)


def find_unit(*, name: str, kind: str, parent: Unit | None = None) -> Unit:
    """The unit of that name under that parent, made if there is none."""
    unit, _created = Unit.objects.get_or_create(name_key=fold(name), kind=kind, parent=parent, defaults={"name": name.strip()})
    return unit
