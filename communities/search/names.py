"""What the box of search suggests: people, communities and topics by the beginning of their names, and what one looked for last."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from communities import access
from communities.feeds.topics import TopicRow, topics
from communities.models import Community, RecentSearch
from communities.search.finding import Author, Place
from rse.lib.fold import fold
from rse.lib.prepared import Prepared, Statement
from rse.people.models import Person

PEOPLE, COMMUNITIES, TOPICS, RECENT = 5, 4, 3, 5
MAX_WORDS = 4
LEAST = 2  # letters


@dataclass(frozen=True)
class FoundPerson:
    """Somebody: what tells them from a namesake is their job and their site."""

    who: Author
    job_title: str
    site: str


@dataclass(frozen=True)
class FoundCommunity:
    place: Place
    purpose: str


@dataclass(frozen=True)
class Suggestions:
    """What may be meant by the first letters; before these, what one looked for last."""

    people: Sequence[FoundPerson] = ()
    communities: Sequence[FoundCommunity] = ()
    topics: Sequence[TopicRow] = ()
    recent: Sequence[str] = ()

    @property
    def count(self) -> int:
        return len(self.people) + len(self.communities) + len(self.topics) + len(self.recent)


def suggest(person: Person, typed: str) -> Suggestions:
    """For one or two letters the recent searches that begin so, from the second on what has such a name; each over what they may see."""
    key = fold(typed)
    recent = recent_searches(person, beginning=key)[:RECENT]
    if len(key) < LEAST:
        return Suggestions(recent=recent)
    return Suggestions(
        people=people_called(person, typed, size=PEOPLE),
        communities=communities_called(person, typed, size=COMMUNITIES),
        topics=topics(person, query=key, size=TOPICS) if " " not in key else [],
        recent=recent[:3],
    )


def recent_searches(person: Person, *, beginning: str = "") -> list[str]:
    """What this person looked for, the last first."""
    if not person.is_active:
        return []
    found = RecentSearch.objects.filter(person=person).order_by("-at", "-pk")
    if beginning:
        found = found.filter(words_key__startswith=beginning)
    return list(found.values_list("words", flat=True)[:10])


def people_called(person: Person, typed: str, *, size: int) -> list[FoundPerson]:
    """Open accounts of whose names one begins with each word. One query."""
    words = _words(typed)
    try:
        statement = _people(person.is_active, person.is_guest, len(words), size)
    except EmptyResultSet:
        return []
    rows = statement.rows(person=person.pk, **words) if words else []
    return [
        FoundPerson(Author(pk, f"{first} {last}".strip(), f"/people/{pk}/photo/{PurePosixPath(photo).stem}" if photo else ""), job, site)
        for pk, first, last, photo, job, site in rows
    ]


@cache
def _people(is_active: bool, is_guest: bool, words: int, size: int) -> Statement:
    return Statement(f"""
        SELECT p.id, p.first_name, p.last_name, p.photo, p.job_title, coalesce(s.name, '') FROM people_person p
        LEFT JOIN people_unit s ON s.id = p.site_id
        WHERE p.is_active AND {_begin("p.name_key", words)} AND p.id IN ({_seen.sql(is_active, is_guest, person=0)})
        ORDER BY p.name_key, p.id LIMIT {size}
    """)


@Prepared
def _seen(is_active: bool, is_guest: bool, *, person: int) -> QuerySet[Person, Any]:
    return access.people(access.as_viewer(person, is_active=is_active, is_guest=is_guest)).values_list("pk")


def communities_called(person: Person, typed: str, *, size: int) -> list[FoundCommunity]:
    """The communities that they may know of, in whose names a word begins with each of these; the largest first. One query."""
    words = _words(typed)
    try:
        statement = _communities(person.is_active, person.is_guest, len(words), size)
    except EmptyResultSet:
        return []
    rows = statement.rows(person=person.pk, **words) if words else []
    return [
        FoundCommunity(Place(pk, slug, name, "secret" if not listed else "open" if readers == "everyone" else "closed"), purpose)
        for pk, slug, name, readers, listed, purpose in rows
    ]


@cache
def _communities(is_active: bool, is_guest: bool, words: int, size: int) -> Statement:
    return Statement(f"""
        SELECT c.id, c.slug, c.name, c.readers, c.listed, c.purpose FROM communities_community c
        WHERE {_begin("c.name_key", words)} AND c.id IN ({_known.sql(is_active, is_guest, person=0)})
        ORDER BY c.archived_at IS NOT NULL, c.members_count DESC, c.name_key, c.id LIMIT {size}
    """)


@Prepared
def _known(is_active: bool, is_guest: bool, *, person: int) -> QuerySet[Community, Any]:
    return access.communities(access.as_viewer(person, is_active=is_active, is_guest=is_guest)).values_list("pk")


def _begin(column: str, words: int) -> str:
    """Each word begins the name or a word of it."""
    each = "(starts_with({0}, %(w{1})s) OR position(' ' || %(w{1})s IN {0}) > 0)"
    return " AND ".join(each.format(column, number) for number in range(words)) or "true"


def _words(typed: str) -> dict[str, str]:
    return {f"w{number}": word for number, word in enumerate(fold(typed).split()[:MAX_WORDS])}
