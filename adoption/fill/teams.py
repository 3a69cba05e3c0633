"""Whose team is shown in which period: worked out again from the dated reporting lines, the same at each asking.

A period is four whole weeks, the same for everybody (our choice); a team is those who are of it when the period ends, whatever they were
before, and its figures are of that period alone: no week is ever shown twice, on two memberships. Period after period, a team that has
changed by fewer than k people since one that was shown is not shown anew: its former figures stay (adoption.md 6, rule 2). What is kept
for a while is which managers have figures, and the masked figures themselves; never who is in a team.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.core.cache import cache

from adoption.fill.population import Population, load_population
from adoption.history.clock import end_ms, present, zone
from adoption.metrics.team import TeamFigures, team_figures
from adoption.models import NETWORK, CommunityWeek, FillState, PseudonymKey
from adoption.science import weeks
from adoption.science.figures import Bools, Ints
from adoption.science.teams import side_by_side, team_of, teams
from adoption.science.weeks import WINDOW

NO_UNIT = -1
PERIODS = 3  # shown of a team, the newest ones
KEPT_FOR = 8 * 86_400


@dataclass(frozen=True)
class TeamCourse:
    """Of one manager: the last periods in which the team was shown, oldest first; `people` in the last period; `ended`: its last week,
    None before a whole period. A period of the last three that is missing was not shown, or came before the team."""

    figures: tuple[TeamFigures, ...]
    people: int = 0
    ended: int | None = None


def team_course(manager: int, *, at: datetime) -> TeamCourse:
    """The figures of the team of `manager` (id), for them alone."""
    state = FillState.objects.filter(pk=1).first()
    first = CommunityWeek.objects.filter(community_id=NETWORK).order_by("week").values_list("week", flat=True).first()
    if state is None or state.through is None or first is None:
        return TeamCourse(())
    last = min(state.through, weeks.last_complete_week(present(at), zone()))
    ends = periods(first, last)
    if not ends:
        return TeamCourse(())
    found = cache.get(key := f"adoption-team:{state.edition}:{last}:{manager}")
    if found is None:
        found = _course(manager, ends, state.edition)
        cache.set(key, found, KEPT_FOR)
    course: TeamCourse = found
    return course


def periods(first: int, last: int) -> list[int]:
    """The last weeks of the periods that lie whole within weeks `first..last`."""
    start = -(-first // WINDOW) * WINDOW + WINDOW - 1
    return list(range(start, last + 1, WINDOW))


def shown(population: Population, ends: Sequence[int]) -> dict[int, frozenset[int]]:
    """By period: the ids of the managers whose team is shown. `ends`: all periods since the first week counted, in order."""
    former: dict[int, list[Ints]] = {}
    found = {}
    for week in ends:
        bosses, there, unit = _lines(population, week)
        allowed = side_by_side(teams(bosses, there), there, unit, former)
        for team in allowed:
            former.setdefault(team.manager, []).append(team.people)
        found[week] = frozenset(int(population.ids[team.manager]) for team in allowed)
    return found


def _course(manager: int, ends: Sequence[int], edition: int) -> TeamCourse:
    population = load_population(PseudonymKey.objects.get(pk=1))
    if manager not in population.ids:
        return TeamCourse((), 0, ends[-1])
    of_all = _of_all(population, ends, edition)
    mine = [week for week in ends if manager in of_all[week]][-PERIODS:]
    lead = int(np.searchsorted(population.ids, manager))
    bosses, there, _ = _lines(population, ends[-1])
    people = len(team_of(lead, bosses, there))
    return TeamCourse(tuple(_figures(population, lead, week) for week in mine), people, ends[-1])


def _of_all(population: Population, ends: Sequence[int], edition: int) -> dict[int, frozenset[int]]:
    found: dict[int, frozenset[int]] | None = cache.get(key := f"adoption-teams:{edition}:{ends[-1]}")
    if found is None:
        found = shown(population, ends)
        cache.set(key, found, KEPT_FOR)
    return found


def _figures(population: Population, lead: int, week: int) -> TeamFigures:
    bosses, there, unit = _lines(population, week)
    team = team_of(lead, bosses, there)
    others = np.setdiff1d(np.flatnonzero(there), team.people)
    return team_figures(week, population.hashed[team.people], population.hashed[others], unit[others])


def _lines(population: Population, week: int) -> tuple[Ints, Bools, Ints]:
    """Manager, presence and unit of each person of the population when a week ends; positions in `population.ids`."""
    ids, people = population.ids, population.people
    spell = people.as_of(ids, np.full(len(ids), end_ms(week) - 1))
    there = np.isin(ids, population.network(week)[1])
    boss = people.manager[spell]
    at = np.searchsorted(ids, boss).clip(0, max(len(ids) - 1, 0))
    unit = people.unit[spell]
    return np.where((boss != 0) & (ids[at] == boss), at, -1), there, np.where(there & (unit != 0), unit, NO_UNIT)
