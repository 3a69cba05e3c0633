"""Who is counted in a week: the target of the perimeter, those of it who have an open account, the members of each community."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.history import Members, People, Place, load_members, load_people, places
from adoption.history.clock import end_ms
from adoption.history.spells import under
from adoption.models import Basis, Perimeter, PseudonymKey
from adoption.models.pseudonyms import pseudonyms
from adoption.science.figures import Ints


@dataclass(frozen=True)
class Population:
    """People, memberships and perimeters, loaded once for a whole fill."""

    places: dict[int, Place]
    people: People
    members: Members
    perimeters: list[Perimeter]
    ids: Ints  # every known person, sorted
    hashed: Ints  # the pseudonym of each of them

    def pseudonym(self, person: Ints) -> Ints:
        """Pseudonyms of people who are all known. Shape of `person`."""
        return self.hashed[np.searchsorted(self.ids, person)]

    def perimeter(self, week: int) -> Perimeter | None:
        """The perimeter in force when a week ended."""
        until = end_ms(week)
        return next((p for p in reversed(self.perimeters) if p.from_at.timestamp() * 1000 <= until), None)

    def network(self, week: int) -> tuple[Ints, Ints, int]:
        """Ids of the target, ids of those of them with an open account at the week's end, and the size of the target."""
        perimeter, until = self.perimeter(week), end_ms(week)
        present = self.people.at(until - 1) & self.people.active & ~self.people.guest
        if perimeter is not None and perimeter.unit_ids:
            present &= np.isin(self.people.unit, under(perimeter.unit_ids))
        opened = np.unique(self.people.person[present])
        listed = perimeter is not None and perimeter.basis == Basis.LISTED and not perimeter.unit_ids
        target = self.people.listed(until - 1) if listed else opened
        headcount = perimeter.headcount if perimeter is not None else None
        return target, opened, max(headcount or 0, len(target))

    def communities(self, week: int) -> tuple[Ints, Ints]:
        """(community, person) of the members at the week's end whose account is open, employees only."""
        until = end_ms(week)
        at = self.members.at(until - 1)
        community, person = self.members.community[at], self.members.person[at]
        spell = self.people.as_of(person, np.full(len(person), until - 1))
        fit = (spell >= 0) & self.people.active[spell] & ~self.people.guest[spell]
        return community[fit], person[fit]

    def animators(self, week: int) -> Ints:
        """The community of each animation that runs at the week's end; the project team counts for the network (0)."""
        until = end_ms(week)
        at = self.members.at(until - 1) & self.members.animates
        team = self.people.at(until - 1) & self.people.team
        return np.concatenate([self.members.community[at], np.zeros(int(team.sum()) + int(at.sum()), dtype=np.int64)])


def load_population(key: PseudonymKey) -> Population:
    readable, people = places(), load_people()
    ids = np.unique(people.person)
    return Population(readable, people, load_members(readable), list(Perimeter.objects.all()), ids, pseudonyms(bytes(key.key), ids))
