"""People whose name begins so, of those whom one may see."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from communities import access
from communities.models import Community, Membership
from rse.lib.fold import fold
from rse.people.models import Person


def people_named(person: Person, beginning: str, *, community: Community | None = None, size: int = 8) -> Sequence[Person]:
    """Whose first or last name begins so: members of the community first. For completing a mention or an invitation."""
    named = so_named(access.people(person).filter(is_active=True), beginning)
    rows = list(named.select_related("unit", "site").order_by("name_key", "id")[: size * 4])
    if community is None:
        return rows[:size]
    ids = [row.pk for row in rows]
    inside = set(Membership.objects.filter(community=community, person__in=ids).values_list("person_id", flat=True))
    return sorted(rows, key=lambda row: row.pk not in inside)[:size]


def so_named(people: QuerySet[Person], beginning: str) -> QuerySet[Person]:
    """Those of whose names one begins so, for each word of `beginning`."""
    for word in fold(beginning).split(" "):
        if word:
            people = people.filter(Q(name_key__startswith=word) | Q(name_key__contains=f" {word}"))
    return people
