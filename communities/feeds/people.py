"""Lists of people: the directory, and those whose name begins so."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from communities import access
from communities.models import Community, Membership
from rse.lib.fold import fold
from rse.lib.pages import Page
from rse.people.models import Person

PEOPLE_PAGE = 40


def people_directory(
    person: Person, *, query: str = "", unit_id: int | None = None, after: str = "", size: int = PEOPLE_PAGE
) -> Page[Person]:
    """Open accounts by name; the cursor is "folded name|id" of the last row."""
    seen = so_named(access.people(person).filter(is_active=True), query)
    if unit_id is not None:
        seen = seen.filter(Q(unit=unit_id) | Q(site=unit_id))
    seen = _after(seen, after)
    rows = list(seen.select_related("unit", "site").order_by("name_key", "id")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.name_key}|{last.pk}" if last else None)


def people_named(person: Person, beginning: str, *, community: Community | None = None, size: int = 8) -> Sequence[Person]:
    """Whose first or last name begins so: members of the community first. For completing a mention or an invitation."""
    page = people_directory(person, query=beginning, size=size * 4)
    if community is None:
        return page.rows[:size]
    ids = [row.pk for row in page.rows]
    inside = set(Membership.objects.filter(community=community, person__in=ids).values_list("person_id", flat=True))
    return sorted(page.rows, key=lambda row: row.pk not in inside)[:size]


def so_named(people: QuerySet[Person], beginning: str) -> QuerySet[Person]:
    """Those of whose names one begins so, for each word of `beginning`."""
    for word in fold(beginning).split(" "):
        if word:
            people = people.filter(Q(name_key__startswith=word) | Q(name_key__contains=f" {word}"))
    return people


def _after(people: QuerySet[Person], cursor: str) -> QuerySet[Person]:
    name_key, _, id_ = cursor.rpartition("|")
    if not id_.isdigit() or len(id_) > 18:
        return people
    return people.filter(Q(name_key__gt=name_key) | Q(name_key=name_key, pk__gt=int(id_)))
