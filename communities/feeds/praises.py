"""What the card of a praise shows, and the praise that someone received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from communities import access
from communities.models import PraisedPerson
from rse.lib.prepared import Prepared, PreparedRows, any_of
from rse.people.models import Person

MAX_SHOWN = 5


@dataclass(frozen=True)
class PraiseRow:
    """Whom a post praises, in the order of names, and what for."""

    what_for: str
    people: tuple[Person, ...]


class PraiseReceived(NamedTuple):
    """A post that praises someone: by whom, what for."""

    post_id: int
    what_for: str
    at: datetime
    by: str


def praises_of(post_ids: Sequence[int]) -> dict[int, PraiseRow]:
    """Post -> its praise, in one query."""
    praised: dict[int, list[PraisedPerson]] = {}
    for row in _praised(posts=post_ids):
        praised.setdefault(row.praise_id, []).append(row)
    return {id_: PraiseRow(rows[0].praise.what_for, tuple(row.person for row in rows)) for id_, rows in praised.items()}


@PreparedRows
def _praised(*, posts: Sequence[int]) -> QuerySet[PraisedPerson, PraisedPerson]:
    rows = PraisedPerson.objects.filter(any_of("praise", posts)).select_related("praise", "person")
    return rows.order_by("person__name_key", "person")


def praise_received(person: Person, praised: Person, *, size: int = MAX_SHOWN) -> list[PraiseReceived]:
    """The newest praise of someone, of what the viewer may read; one query."""
    rows = _received(person.is_active, person.is_guest, size, person=person.pk, praised=praised.pk)
    return [PraiseReceived(id_, what_for, at, f"{first} {last}") for id_, what_for, at, first, last in rows]


@Prepared
def _received(is_active: bool, is_guest: bool, limit: int, *, person: int, praised: int) -> QuerySet[PraisedPerson, Any]:
    readable = access.posts(access.as_viewer(person, is_active=is_active, is_guest=is_guest))
    rows = PraisedPerson.objects.filter(person=praised, praise__post__in=readable.values("pk")).order_by("-praise")
    columns = ("praise", "praise__what_for", "praise__post__at", "praise__post__author__first_name", "praise__post__author__last_name")
    return rows.values_list(*columns)[:limit]
