"""Who may know that somebody is here: whoever may see them, when they chose to show it, unless they blocked them."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from communities.access.sight import people, people_among
from communities.models import Level, PersonLevel
from rse.people.models import Person


def shown_to(person: Person, ids: Collection[int]) -> "QuerySet[Person]":
    """Of these people, those whose being here this person may know of, if they are. Oneself is left out."""
    blocked = PersonLevel.objects.filter(person=person, level=Level.BLOCK).values("other")
    showing = people(person).filter(pk__in=ids, is_active=True, shows_presence=True)
    return showing.exclude(pk=person.pk).exclude(pk__in=blocked)


def watchers_among(ids: Collection[int], other: Person, *, is_here: bool = True) -> set[int]:
    """The same asked the other way: which of these people may know that `other` is here, or that they are no more."""
    if is_here and not (other.is_active and other.shows_presence):
        return set()
    blocking = PersonLevel.objects.filter(person=OuterRef("pk"), other=other, level=Level.BLOCK)
    candidates = Person.objects.filter(~Exists(blocking), pk__in=ids, is_active=True).exclude(pk=other.pk)
    return set(people_among(candidates, seen=other).values_list("pk", flat=True))
