"""What somebody said in the short poll, for themselves alone."""

from __future__ import annotations

from adoption.models import Nomination, Willing
from rse.people.models import Person


def nominations_of(person: Person) -> tuple[list[str], bool | None]:
    """The addresses they named, and what they said of being asked (None: nothing)."""
    named = Nomination.objects.filter(by_id=person.pk).values("named_id")
    emails = list(Person.objects.filter(pk__in=named).order_by("name_key").values_list("email", flat=True))
    return emails, Willing.objects.filter(person_id=person.pk).values_list("wishes", flat=True).first()
