"""The staff as arrays, for choosing whom to ask first: who is there, who manages whom, who is nominated. Never what anybody does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from adoption.history.spells import under
from adoption.models import Nomination, Perimeter, Willing
from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Bools, Ints
from adoption.science.seeding import Graph, Layer, combine, groups, pairs
from rse.people.models import Person

LINE, NAMED, UNIT, SITE = 2.0, 3.0, 1.0, 0.25  # weights of a tie, ours
SEED = 20


@dataclass(frozen=True)
class Staff:
    """People of the target by position; all of shape (people,). `unit`, `site`: positions in `units` and `sites`, NO_UNIT for none.

    `manager`: the position of each person's manager, -1 for none or one outside; `named`: by how many colleagues each is nominated.
    """

    ids: Ints
    unit: Ints
    site: Ints
    manager: Ints
    named: Ints
    willing: Bools
    able: Bools  # may be suggested
    units: Ints
    sites: Ints
    graph: Graph

    def places(self, ids: Collection[int]) -> Ints:
        """The positions of those of these people who are here, in the order given."""
        place = {int(id_): spot for spot, id_ in enumerate(self.ids)}
        return np.array([place[id_] for id_ in ids if id_ in place], dtype=np.int64)

    def reports(self) -> Ints:
        """How many people each manages. Shape (people,)."""
        return np.bincount(self.manager[self.manager >= 0], minlength=len(self.ids)).astype(np.int64)


def load_staff() -> Staff:
    """The employees with an open account in the present target."""
    rows = Person.objects.filter(is_active=True, is_guest=False).order_by("pk").values_list("pk", "unit_id", "site_id", "manager_id")
    found = np.array([[pk, unit or 0, site or 0, manager or 0] for pk, unit, site, manager in rows], dtype=np.int64).reshape(-1, 4)
    found = found[_in_target(found)]
    ids = found[:, 0]
    units, unit = _places(found[:, 1])
    sites, site = _places(found[:, 2])
    manager = _among(ids, found[:, 3])
    said = np.array(Nomination.objects.order_by("id").values_list("by_id", "named_id"), dtype=np.int64).reshape(-1, 2)
    by, named = _among(ids, said[:, 0]), _among(ids, said[:, 1])
    both = (by >= 0) & (named >= 0)
    wishes = dict(Willing.objects.values_list("person_id", "wishes"))
    return Staff(
        ids=ids, unit=unit, site=site, manager=manager, units=units, sites=sites,
        named=np.bincount(named[named >= 0], minlength=len(ids)).astype(np.int64),
        willing=np.array([wishes.get(int(id_)) is True for id_ in ids], dtype=np.bool_),
        able=np.array([wishes.get(int(id_)) is not False for id_ in ids], dtype=np.bool_),
        graph=_graph(len(ids), unit, site, manager, pairs(by[both], named[both], NAMED)),
    )  # fmt: skip


def _graph(people: int, unit: Ints, site: Ints, manager: Ints, named: Layer) -> Graph:
    everybody, led = np.arange(people), np.flatnonzero(manager >= 0)
    lines = pairs(led, manager[led], LINE)
    return combine(people, [lines, named, groups(everybody, unit, UNIT, SEED), groups(everybody, site, SITE, SEED + 1)])


def _in_target(rows: Ints) -> Bools:
    perimeter = Perimeter.objects.order_by("-from_at", "-id").first()
    if perimeter is None or not perimeter.unit_ids:
        return np.ones(len(rows), dtype=np.bool_)
    chosen = under(list(perimeter.unit_ids))
    return np.asarray(np.isin(rows[:, 1], chosen) | np.isin(rows[:, 2], chosen))


def _places(values: Ints) -> tuple[Ints, Ints]:
    known = np.unique(values[values > 0])
    return known, np.where(values > 0, np.searchsorted(known, values), NO_UNIT)


def _among(ids: Ints, asked: Ints) -> Ints:
    """The position of each of these in the sorted `ids`, -1 for who is not there."""
    if not len(ids):
        return np.full(len(asked), -1)
    spot = np.searchsorted(ids, asked).clip(0, len(ids) - 1)
    return np.where(ids[spot] == asked, spot, -1)
