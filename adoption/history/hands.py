"""How an import writes: in ink, or in pencil, for a dry run that tells the same figures and leaves the database as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db import transaction

from communities.actions.imports import Spell, add_spells, found_imported
from communities.events import NewEvent, record_many
from communities.models import Community, MembershipSpell
from rse.people.actions.imports import Newcomer, create_people, set_managers
from rse.people.actions.people import find_unit
from rse.people.models import Person, Unit, UnitKind


class Hand(Protocol):
    """Everything that an import puts into the database."""

    def unit(self, name: str) -> Unit: ...
    def open_accounts(self, newcomers: Sequence[Newcomer]) -> dict[str, Person]: ...
    def set_managers(self, managers: dict[Person, Person]) -> None: ...
    def found(self, *, name: str, slug: str, access: str, at: datetime) -> Community: ...
    def add_spells(self, spells: Sequence[Spell]) -> int: ...
    def record(self, events: Sequence[NewEvent]) -> int: ...


class Ink:
    def __init__(self, by: Person | None, at: datetime) -> None:
        self.by, self.at = by, at

    def unit(self, name: str) -> Unit:
        return find_unit(name=name, kind=UnitKind.DEPARTMENT)

    def open_accounts(self, newcomers: Sequence[Newcomer]) -> dict[str, Person]:
        return create_people(newcomers, by=self.by, at=self.at)

    def set_managers(self, managers: dict[Person, Person]) -> None:
        set_managers(managers)

    def found(self, *, name: str, slug: str, access: str, at: datetime) -> Community:
        return found_imported(name=name, slug=slug, access=access, at=at)

    def add_spells(self, spells: Sequence[Spell]) -> int:
        return add_spells(spells)

    def record(self, events: Sequence[NewEvent]) -> int:
        """In a transaction of its own: what an interruption leaves undone, another run adds."""
        with transaction.atomic():
            return record_many(events)


class Pencil:
    """People and communities that would be new have negative keys, which nothing in the database has."""

    def __init__(self) -> None:
        self.made = 0

    def _key(self) -> int:
        self.made += 1
        return -self.made

    def unit(self, name: str) -> Unit:
        return Unit(name=name, kind=UnitKind.DEPARTMENT)

    def open_accounts(self, newcomers: Sequence[Newcomer]) -> dict[str, Person]:
        return {newcomer.number: Person(pk=self._key(), staff_number=newcomer.number) for newcomer in newcomers}

    def set_managers(self, managers: dict[Person, Person]) -> None:
        pass

    def found(self, *, name: str, slug: str, access: str, at: datetime) -> Community:
        return Community(pk=self._key(), name=name, slug=slug, created_at=at)

    def add_spells(self, spells: Sequence[Spell]) -> int:
        asked = {spell.community_id for spell in spells}
        known = set(MembershipSpell.objects.filter(community__in=asked).values_list("community_id", "person_id"))
        return sum((spell.community_id, spell.person_id) not in known for spell in spells)

    def record(self, events: Sequence[NewEvent]) -> int:
        return len(events)
