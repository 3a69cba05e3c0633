"""The pilot's list of pioneers: who they are and since when; nothing of what they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adoption.models import Pioneer
from rse.people.models import Person


@dataclass(frozen=True)
class Named:
    """A pioneer of today."""

    person: Person
    since: datetime


def pioneers_of_today() -> tuple[Named, ...]:
    """By name."""
    since = dict(Pioneer.objects.filter(to_at=None).values_list("person_id", "from_at"))
    people = Person.objects.filter(pk__in=since).select_related("unit").order_by("name_key", "id")
    return tuple(Named(person, since[person.pk]) for person in people)
