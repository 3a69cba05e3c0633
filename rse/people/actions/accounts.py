"""What opens an account: its address, its staff number, its password."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rse.audit import log
from rse.lib.refusal import Refused
from rse.people.access import may_administer, may_edit, require
from rse.people.actions.people import check_email, check_password_strength, check_staff_number, tell_rights_changed
from rse.people.actions.tokens import forget_token
from rse.people.addresses import keep_in_step
from rse.people.models import Person


@transaction.atomic
def change_email(*, by: Person | None, person: Person, email: str, at: datetime) -> Person:
    """Give an account another address: its owner has confirmed it, or an administrator vouches for it.

    Raises Refused on what is no address, or that of another account.
    """
    require(may_edit(by, person))
    person = Person.objects.select_for_update().get(pk=person.pk)
    email = check_email(email, except_for=person)
    if email == person.email:
        return person
    person.email = email
    person.save(update_fields=["email"])
    log.record(actor=by, act="person.email", target_type="person", target_id=person.pk, at=at)
    return person


@transaction.atomic
def change_email_unconfirmed(*, by: Person | None, person: Person, email: str, at: datetime) -> Person:
    """`change_email` by the directory's side: the address counts as confirmed at once."""
    require(may_administer(by))
    person = change_email(by=by, person=person, email=email, at=at)
    keep_in_step(person)
    return person


@transaction.atomic
def change_staff_number(*, by: Person | None, person: Person, staff_number: str, at: datetime) -> Person:
    """Give, change or take away the number by which one also signs in. Raises Refused when it is taken."""
    require(may_administer(by))
    person = Person.objects.select_for_update().get(pk=person.pk)
    number = staff_number.strip() or None
    if number == person.staff_number:
        return person
    check_staff_number(number, except_for=person)
    person.staff_number = number
    person.save(update_fields=["staff_number"])
    log.record(actor=by, act="person.staff_number", target_type="person", target_id=person.pk, at=at)
    return person


@transaction.atomic
def change_password(*, by: Person | None, person: Person, password: str, at: datetime) -> Person:
    """Set a password, which ends every other session, socket and token. Raises Refused on a weak one; `person` is changed."""
    require(may_edit(by, person))
    if not person.is_active:
        raise Refused(_("This account is closed."))
    check_password_strength(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    forget_token(person)
    log.record(actor=by, act="person.password", target_type="person", target_id=person.pk, at=at)
    tell_rights_changed(person)
    return person
