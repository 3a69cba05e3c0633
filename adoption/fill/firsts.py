"""First weeks: who came, contributed and wrote in each place for the first time, found once and kept."""

from __future__ import annotations

import numpy as np
from django.db import connection

from adoption.fill.crowds import Keys, keys
from adoption.fill.rows import Traces
from adoption.models import PersonFirst
from adoption.science.figures import Ints
from rse.lib.bulk import copy_in, copy_out


def forget_firsts(week: int) -> None:
    """Drop the firsts of this week and of those after it: they are found anew when these weeks are written."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM adoption_personfirst WHERE week >= %s", [week])


class Firsts:
    """Remembers who did what where; `ids` are the communities, sorted, 0 (outside of any) first."""

    def __init__(self, ids: Ints, before: int) -> None:
        self.ids = ids
        self.known: dict[int, Keys] = {}
        for kind in (PersonFirst.CAME, PersonFirst.CONTRIBUTED, PersonFirst.WROTE):
            community, person = known_before(before, kind).T
            shown = np.isin(community, ids)
            self.known[kind] = np.sort(keys(np.searchsorted(ids, community[shown]), person[shown]))

    def add(self, week: int, traces: Traces) -> None:
        """Keep who did something in this week for the first time; the weeks before it must have been added."""
        self._add(week, PersonFirst.CAME, traces.place, traces.person)
        for kind, chosen in ((PersonFirst.CONTRIBUTED, traces.contributed), (PersonFirst.WROTE, traces.wrote)):
            self._add(week, kind, traces.place[chosen], traces.person[chosen])

    def _add(self, week: int, kind: int, place: Ints, person: Ints) -> None:
        known, found = self.known[kind], keys(place, person)
        at = np.searchsorted(known, found)
        new = (known[at.clip(0, len(known) - 1)] != found) if len(known) else np.ones(len(found), dtype=np.bool_)
        order = np.argsort(found[new])
        self.known[kind] = np.insert(known, at[new][order], found[new][order])
        count = int(new.sum())
        copy_in(
            "adoption_personfirst",
            [
                ("kind", "i2", np.full(count, kind)),
                ("community_id", "i8", self.ids[place[new]]),
                ("person", "i8", person[new]),
                ("week", "i4", np.full(count, week)),
            ],
        )


def known_before(week: int, kind: int) -> Ints:
    """(community, person) of everyone who had done this before a week; shape (rows, 2)."""
    return copy_out(f"SELECT community_id, person FROM adoption_personfirst WHERE kind = {kind:d} AND week < {week:d}", 2)


def first_traces() -> Ints:
    """(community, week) of the first trace of each community; shape (communities, 2)."""
    return copy_out(f"SELECT community_id, min(week)::bigint FROM adoption_personfirst WHERE kind = {PersonFirst.CAME:d} GROUP BY 1", 2)
