"""The process that makes the demonstration: who is engaged each week, what is said, answered, thanked and read.

Week by week: a pool of engaged people follows a curve (enthusiasm, fall, slow climb), drawn among those with an appetite, more easily
when their manager is in it. Each community then tells its conversations among its engaged members, its season deciding how many.
docs/demo.md says it at length.
"""

from datetime import datetime
from itertools import pairwise
from random import Random

from adoption.science.weeks import week_of
from rse.management.demo import conversations, looks, members
from rse.management.demo.people import FULL_SIZE, FULL_WEEKS, Employee, staff
from rse.management.demo.plan import Plan
from rse.management.demo.season import ZONE, season

SEED = 20
# (share of the history, share of the opened accounts that are engaged)
_CURVE = ((0.0, 0.12), (0.06, 0.2), (0.17, 0.27), (0.26, 0.23), (0.45, 0.065), (0.6, 0.075), (0.8, 0.115), (1.0, 0.15))
_EXIT = 0.09


def make_plan(*, end: datetime, people: int = FULL_SIZE, weeks: int = FULL_WEEKS, seed: int = SEED) -> Plan:
    """Draw everything that happened in the `weeks` weeks before `end`."""
    rng = Random(seed)  # noqa: S311  # a believable past, not a secret
    last = week_of(end, ZONE)
    first = last - weeks
    plan = Plan(end=end, people=staff(rng, people=people, first=first, weeks=weeks, end=end))
    members.open_places(plan, rng, first=first, weeks=weeks)
    members.fill_places(plan, rng, weeks=weeks)
    teller = conversations.Teller(plan, rng, scale=(people / FULL_SIZE) ** 0.5, weeks=weeks, first=first)
    pool: set[int] = set()
    for week in range(first, last + 1):
        pool = _next_pool(plan.people, rng, pool, _wished((week - first) / weeks), week)
        teller.tell_week(week, pool, season(week))
        looks.look_around(plan, rng, week, pool)
    plan.conversations.sort(key=lambda talk: talk.said[0].at)
    return plan


def _wished(elapsed: float) -> float:
    """The curve at that share of the history."""
    for (x0, y0), (x1, y1) in pairwise(_CURVE):
        if elapsed <= x1:
            return y0 + (y1 - y0) * (elapsed - x0) / (x1 - x0)
    return _CURVE[-1][1]


def _next_pool(people: list[Employee], rng: Random, pool: set[int], wished: float, week: int) -> set[int]:
    """Some leave the pool, others come in until it has the size wished for."""
    here = [person for person in people if not person.is_guest and week_of(person.joined_at, ZONE) <= week and person.left_at is None]
    kept = {index for index in pool if people[index].left_at is None and rng.random() > _EXIT * (1.4 - people[index].appetite)}
    wanted = round(wished * len(here)) - len(kept)
    outside = [person for person in here if person.index not in kept and person.appetite > 0]
    for _draw in range(max(0, min(wanted, len(outside)))):
        weights = [person.appetite * (2 if person.manager in kept else 1) for person in outside]
        chosen = rng.choices(outside, weights)[0]
        outside.remove(chosen)
        kept.add(chosen.index)
    return kept
