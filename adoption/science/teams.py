"""Teams of the reporting lines, and which of them may be shown side by side (adoption.md 6).

The team of somebody is themselves and everyone under them, directly or not. Teams of one instant lie one within another, so that what
shown figures tell by subtraction is what each shown team holds beside the shown teams within it: that rest must be nobody, or k people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Bools, Ints
from adoption.science.privacy import K_UNITS, K

DEEPEST = 40  # levels of a reporting line; a loop in the directory ends there


@dataclass(frozen=True, eq=False)
class Team:
    """Somebody's team: positions of its people, sorted, the manager among them."""

    manager: int
    people: Ints

    def __len__(self) -> int:
        return len(self.people)


def teams(manager: Ints, present: Bools, fewest: int = K_UNITS) -> list[Team]:
    """Teams of at least `fewest` people who are there, the larger first. Both of shape (people,); manager: a position, -1 for none.

    Lines run through people who are not there, too.
    """
    everyone = np.arange(len(manager))
    above, below = [manager[manager >= 0], everyone], [everyone[manager >= 0], everyone]
    line, boss = below[0], above[0]
    for _level in range(DEEPEST):
        boss = manager[boss]
        line, boss = line[boss >= 0], boss[boss >= 0]
        if not len(boss):
            break
        above.append(boss)
        below.append(line)
    keys = np.unique(np.concatenate(above).astype(np.int64) * len(manager) + np.concatenate(below))
    boss, member = keys // max(len(manager), 1), keys % max(len(manager), 1)
    boss, member = boss[present[member]], member[present[member]]
    leads, starts = np.unique(boss, return_index=True)
    groups = zip(leads.tolist(), np.split(member, starts[1:]), strict=True) if len(leads) else ()
    found = [Team(lead, group) for lead, group in groups if len(group) >= fewest]
    return sorted(found, key=lambda team: (-len(team), team.manager))


def side_by_side(
    asked: Sequence[Team], present: Bools, unit: Ints, former: Mapping[int, Sequence[Ints]], k: int = K, k_units: int = K_UNITS
) -> list[Team]:
    """Those of the teams `asked`, the larger first, that may be shown beside each other, everybody together, and the units.

    `unit` (people,): the unit of each person, -1 for none and for whoever is not there; units of k_units people or more count as shown.
    `former`: by manager, the teams once shown of them; a team that differs from one of these by 1 to k - 1 people is not shown anew.
    """
    size = np.bincount(unit[unit >= 0]) if (unit >= 0).any() else np.zeros(0, dtype=np.int64)
    host = np.zeros(len(unit), dtype=np.int64)  # the smallest shown team of each person, 0 for everybody
    rest = [int(present.sum())]
    shown = []
    for team in asked:
        around = np.unique(host[team.people])
        if len(around) > 1 or _close(rest[around[0]] - len(team), k) or _near_a_unit(team, unit, size, k, k_units):
            continue
        if any(_changed_by_few(team.people, other, k) for other in former.get(team.manager, ())):
            continue
        rest[around[0]] -= len(team)
        host[team.people] = len(rest)
        rest.append(len(team))
        shown.append(team)
    return shown


def team_of(lead: int, manager: Ints, present: Bools) -> Team:
    """The team of one person, however small."""
    inside = np.zeros(len(manager), dtype=np.bool_)
    inside[lead] = True
    for _level in range(DEEPEST):
        grown = inside | ((manager >= 0) & inside[manager])
        if (grown == inside).all():
            break
        inside = grown
    return Team(lead, np.flatnonzero(inside & present))


def _changed_by_few(now: Ints, before: Ints, k: int) -> bool:
    if abs(len(now) - len(before)) >= k or np.array_equal(now, before):
        return False
    return _close(len(np.setxor1d(now, before, assume_unique=True)), k)


def _close(difference: int, k: int) -> bool:
    return 0 < difference < k


def _near_a_unit(team: Team, unit: Ints, size: Ints, k: int, k_units: int) -> bool:
    """Whether a shown unit differs from the team by 1 to k - 1 people, or lies in it but for so few."""
    own = unit[team.people]
    common = np.bincount(own[own >= 0], minlength=len(size))
    apart = len(team) + size - 2 * common
    return bool(((size >= k_units) & (apart > 0) & (apart < k)).any())
