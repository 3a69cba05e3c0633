"""Who may see and change what about a person. Who is seen by whom is decided where communities are known, and told here."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from rse.people.models import Person, Role

PeopleRule = Callable[[Person], QuerySet[Person]]


def _without_communities(person: Person) -> QuerySet[Person]:
    """Employees see each other; a guest sees nobody."""
    if person.is_guest or not person.is_active:
        return Person.objects.filter(pk=person.pk, is_active=True)
    return Person.objects.filter(is_guest=False)


_rule: list[PeopleRule] = [_without_communities]


def decide_people_by(rule: PeopleRule) -> None:
    """Have `rule` say whom a person may see."""
    _rule[:] = [rule]


def people(person: Person) -> QuerySet[Person]:
    """The people whom this person may see, closed accounts included."""
    return _rule[0](person)


def get_person_or_404(person: Person, id_: int) -> Person:
    if (found := people(person).filter(pk=id_).first()) is None:
        raise Http404
    return found


def may_edit(by: Person | None, person: Person) -> bool:
    """One's own account, anybody's for an administrator, and everything for a command (`by` is None)."""
    return by is None or (by.is_active and by.pk == person.pk) or by.has_role(Role.ADMIN)


def may_administer(by: Person | None) -> bool:
    """Change what the directory says, and open or close accounts."""
    return by is None or by.has_role(Role.ADMIN)


def may_import_people(by: Person | None) -> bool:
    """Take a staff list: administrators; pilots too, who cannot touch the address nor the account of whoever has a role."""
    return by is None or by.has_role(Role.ADMIN, Role.PILOT)


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
