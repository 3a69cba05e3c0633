"""What a manager is shown of their team (adoption.md 5.16, 6): shares of at least ten people in a period of four weeks, never a person.

Every figure is masked here, before it leaves: 1 to 4 people in a share or outside it are not shown, nor readers where fewer than five
people stayed away (that all of them came would tell of each); shares of fewer than 50 people are rounded to five points, answers need
five distinct authors, a unit five people on either side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db import connection

from adoption.metrics.masking import rules
from adoption.science.figures import NO_ACTIVITY, NOT_ENOUGH_PEOPLE, Bools, Figure, Ints
from adoption.science.health import wilson
from adoption.science.privacy import K_UNITS, K
from adoption.science.weeks import WINDOW


@dataclass(frozen=True)
class TeamFigures:
    """A team in the four weeks that end with `week`. Shares of its people: who contributed; who came without contributing; by week, who
    contributed (four of them). `answered`: share of its posts answered within seven days. `units`: ids of those it deals with."""

    week: int
    people: int
    contributors: Figure
    readers: Figure
    by_week: tuple[Figure, ...]
    answered: Figure
    units: tuple[int, ...]


def team_figures(week: int, people: Ints, others: Ints, unit: Ints) -> TeamFigures:
    """Of the pseudonyms `people`; `others` are everybody else's, `unit` their units (-1: none)."""
    if len(people) < K_UNITS:
        hidden = Figure.none(NOT_ENOUGH_PEOPLE)
        return TeamFigures(week, 0, hidden, hidden, (hidden,) * WINDOW, hidden, ())
    came, wrote = _presence(week, people)
    active = int(wrote.any(axis=0).sum())
    reading = int(came.any(axis=0).sum()) - active
    size = len(people)
    contributors = rules.share(wilson(active, size))
    readers = Figure.none(NOT_ENOUGH_PEOPLE) if size - active - reading < K else rules.share(wilson(reading, size))
    by_week = tuple(rules.share(wilson(int(one.sum()), size)) for one in wrote)
    return TeamFigures(week, size, contributors, readers, by_week, _answered(week, people), _units(week, people, others, unit))


def _presence(week: int, people: Ints) -> tuple[Bools, Bools]:
    """Who left a trace and who contributed in each week; both of shape (4, people)."""
    order = np.sort(people)
    came = np.zeros((WINDOW, len(order)), dtype=np.bool_)
    wrote = came.copy()
    sql = "SELECT week, person, sum(contributions) FROM adoption_personweek WHERE {0} AND person = ANY(%s) GROUP BY 1, 2"
    found = _rows(sql, week, order)
    for at, person, made in found.tolist():
        place = at - week + WINDOW - 1, int(np.searchsorted(order, person))
        came[place], wrote[place] = True, made > 0
    return came, wrote


def _answered(week: int, people: Ints) -> Figure:
    """Of the threads opened in four weeks, a week before the period so that their seven days have run."""
    rows = _rows("SELECT author, reply_ms FROM adoption_threadlife WHERE {0} AND author = ANY(%s)", week - 1, people, "opened_week")
    if not len(rows):
        return Figure.none(NO_ACTIVITY)
    return rules.rate(wilson(int((rows[:, 1] > 0).sum()), len(rows)), len(np.unique(rows[:, 0])))


def _units(week: int, people: Ints, others: Ints, unit: Ints) -> tuple[int, ...]:
    """Units where five people or more deal with five of the team or more, by id; without a number, since it would be a ranking."""
    there = _rows("SELECT person, target FROM adoption_tieweek WHERE {0} AND person = ANY(%s)", week, people)
    back = _rows("SELECT target, person FROM adoption_tieweek WHERE {0} AND target = ANY(%s)", week, people)
    pairs = np.concatenate([there, back])
    if not len(others):
        return ()
    order = np.argsort(others)
    met = order[np.searchsorted(others, pairs[:, 1], sorter=order).clip(0, len(others) - 1)]
    inside = others[met] == pairs[:, 1]
    own, their = pairs[inside, 0], pairs[inside, 1]
    of = unit[met[inside]]
    return tuple(int(id_) for id_ in np.unique(of[of >= 0]) if _enough(own[of == id_]) and _enough(their[of == id_]))


def _enough(people: Ints) -> bool:
    return len(np.unique(people)) >= K


def _rows(sql: str, week: int, people: Ints, column: str = "week") -> Ints:
    """Rows of four weeks about these people; `{0}` stands for the weeks, the array of people is the last parameter."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(f"{column} BETWEEN %s AND %s"), [week - WINDOW + 1, week, people.tolist()])
        rows = cursor.fetchall()
        width = len(cursor.description or ())
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)
