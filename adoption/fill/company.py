"""The whole organisation as arrays, beside its evidence: first contributions, who turned to whom, managers, communities."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adoption.fill.gather import Gatherer
from adoption.history import access_changes
from adoption.history.clock import end_ms, zone
from adoption.metrics.company import NEVER, Company, Firsts, Places, Team, Turns
from adoption.metrics.evidence import YEARS, Evidence
from adoption.metrics.series import Series
from adoption.models import NETWORK
from adoption.science import weeks
from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Bools, Ints
from rse.lib.bulk import copy_out

PANEL = 52  # weeks of managers


def company(gather: Gatherer, evidence: Evidence, known: Mapping[int, Series]) -> Company:
    """Of the network's evidence; `known` are the series of its communities that are studied, up to the same week."""
    firsts = copy_out(
        f"SELECT week::bigint, person, unit_id, trigger, kind::bigint FROM adoption_recruit WHERE week <= {gather.week:d} ORDER BY week", 5
    )
    turns = copy_out(
        "SELECT week::bigint, person, target, sum(replies + reactions)::bigint FROM adoption_tieweek "
        f"WHERE week > {gather.week - YEARS:d} AND week <= {gather.week:d} GROUP BY week, person, target",
        4,
    )
    numbers = _Numbers(evidence.pseudonyms, np.concatenate([firsts[:, 1], firsts[:, 3], turns[:, 1], turns[:, 2]]))
    spells = gather.population.pioneers
    person = numbers.of(turns[:, 1])
    return Company(
        people=len(numbers),
        firsts=Firsts(firsts[:, 0], numbers.of(firsts[:, 1]), firsts[:, 2], numbers.of(firsts[:, 3]), firsts[:, 4]),
        turns=Turns(turns[:, 0], person, numbers.of(turns[:, 2]), turns[:, 3], _pioneers(gather, numbers, person, turns[:, 0])),
        team=_team(gather, evidence),
        places=_places(gather, known),
        pioneer_since=_since(gather, numbers, len(evidence), spells),
    )


class _Numbers:
    """Dense numbers of pseudonyms: the eligible people in their order, then everybody else."""

    def __init__(self, eligible: Ints, all_: Ints) -> None:
        others = np.setdiff1d(all_[all_ != 0], eligible)
        self.known = np.concatenate([eligible, others])
        self.order = np.argsort(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def of(self, people: Ints) -> Ints:
        """NEVER for nobody and for whoever is not known."""
        if not len(self.known):
            return np.full(len(people), NEVER)
        at = np.searchsorted(self.known, people, sorter=self.order).clip(0, len(self.known) - 1)
        return np.where(self.known[self.order[at]] == people, self.order[at], NEVER)


def _pioneers(gather: Gatherer, numbers: _Numbers, person: Ints, week: Ints) -> Bools:
    """Whether each person was a pioneer in each week."""
    found = np.zeros(len(person), dtype=np.bool_)
    for one, start, end in gather.population.pioneers.tolist():
        number = _number(gather, numbers, one)
        found |= (person == number) & (week >= weeks.week_of_ms(start, zone())) & (week <= weeks.week_of_ms(min(end, _now(gather)), zone()))
    return found


def _now(gather: Gatherer) -> int:
    return end_ms(gather.week)


def _number(gather: Gatherer, numbers: _Numbers, person: int) -> int:
    known = np.searchsorted(gather.population.ids, person)
    if known == len(gather.population.ids) or gather.population.ids[known] != person:
        return NEVER - 1
    return int(numbers.of(gather.population.hashed[known : known + 1])[0])


def _since(gather: Gatherer, numbers: _Numbers, people: int, spells: Ints) -> Ints:
    since = np.full(people, NEVER)
    for one, start, _ in spells.tolist()[::-1]:
        number = _number(gather, numbers, one)
        week = weeks.week_of_ms(start, zone())
        if 0 <= number < people and week <= gather.week:
            since[number] = week
    return since


def _team(gather: Gatherer, evidence: Evidence) -> Team:
    """Who managed whom when each week ended."""
    population = gather.population
    first = max(int(evidence.series.weeks[0]), gather.week - PANEL + 1)
    asked = np.arange(first, gather.week + 1)
    ids = population.ids_of(evidence.pseudonyms)
    order = np.argsort(ids)
    manager = np.full((len(asked), len(ids)), NEVER)
    for row, week in enumerate(asked.tolist()):
        spell = population.people.as_of(ids, np.full(len(ids), end_ms(week) - 1))
        boss = population.people.manager[spell] if len(ids) else np.zeros(0, np.int64)
        at = np.searchsorted(ids, boss, sorter=order).clip(0, max(len(ids) - 1, 0))
        manager[row] = np.where(ids[order[at]] == boss, order[at], NEVER) if len(ids) else manager[row]
    return Team(asked, manager)


def _places(gather: Gatherer, known: Mapping[int, Series]) -> Places:
    ids = np.array(sorted(id_ for id_ in known if id_ != NETWORK and id_ in gather.population.places), dtype=np.int64)
    first = int(known[NETWORK].weeks[0])
    span = gather.week - first + 1
    contributors, y = np.zeros((span, len(ids)), dtype=np.int64), np.full((span, len(ids)), np.nan)
    opened = np.zeros(len(ids), dtype=np.int64)
    for at, id_ in enumerate(ids.tolist()):
        series = known[id_]
        rows = series.weeks - first
        inside = rows >= 0
        members = series.floats("eligible")[inside]
        contributors[rows[inside], at] = series.counts["contributors28"][inside]
        y[rows[inside], at] = np.divide(series.floats("eligible28")[inside], members, out=np.full(len(members), np.nan), where=members > 0)
        opened[at] = gather.week - series.last("age") - first
    community, member = gather.population.communities(gather.week)
    members_of = [np.unique(member[community == id_]) for id_ in ids.tolist()]
    home, size = _homes(gather, members_of)
    is_open = np.array([gather.population.places[int(id_)].access == "open" for id_ in ids], dtype=np.bool_)
    changed, was_open = _changes(ids, is_open, first)
    return Places(
        id=ids,
        open=is_open,
        opened=opened,
        home=home,
        home_size=size,
        changed=changed,
        was_open=was_open,
        contributors28=contributors,
        y=y,
        members=tuple(gather.population.pseudonym(one) for one in members_of),
    )


def _homes(gather: Gatherer, members_of: list[Ints]) -> tuple[Ints, Ints]:
    """The unit of most members of each community, and how many people it has."""
    unit, person = gather.population.units(gather.week)
    order = np.argsort(person)
    person, unit = person[order], unit[order]
    sizes = dict(zip(*(values.tolist() for values in np.unique(unit, return_counts=True)), strict=True))
    home, size = np.full(len(members_of), NO_UNIT), np.zeros(len(members_of), dtype=np.int64)
    for at, members in enumerate(members_of):
        here = unit[np.isin(person, members)]
        units, count = np.unique(here[here != 0], return_counts=True)
        if len(units):
            home[at] = units[np.argmax(count)]
            size[at] = sizes[int(home[at])]
    return home, size


def _changes(ids: Ints, is_open: Bools, first: int) -> tuple[Ints, Bools]:
    """Week of each community's first change of access, from the first of the history, and whether it was open before."""
    known = access_changes()
    changed, was_open = np.full(len(ids), NEVER), is_open.copy()
    for at, id_ in enumerate(ids.tolist()):
        if id_ in known:
            ms, was_open[at] = known[id_]
            changed[at] = weeks.week_of_ms(ms, zone()) - first
    return changed, was_open
