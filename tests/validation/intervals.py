"""Intervals and claims where the truth is nothing, or known: momentum, replacement, campaigns and seeding (adoption.md 5.6, 5.7, 5.25)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from adoption.science import momentum
from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Figure
from adoption.science.health import STEP, replacement, replacement_ratio, windows_back
from adoption.science.seeding import BETTER, Chance, Rules, combine, pairs, seeding
from adoption.science.seeding.compare import judge
from adoption.science.weeks import WINDOW, clean_weeks, low_season
from tests.adoption.science import campaign_trial
from tests.adoption.science.networks import FIRST, FRANCE, World, contributors
from tests.validation.checks import Check, Job, Section, Size, about, at_least, at_most, gathered, limited

ARROWS = 0.07
SHOCK = 0.08
WEEKS = 24


def _arrows(rho: float, runs: int) -> list[Check]:
    """No growth, about 200 contributors a week, AR(1) shocks: how often an arrow is drawn, and how often one look alone leaves 0 out."""
    rng, once, twice = np.random.default_rng([11, round(10 * rho)]), 0, 0
    every = np.ones(WEEKS, dtype=np.bool_)
    for _ in range(runs):
        shock = np.zeros(2 * WEEKS)
        for week in range(1, len(shock)):
            shock[week] = rho * shock[week - 1] + rng.normal(0, SHOCK)
        wac = rng.poisson(200 * np.exp(shock[WEEKS:])).astype(np.float64)
        _, low, high = momentum.momentum_by_week(wac, np.arange(WEEKS), every)
        once += not low[-1] <= 0 <= high[-1]
        twice += momentum.arrow(low, high, every) != 0
    detail = f"one look alone: {once / runs:.1%}"
    return [limited(f"momentum: false arrows at autocorrelation {rho}", twice, runs, ARROWS, detail)]


def _replacement(shock: float, runs: int) -> list[Check]:
    """Steady networks of 400 people seen for 60 weeks: as many come as leave, so the interval should hold 1."""
    length = 60
    clean = clean_weeks(low_season(range(FIRST, FIRST + length), FRANCE), WINDOW)
    held, lone, known = 0, 0, 0
    for seed in range(runs):
        active = contributors(World(level=0.45, length=length, shock=shock), 1000 + seed)
        month = np.stack([active[max(0, week - 3) : week + 1].any(axis=0) for week in range(length)])
        before = np.concatenate([np.zeros((STEP, month.shape[1]), dtype=np.bool_), month[:-STEP]])
        entrants, leavers = ((one & ~other).sum(axis=1).astype(np.float64) for one, other in ((month, before), (before, month)))
        figure = replacement_ratio(entrants, leavers, clean)
        last = windows_back(clean, 1)[0]
        known += figure.low is not None
        held += _holds(figure, 1.0)
        lone += _holds(replacement(int(entrants[last]), int(leavers[last])), 1.0)
    detail = f"'individual chance only', for one window: {lone / runs:.1%}"
    return [at_least(f"replacement: interval holds 1 under common shocks of {shock:.0%}", held, known, 0.95, detail)]


def _campaigns(runs: int, seeds: tuple[int, ...]) -> list[Check]:
    found = [campaign_trial.trial(runs, seed) for seed in seeds]
    answered = sum(one.answered for one in found)

    def hits(share: Callable[[campaign_trial.Tried], float]) -> int:
        return sum(round(share(one) * one.answered) for one in found)

    detail = "organisations of 16 to 60 clusters, lasting shocks of clusters and of periods"
    return [
        at_most("campaigns: lift claimed without effect, read once", hits(lambda t: t.false_once), answered, 0.05, detail),
        at_most("campaigns: lift claimed without effect, read at every period", hits(lambda t: t.false_early), answered, 0.05),
        at_least("campaigns: interval holds the effect", hits(lambda t: t.held), answered, 0.95),
        at_least("campaigns: interval holds the mean of an uneven effect", hits(lambda t: t.held_uneven), answered, 0.95),
        at_least("campaigns: the detectable effect is found", hits(lambda t: t.found), answered, 0.8),
    ]


def _alike(runs: int) -> list[Check]:
    """A complete graph, where any five people are worth the same."""
    a, b = np.triu_indices(30, 1)
    complete, free = combine(30, [pairs(a, b, 1.0)]), Rules(np.ones(30, dtype=np.bool_), np.full(30, NO_UNIT), smallest=None)
    found = [seeding(complete, 5, free, seed, [Chance(0.03)], draws=(10, 30)).verdict for seed in range(runs)]
    return [at_most("seeding: called better where everybody is alike", found.count(BETTER), runs, 0.025, "one side of a 95 % interval")]


def _paired(runs: int) -> list[Check]:
    """Clustered graph and given seeds: the interval of 25 draws against the mean of 1,500."""
    rng = np.random.default_rng(5)
    team = np.arange(60) // 6
    one, other = rng.integers(0, 60, (2, 400))
    kept = (one != other) & ((team[one] == team[other]) | (rng.random(400) < 0.1))
    graph = combine(60, [pairs(one[kept], other[kept], 1.0)])
    rules, seeds = Rules(np.ones(60, dtype=np.bool_), team, smallest=None), np.array([0, 1, 2])
    truth = judge(graph, seeds, rules, 10**6, [Chance(0.2)], 1500)[0].over_random.value
    assert truth is not None
    held = sum(_holds(judge(graph, seeds, rules, 7 * seed, [Chance(0.2)], 25)[0].over_random, truth) for seed in range(runs))
    return [about("seeding: paired interval holds the difference, people in clusters", held, runs, 0.95)]


def _holds(figure: Figure, truth: float) -> bool:
    return figure.low is not None and figure.high is not None and figure.low <= truth <= figure.high


def jobs(size: Size) -> list[Job]:
    return [
        *(partial(_arrows, rho, size.of(2000, 60)) for rho in (0.0, 0.3, 0.5, 0.8)),
        *(partial(_replacement, shock, size.of(400, 20)) for shock in (0.06, 0.15)),
        partial(_campaigns, size.of(300, 10), (11, 12, 13, 14)),
        partial(_alike, size.of(200, 10)),
        partial(_paired, size.of(300, 10)),
    ]


SECTION = Section(
    "intervals",
    "Intervals and claims",
    "How often an interval holds the truth and a claim is made of nothing, under shocks common to all, autocorrelation, clusters and early "
    "looks. The shocks are of our making; what the network's own are like, its history tells.",
    jobs,
    gathered,
)
