"""The units of the directory, week by week: how many of their people have access, come and contribute."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.db import connection

from adoption.fill.crowds import Crowd
from adoption.fill.population import Population
from adoption.fill.rows import Week
from adoption.science.figures import Ints
from rse.lib.bulk import copy_in

TABLE = "adoption_unitweek"


def write_units(week: int, population: Population, month: Sequence[Week], newcomers: Ints) -> None:
    """Replace the rows of a week: `month` are its four weeks, `newcomers` pseudonyms of its first contributors ever."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE week = %s", [week])
    unit, person = population.units(week)
    units, place = np.unique(unit, return_inverse=True)
    people = population.pseudonym(person)

    def among(chosen: Ints) -> Ints:
        return np.bincount(place[np.isin(people, chosen)], minlength=len(units))

    copy_in(
        TABLE,
        [
            ("week", "i4", np.full(len(units), week)),
            ("unit_id", "i8", units),
            ("eligible", "i4", np.bincount(place, minlength=len(units))),
            ("visitors28", "i4", among(Crowd.union([one.visitors for one in month]).of_network())),
            ("contributors", "i4", among(month[-1].contributors.of_network())),
            ("contributors28", "i4", among(Crowd.union([one.contributors for one in month]).of_network())),
            ("contributions28", "i4", _made(month, people, place, len(units))),
            ("firsts", "i4", among(newcomers)),
        ],
    )


def _made(month: Sequence[Week], people: Ints, place: Ints, units: int) -> Ints:
    """Contributions of the 28 days by unit of whoever made them."""
    order = np.argsort(people)
    total = np.zeros(units)
    for one in month:
        rows = one.scope == 0
        person, made = one.person[rows].astype(np.int64), one.made[rows]
        at = np.searchsorted(people, person, sorter=order).clip(0, max(len(order) - 1, 0))
        known = people[order[at]] == person if len(order) else np.zeros(len(person), np.bool_)
        total += np.bincount(place[order[at[known]]], weights=made[known], minlength=units)
    return total.astype(np.int64)
