"""The rollups of one scope, as the arrays that its study is worked out from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from adoption.fill.population import Population
from adoption.history.clock import end_ms, working_clock, zone
from adoption.metrics.evidence import HALF_YEAR, OUTSIDE, YEARS, Activity, Evidence, Lives, Towards
from adoption.metrics.series import Series
from adoption.models import NETWORK, PersonFirst
from adoption.science import weeks
from adoption.science.conversation import Clock
from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Ints
from rse.lib.bulk import copy_out
from rse.people.models import Unit

SUMMED = (
    "visits", "profile_views", "posts", "comments", "reactions", "mentions", "follows", "invites", "contributions",
)  # fmt: skip
AGAIN = 4  # weeks after a first post in which its author may write again


@dataclass(frozen=True)
class Gatherer:
    """What the scopes of one week have in common, loaded once."""

    population: Population
    week: int
    clock: Clock
    lives: Ints  # community and the columns of Lives; shape (threads, 12)
    unit_names: dict[int, str]

    def evidence(self, series: Series) -> Evidence:
        """Of the scope of a series that ends with the asked week."""
        scope = series.community_id
        ids, since = self._people(scope)
        known = self.population.pseudonym(ids)
        order = np.argsort(known)
        ids, since, known = ids[order], since[order], known[order]
        unit, unit_ids = self._units(ids)
        community, animator = self.population.animators(self.week)
        lives = self.lives if scope == NETWORK else self.lives[self.lives[:, 0] == scope]
        return Evidence(
            community_id=scope,
            week=self.week,
            series=series,
            pseudonyms=known,
            unit=unit,
            unit_ids=unit_ids,
            unit_names=tuple(self.unit_names.get(id_, "") for id_ in unit_ids.tolist()),
            weeks_known=np.maximum(self.week - since + 1, 0),
            animates=np.isin(ids, animator[community == scope]),
            ever_visited=np.isin(known, _ever(scope)),
            activity=_activity(scope, self.week, known),
            ties=_towards(scope, self.week, known),
            lives=Lives(*lives[:, 1:].T),
            now_ms=end_ms(self.week),
            clock=self.clock,
        )

    @cached_property
    def placed(self) -> list[tuple[Ints, Ints]]:
        """Unit and pseudonym of the people of the target who have access, at the end of each of the last 26 weeks."""
        found = []
        for week in range(self.week - HALF_YEAR + 1, self.week + 1):
            unit, person = self.population.units(week)
            found.append((unit, self.population.pseudonym(person)))
        return found

    def _people(self, scope: int) -> tuple[Ints, Ints]:
        """Ids of the people eligible at the week's end, and the week each became so."""
        until, population = end_ms(self.week), self.population
        if scope == NETWORK:
            _, ids, _ = population.network(self.week)
            person, start = population.people.person, population.people.start
        else:
            community, member = population.communities(self.week)
            ids = np.unique(member[community == scope])
            own = population.members.community == scope
            person, start = population.members.person[own], population.members.start[own]
        first = np.full(len(ids), until)
        at = np.searchsorted(ids, person).clip(0, max(len(ids) - 1, 0))
        there = ids[at] == person if len(ids) else np.zeros(0, np.bool_)
        np.minimum.at(first, at[there], start[there])
        starts = weeks.week_bounds(0, self.week, zone())
        return ids, np.searchsorted(starts, first, side="right") - 1

    def _units(self, ids: Ints) -> tuple[Ints, Ints]:
        """The dense unit of each person at the week's end, and the units in the order of their numbers."""
        spell = self.population.people.as_of(ids, np.full(len(ids), end_ms(self.week) - 1))
        unit = self.population.people.unit[spell] if len(ids) else np.zeros(0, np.int64)
        units = np.unique(unit[unit != 0])
        dense = np.searchsorted(units, unit).clip(0, max(len(units) - 1, 0))
        return np.where(unit != 0, dense, NO_UNIT), units


def gatherer(population: Population, week: int) -> Gatherer:
    """What studies of one week are made from."""
    clock = working_clock(week - HALF_YEAR - 1, week + 2)
    return Gatherer(population, week, clock, _lives(week), dict(Unit.objects.values_list("id", "name")))


def _where(scope: int) -> str:
    return "" if scope == NETWORK else f" AND community_id = {scope:d}"


def _activity(scope: int, week: int, known: Ints) -> Activity:
    sums = ", ".join(f"sum({name})::bigint" for name in SUMMED)
    rows = copy_out(
        f"SELECT week::bigint, person, {sums} FROM adoption_personweek WHERE week > {week - YEARS:d} AND week <= {week:d}{_where(scope)} "
        "GROUP BY week, person",
        2 + len(SUMMED),
    )
    return Activity(rows[:, 0], _positions(rows[:, 1], known), rows[:, 1], *rows[:, 2:].T)


def _towards(scope: int, week: int, known: Ints) -> Towards:
    rows = copy_out(
        "SELECT week::bigint, person, target, sum(replies)::bigint, sum(reactions)::bigint, sum(mentions)::bigint FROM adoption_tieweek "
        f"WHERE week > {week - HALF_YEAR:d} AND week <= {week:d} AND replies + reactions + mentions > 0{_where(scope)} "
        "GROUP BY week, person, target",
        6,
    )
    return Towards(rows[:, 0], _positions(rows[:, 1], known), _positions(rows[:, 2], known), *rows[:, 3:].T)


def _positions(people: Ints, known: Ints) -> Ints:
    if not len(known):
        return np.full(len(people), OUTSIDE)
    at = np.searchsorted(known, people).clip(0, len(known) - 1)
    return np.where(known[at] == people, at, OUTSIDE)


def _ever(scope: int) -> Ints:
    return copy_out(f"SELECT DISTINCT person FROM adoption_personfirst WHERE kind = {PersonFirst.CAME:d}{_where(scope)}", 1)[:, 0]


def _lives(week: int) -> Ints:
    """Threads of the last 26 weeks; whether each is its author's very first writing, and whether they wrote again in the month after."""
    names = [field.name for field in fields(Lives)][:-2]
    columns = ", ".join(f"{name}::bigint" for name in names)
    rows = copy_out(
        f"SELECT community_id, {columns}, earliest::bigint FROM adoption_threadlife "
        f"WHERE opened_week > {week - HALF_YEAR:d} AND opened_week <= {week:d}",
        2 + len(names),
    )
    author, opened = rows[:, 1 + names.index("author")], rows[:, 1]
    wrote = copy_out(
        "SELECT person, week::bigint FROM adoption_personweek "
        f"WHERE posts + comments > 0 AND week > {week - HALF_YEAR:d} AND week <= {week:d} "
        "UNION SELECT person, min(week)::bigint FROM adoption_personfirst "
        f"WHERE kind = {PersonFirst.WROTE:d} AND week <= {week:d} GROUP BY 1",
        2,
    )
    people, place = np.unique(np.concatenate([author, wrote[:, 0]]), return_inverse=True)
    first = np.full(len(people), week + 1)
    np.minimum.at(first, place[len(author) :], wrote[:, 1])
    keys = np.sort(place[len(author) :] * (week + AGAIN + 2) + wrote[:, 1])
    own = place[: len(author)] * (week + AGAIN + 2) + opened
    back = np.searchsorted(keys, own + AGAIN, side="right") > np.searchsorted(keys, own, side="right")
    newcomer = (rows[:, -1] == 1) & (first[place[: len(author)]] >= opened)
    return np.column_stack([rows[:, :-1], newcomer.astype(np.int64), back.astype(np.int64)])
