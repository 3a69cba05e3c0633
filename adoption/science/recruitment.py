"""Recruitment (adoption.md 5.8): how many newcomers does one active person bring in, and how many come by themselves?

The triggers of a first contribution are the distinct people who in the 14 days before invited, mentioned, answered or reacted to the
newcomer; each has 1 / (number of triggers) of it. The author of the first object commented counts only in so far as authors of that kind
are met more often than the attention of the same week and unit would have it. Attribution describes, it does not prove; and any steady
state, pushed or not, replaces itself: R is shown with its window and never as proof of autonomy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from adoption.science.claims import ASSOCIATION, ESTIMATE, Claim
from adoption.science.dyads import sums
from adoption.science.figures import NO_ACTIVITY, NOT_ENOUGH_PEOPLE, NOT_ENOUGH_WEEKS, Figure, Floats, Ints
from adoption.science.health import Z, wilson

KINDS = ("invited", "mentioned", "replied", "reacted", "authored")
AUTHORED = KINDS.index("authored")
AHEAD = 8  # weeks
SPELL = 26
FEWEST = 20  # ours: people at risk, or in the base week
DRAWS = 2000


@dataclass(frozen=True)
class Starts:
    """First contributions, shape (starts,): each person once, with the week."""

    person: Ints
    week: Ints


@dataclass(frozen=True)
class Triggers:
    """One row for each newcomer, trigger and kind (position in KINDS), repeated or not; shape (rows,)."""

    newcomer: Ints
    person: Ints
    kind: Ints


@dataclass(frozen=True)
class Credits:
    """Who has which part of which start: position in the starts, person, weight; `alone` (starts,): chance that nobody triggered it."""

    start: Ints
    person: Ints
    weight: Floats
    alone: Floats


@dataclass(frozen=True)
class Recruitment:
    """`r`: weighted recruits of weeks 1 to 8 per person active in the base week; `spontaneous`: share of those weeks' starts."""

    r: Figure
    spontaneous: Figure
    first_week: int
    last_week: int
    kind: Claim = ASSOCIATION


@dataclass(frozen=True)
class Invitations:
    """k-factor = invitations per active person x share accepted; each with its interval."""

    k: Figure
    sent: Figure
    accepted: Figure
    kind: Claim = ESTIMATE


@dataclass(frozen=True)
class Objects:
    """Comments and reactions by week and unit of who made them, and whose object they were made on; one entry each, or `count` times."""

    week: Ints
    unit: Ints
    author: Ints
    count: Ints


def credits(starts: Starts, triggers: Triggers, kept: float = 0.0) -> Credits:
    """Parts of every start; `kept` (see `authors_kept`) is the share of authors who count as triggers."""
    order = np.argsort(starts.person)
    place = np.minimum(np.searchsorted(starts.person, triggers.newcomer, sorter=order), max(len(order) - 1, 0))
    start = order[place] if len(order) else np.zeros(0, np.int64)
    good = (starts.person[start] == triggers.newcomer) & (triggers.person != triggers.newcomer) if len(order) else np.zeros(0, np.bool_)
    rows = np.unique(np.column_stack([start[good], triggers.person[good], triggers.kind[good] == AUTHORED]).astype(np.int64), axis=0)
    _, first = np.unique(rows[:, :2], axis=0, return_index=True)
    rows = rows[first]  # of two rows of the same pair, the one that is not for authoring alone
    direct = rows[:, 2] == 0
    everybody = np.bincount(rows[:, 0], minlength=len(starts.person))
    directly = np.bincount(rows[direct, 0], minlength=len(starts.person))
    sure = direct / np.maximum(directly[rows[:, 0]], 1)
    weight = kept / everybody[rows[:, 0]] + (1 - kept) * sure
    alone = np.where(everybody == 0, 1.0, np.where(directly == 0, 1 - kept, 0.0))
    return Credits(rows[:, 0], rows[:, 1], weight, alone)


def authors_kept(first: Objects, others: Objects, chosen: Ints) -> float:
    """Share of the first objects by `chosen` authors (distinct people) that stands out from shuffling objects within week and unit.

    The shuffle gives each first contribution one of the objects that its week and unit commented or reacted to (`others`, everybody's);
    its mean and variance are exact, no draw is made. 0 unless the rate lies above 97.5 % of the shuffles.
    """
    share = _attention(first, others, chosen)
    observed = float((np.isin(first.author, chosen) * first.count).sum())
    expected, variance = float((share * first.count).sum()), float((share * (1 - share) * first.count).sum())
    if observed - expected <= Z * math.sqrt(variance):
        return 0.0
    return 1 - expected / observed


def _attention(first: Objects, others: Objects, chosen: Ints) -> Floats:
    """For each entry of `first`, the share of its week's and unit's attention that goes to `chosen`; 1 where nothing else is known."""
    cells = np.column_stack([np.concatenate([first.week, others.week]), np.concatenate([first.unit, others.unit])])
    _, cell = np.unique(cells, axis=0, return_inverse=True)
    cell = cell.ravel()
    theirs = cell[len(first.week) :]
    total = np.bincount(theirs, others.count, int(cell.max(initial=0)) + 1)
    caught = np.bincount(theirs, others.count * np.isin(others.author, chosen), len(total))
    return np.asarray(np.divide(caught, total, out=np.ones(len(total)), where=total > 0)[cell[: len(first.week)]])


def recruitment(starts: Starts, found: Credits, base: Ints, base_week: int, last_week: int, seed: int) -> Recruitment:
    """Of the distinct people `base` active in `base_week`; null under 20 of them or before 8 more weeks are complete.

    Interval: bootstrap over them. They are met the oftener the longer they stay: for a newcomer's own prospects see `spell`.
    """
    window = base_week + 1, base_week + AHEAD
    inside = (starts.week >= window[0]) & (starts.week <= window[1])
    spontaneous = wilson(round(float(found.alone[inside].sum())), int(inside.sum()))
    if last_week < window[1] or len(base) < FEWEST:
        reason = NOT_ENOUGH_WEEKS if last_week < window[1] else NOT_ENOUGH_PEOPLE
        return Recruitment(Figure.none(reason, n=len(base)), spontaneous, *window)
    members = np.sort(base)
    place = np.minimum(np.searchsorted(members, found.person), len(members) - 1)
    counts = inside[found.start] & (members[place] == found.person)
    recruits = sums(place[counts], found.weight[counts], len(members))
    return Recruitment(resampled_mean(recruits, seed), spontaneous, *window)


def spell(starts: Starts, found: Credits, last_week: int, horizon: int = SPELL) -> Figure:
    """Recruits of one new contributor over their first `horizon` weeks, those still under way counted for what was seen of them.

    Mean cumulative function and variance of Lawless and Nadeau (1995), Technometrics 37, 158-168; ages with fewer than 20 newcomers left in
    sight are not used, and there is no figure where that leaves less than `horizon`. Everybody stays at risk, active or not.
    """
    sight = last_week - starts.week
    at_risk = np.array([(sight >= age).sum() for age in range(horizon)])
    if horizon < 1 or at_risk[-1] < FEWEST:
        return Figure.none(NOT_ENOUGH_WEEKS, n=len(starts.person))
    order = np.argsort(starts.person)
    place = order[np.minimum(np.searchsorted(starts.person, found.person, sorter=order), len(order) - 1)]
    age = starts.week[found.start] - starts.week[place]
    seen = (starts.person[place] == found.person) & (age >= 0) & (age < horizon) & (starts.week[found.start] <= last_week)
    rate = np.bincount(age[seen], found.weight[seen], horizon) / at_risk
    share = np.concatenate([[0.0], np.cumsum(rate / at_risk)])
    own = np.bincount(place[seen], found.weight[seen] / at_risk[age[seen]], len(order))
    error = math.sqrt(float(((own - share[np.clip(sight + 1, 0, horizon)]) ** 2).sum()))
    value = float(rate.sum())
    return Figure(value, max(0.0, value - Z * error), value + Z * error, n=len(order))


def invitations(sent: Ints, accepted: Ints, seed: int) -> Invitations:
    """Of invitations each active person sent and, of those, the accepted ones; shape (active people,)."""
    if not len(sent):
        nothing = Figure.none(NO_ACTIVITY)
        return Invitations(nothing, nothing, nothing)
    k, each = resampled_mean(accepted.astype(np.float64), seed), resampled_mean(sent.astype(np.float64), seed + 1)
    return Invitations(k, each, wilson(int(accepted.sum()), int(sent.sum())))


def resampled_mean(values: Floats, seed: int, draws: int = DRAWS) -> Figure:
    """Mean of (n,) with its percentile interval over redrawn people: how often each distinct value is drawn is all that matters."""
    kinds, count = np.unique(values.round(9), return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(len(values), count / len(values), draws) @ kinds / len(values)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(float(values.mean()), float(low), float(high), n=len(values))
