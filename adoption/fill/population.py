"""Who is counted in a week: the target of the perimeter, those of it who have an open account, the members of each community."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.history import Members, People, Place, load_members, load_people, places, running
from adoption.history.clock import end_ms
from adoption.history.places import FOREVER
from adoption.history.spells import under
from adoption.models import Basis, Perimeter, Pioneer, PseudonymKey
from adoption.models.pseudonyms import pseudonyms
from adoption.science.figures import Bools, Ints


@dataclass(frozen=True)
class Population:
    """People, memberships and perimeters, loaded once for a whole fill."""

    places: dict[int, Place]
    people: People
    members: Members
    perimeters: list[Perimeter]
    ids: Ints  # every known person, sorted
    hashed: Ints  # the pseudonym of each of them
    pioneers: Ints  # person, from, to in milliseconds; shape (spells, 3)

    def pseudonym(self, person: Ints) -> Ints:
        """Pseudonyms of people who are all known. Shape of `person`."""
        return self.hashed[np.searchsorted(self.ids, person)]

    def ids_of(self, hashed: Ints) -> Ints:
        """The people of pseudonyms, those of nobody known left out."""
        order = np.argsort(self.hashed)
        at = np.searchsorted(self.hashed, hashed, sorter=order).clip(0, len(order) - 1)
        found: Ints = self.ids[order[at]][self.hashed[order[at]] == hashed]
        return found

    def counted(self, actor: Ints, ms: Ints) -> tuple[Ints, Bools]:
        """The spell of each actor at each instant, and whether they are in the figures then: known, and no guest."""
        spell = self.people.as_of(actor, ms)
        inside: Bools = (spell >= 0) & ~self.people.guest[spell] if len(self.people.person) else np.zeros(len(actor), np.bool_)
        return spell, inside

    def animate(self, spell: Ints, community: Ints, actor: Ints, ms: Ints) -> Bools:
        """Who animated the community, or was of the project team, at each instant."""
        return self.people.team[spell] | self.members.animated(community, actor, ms)

    def pioneer(self, person: Ints, ms: Ints) -> Bools:
        """Who was a pioneer at each instant."""
        return running(self.pioneers[:, 0], self.pioneers[:, 1], self.pioneers[:, 2], person, ms)

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

    def animators(self, week: int) -> tuple[Ints, Ints]:
        """(community, person) of the animations that run at a week's end; all of them and the project team animate the network (0)."""
        until = end_ms(week)
        at = self.members.at(until - 1) & self.members.animates
        team = self.people.at(until - 1) & self.people.team
        community, person = self.members.community[at], self.members.person[at]
        network = np.concatenate([person, self.people.person[team]])
        return np.concatenate([community, np.zeros(len(network), dtype=np.int64)]), np.concatenate([person, network])

    def units(self, week: int) -> tuple[Ints, Ints]:
        """(unit, person) of the people of the target with an open account at the week's end; unit 0: none."""
        _, opened, _ = self.network(week)
        spell = self.people.as_of(opened, np.full(len(opened), end_ms(week) - 1))
        return self.people.unit[spell], opened


def load_population(key: PseudonymKey) -> Population:
    readable, people = places(), load_people()
    ids = np.unique(people.person)
    hashed = pseudonyms(bytes(key.key), ids)
    return Population(readable, people, load_members(readable), list(Perimeter.objects.all()), ids, hashed, _pioneers())


def _pioneers() -> Ints:
    spells = [
        (one.person_id, int(one.from_at.timestamp() * 1000), int(one.to_at.timestamp() * 1000) if one.to_at else FOREVER)
        for one in Pioneer.objects.order_by("id")
    ]
    return np.array(spells, dtype=np.int64).reshape(-1, 3)
