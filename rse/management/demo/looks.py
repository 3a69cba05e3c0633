"""Reading: visits of the network and of its communities, and profiles looked at, at most once an hour each."""

from collections import defaultdict
from datetime import datetime
from random import Random

from rse.management.demo.people import Employee
from rse.management.demo.plan import Look, Plan
from rse.management.demo.season import instant, season

_PLACE, _PROFILE = 0.55, 0.09


def look_around(plan: Plan, rng: Random, week: int, pool: set[int]) -> None:
    """One week of reading, by those whose account is open."""
    pull = season(week)
    places = _present(plan)
    for person in plan.people:
        wished = person.visits * pull * (1.7 if person.index in pool else 0.8)
        for _visit in range(_whole(rng, wished)):
            at = instant(rng, week, on_shift=person.on_shift)
            if at < plan.end and person.is_here(at):
                plan.looks += _visit_of(plan, rng, person, at, places[person.index])


def _visit_of(plan: Plan, rng: Random, person: Employee, at: datetime, places: list[tuple[str, datetime]]) -> list[Look]:
    seen = [Look(person.index, at)]
    mine = [place for place, from_at in places if from_at <= at]
    if mine and rng.random() < _PLACE:
        seen.append(Look(person.index, at, place=rng.choice(mine)))
    if rng.random() < _PROFILE and not person.is_guest:
        other = rng.choice(plan.people)
        if other.index != person.index and other.is_here(at) and not other.is_guest:
            seen.append(Look(person.index, at, profile=other.index))
    return seen


def _present(plan: Plan) -> dict[int, list[tuple[str, datetime]]]:
    places: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for stay in plan.stays:
        if stay.to_at is None:
            places[stay.person].append((stay.place, stay.from_at))
    return places


def _whole(rng: Random, wished: float) -> int:
    """A whole number whose mean is `wished`."""
    return int(wished) + (rng.random() < wished % 1)
