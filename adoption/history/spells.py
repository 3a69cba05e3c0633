"""People and memberships as of a date: who was there, in which unit, who animated what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.history.places import FOREVER, Place
from adoption.science.figures import Bools, Ints
from rse.lib.bulk import copy_out
from rse.people.models import Unit

TEAM = "ARRAY['pilot', 'admin']::varchar[]"
_MS = "(extract(epoch FROM {0}) * 1000)::bigint"
_FROM, _TO = _MS.format("from_at"), f"coalesce({_MS.format('to_at')}, {FOREVER})"


@dataclass(frozen=True)
class People:
    """Dated spells of people, sorted by person then date; all of shape (n,)."""

    person: Ints
    start: Ints
    end: Ints
    unit: Ints  # 0: none
    manager: Ints  # 0: none
    guest: Bools
    active: Bools
    team: Bools  # pilots and administrators
    sponsor: Bools

    def at(self, ms: int) -> Bools:
        """Spells that run at an instant."""
        return (self.start <= ms) & (ms < self.end)

    def as_of(self, person: Ints, ms: Ints) -> Ints:
        """The spell of each person at each instant, their first one before it, -1 for whoever is unknown. Shape of `person`."""
        if not len(self.person):
            return np.full(len(person), -1)
        ids, first = np.unique(self.person, return_index=True)
        rank = np.searchsorted(ids, person).clip(0, len(ids) - 1)
        known = ids[rank] == person
        own = np.searchsorted(ids, self.person)
        found = np.searchsorted((own << 43) | self.start, (rank << 43) | ms, side="right") - 1
        return np.where(known, np.maximum(found, first[rank]), -1)

    def listed(self, ms: int) -> Ints:
        """Everyone who is, or will be, an employee and has not left at an instant."""
        gone = np.unique(self.person[self.at(ms) & ~self.active])
        return np.setdiff1d(np.unique(self.person[~self.guest]), gone)


def load_people() -> People:
    rows = copy_out(
        f"SELECT person_id, {_FROM}, {_TO}, coalesce(unit_id, 0), coalesce(manager_id, 0), is_guest::int::bigint, is_active::int::bigint, "
        f"(roles && {TEAM})::int::bigint, ('sponsor' = ANY(roles))::int::bigint FROM people_personspell ORDER BY person_id, from_at, id",
        9,
    )
    flags = rows[:, 5:9].astype(bool)
    return People(
        rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3], rows[:, 4], flags[:, 0], flags[:, 1], flags[:, 2], flags[:, 3]
    )  # fmt: skip


@dataclass(frozen=True)
class Members:
    """Dated memberships of the readable communities; all of shape (n,)."""

    community: Ints
    person: Ints
    start: Ints
    end: Ints
    animates: Bools

    def at(self, ms: int) -> Bools:
        return (self.start <= ms) & (ms < self.end)

    def animated(self, community: Ints, person: Ints, ms: Ints) -> Bools:
        """Whether each person animated each community at each instant. Shape of `person`."""
        rows = np.flatnonzero(self.animates)
        width = np.int64(max(int(self.person.max(initial=0)), int(person.max(initial=0))) + 1)
        keys = self.community[rows] * width + self.person[rows]
        return running(keys, self.start[rows], self.end[rows], community * width + person, ms)


def running(keys: Ints, start: Ints, end: Ints, asked: Ints, ms: Ints) -> Bools:
    """Whether a spell of each key `asked` runs at each instant; spells of one key do not overlap. Shape of `asked`."""
    if not len(keys):
        return np.zeros(len(asked), dtype=np.bool_)
    order = np.lexsort((start, keys))
    known = np.unique(keys)
    rank, own = np.searchsorted(known, asked).clip(0, len(known) - 1), np.searchsorted(known, keys[order])
    found = np.searchsorted((own << 43) | start[order], (rank << 43) | ms, side="right") - 1
    at = found.clip(0)
    there: Bools = (known[rank] == asked) & (found >= 0) & (own[at] == rank) & (ms < end[order[at]])
    return there


def load_members(readable: dict[int, Place]) -> Members:
    rows = copy_out(
        f"SELECT community_id, person_id, {_FROM}, {_TO}, (role IN ('owner', 'animator'))::int::bigint "
        "FROM communities_membershipspell ORDER BY community_id, person_id, from_at, id",
        5,
    )
    rows = rows[np.isin(rows[:, 0], np.array(list(readable), dtype=np.int64))]
    return Members(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3], rows[:, 4].astype(bool))


def under(units: list[int]) -> Ints:
    """These units and all those below them."""
    children: dict[int | None, list[int]] = {}
    for unit, parent in Unit.objects.values_list("id", "parent_id"):
        children.setdefault(parent, []).append(unit)
    found, waiting = set[int](), list(units)
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting += children.get(unit, [])
    return np.array(sorted(found), dtype=np.int64)
