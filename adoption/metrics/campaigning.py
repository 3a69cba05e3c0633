"""What the rollups say of a campaign: its periods, its cluster means, what its planned looks read (adoption.md 5.25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adoption.models import CampaignOver
from adoption.science import trials
from adoption.science.figures import NOT_ENOUGH_WEEKS, Figure, Floats, Ints
from adoption.science.privacy import K_UNITS, K
from adoption.science.trials import TOO_FEW_CLUSTERS, Effect, Plan
from adoption.science.trials.effect import DRAWS
from rse.lib.bulk import copy_out

FEWEST_PEOPLE = {CampaignOver.COMMUNITIES: K, CampaignOver.UNITS: K_UNITS}
TABLES = {CampaignOver.COMMUNITIES: ("adoption_communityweek", "community_id"), CampaignOver.UNITS: ("adoption_unitweek", "unit_id")}
LEAST_LEVEL = 2 / (DRAWS + 1)  # under it, no number of refusals among so many draws is a claim: such a look is not planned
PAST = 4  # earlier stretches of the length of a plan that the detectable difference rests on, at most
SCALE = 1_000_000_000


@dataclass(frozen=True)
class Reading:
    """One planned look: the effect there, the p-value of all the looks so far, and the levels of the clusters before and at it."""

    look: int
    effect: Effect
    sequential_p: float | None
    before: float | None
    level: float | None


def plan_of(size: Ints, steps: int, seed: int, *, early: bool) -> Plan:
    """The order of clusters of `size` people, shape (clusters,), and its looks: the planned date alone, or every earlier one whose bound
    a test of so many draws can reach. ValueError as `draw_plan`.
    """
    plan = trials.draw_plan(size, steps, seed)
    if not early:
        return plan
    looks = plan.comparable(plan.last).tolist()
    while len(looks) > 1:
        tried = Plan(plan.step, plan.block, steps, tuple(looks))
        if tried.levels[0] >= LEAST_LEVEL:
            return tried
        looks = looks[1:]
    return plan


def reading(plan: Plan, outcome: Floats, look: int, seed: int) -> Reading:
    """What is read after period `look`. `outcome`: cluster means, shape (clusters, periods so far), period 0 first, NaN where unknown."""
    found = _bounded(trials.effect(plan, outcome[:, : look + 1], seed))
    earlier = [trials.effect(plan, outcome[:, : one + 1], seed).p for one in plan.looks if one < look]
    known = [1.0 if p is None else p for p in (*earlier, found.p)]
    sequential = None if found.p is None else trials.sequential_p(np.array(known), _fractions(plan))
    kept = np.isfinite(outcome[:, [0, look]]).all(axis=1)
    enough = int(kept.sum()) >= trials.FEWEST
    before, level = (float(outcome[kept, at].mean()) if enough else None for at in (0, look))
    return Reading(look, found, sequential, before, level)


def _bounded(found: Effect) -> Effect:
    """No estimate where its interval has no end."""
    figure = found.difference
    if figure.low is None or figure.high is None or np.isfinite([figure.low, figure.high]).all():
        return found
    return Effect(Figure.none(TOO_FEW_CLUSTERS, n=figure.n), lost=found.lost)


def _fractions(plan: Plan) -> Floats:
    """The share of the information that each planned look has."""
    information = np.array([plan.information(look) for look in plan.looks])
    return np.asarray(information / max(float(information[-1]), 1e-12))


def adjusted(p: Sequence[float | None]) -> list[float]:
    """p-values of campaigns drawn within a year of each other after Holm; one that is not read yet counts as saying nothing."""
    return [float(value) for value in trials.holm(np.array([1.0 if one is None else one for one in p]))]


def could_show(plan: Plan, past: Floats, seed: int) -> Figure:
    """The difference found 8 times in 10 at the planned date, a share of people; `past` as `detectable` wants it."""
    if not len(plan.comparable(plan.last)):
        return Figure.none(TOO_FEW_CLUSTERS, n=len(plan.step))
    if past.shape[1] < plan.steps:
        return Figure.none(NOT_ENOUGH_WEEKS, n=len(plan.step))
    return trials.detectable(plan, past, seed)


def outcome(over: str, ids: Sequence[int], start: int, step_weeks: int, periods: int) -> Floats:
    """Mean weekly share of the people of each cluster who contribute, period by period; shape (clusters, periods).

    Period 0 is as many weeks before `start` as a step has. NaN where a week lacks, or has fewer people than may be shown.
    """
    return period_means(weekly(over, ids, start - step_weeks, periods * step_weeks), step_weeks)


def past(over: str, ids: Sequence[int], before: int, step_weeks: int, steps: int) -> Floats:
    """Cluster means of the periods that end before a week, as many as are known of every cluster: up to four plans long, newest last."""
    most = PAST * steps * step_weeks
    means = period_means(weekly(over, ids, before - most, most), step_weeks)
    holes = np.flatnonzero(~np.isfinite(means).all(axis=0))
    return means[:, int(holes[-1]) + 1 if len(holes) else 0 :]


def weekly(over: str, ids: Sequence[int], first: int, count: int) -> Floats:
    """Share of the people of each cluster who contribute in each week from `first` on; shape (clusters, count), NaN where unknown."""
    chosen = CampaignOver(over)
    table, column = TABLES[chosen]
    rows = copy_out(
        f"SELECT {column}, week::bigint, eligible::bigint, contributors::bigint FROM {table} "
        f"WHERE week >= {first:d} AND week < {first + count:d} AND {column} IN ({', '.join(str(int(one)) for one in ids) or '0'})",
        4,
    )
    found = np.full((len(ids), count), np.nan)
    place = {id_: at for at, id_ in enumerate(ids)}
    for id_, week, people, made in rows.tolist():
        if people >= FEWEST_PEOPLE[chosen]:
            found[place[id_], week - first] = min(made / people, 1.0)
    return found


def period_means(shares: Floats, step_weeks: int) -> Floats:
    """Means of consecutive stretches of `step_weeks` weeks, NaN where one week is; shape (clusters, periods)."""
    means: Floats = shares.reshape(len(shares), -1, step_weeks).mean(axis=2)
    return means


def done_periods(start: int, steps: int, step_weeks: int, through: int) -> int:
    """Periods complete at the end of week `through`, those with somebody left to compare with at most."""
    return int(np.clip((through - start + 1) // step_weeks, 0, steps - 1))
