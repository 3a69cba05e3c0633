"""The estimators of effects on trial (adoption.md 5.8, 5.15 to 5.17, and 8): how often each is right where the truth is known.

`validate` runs hundreds of each and prints the rates; the tests run a dozen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.exemplarity import exemplarity
from adoption.science.figures import Figure
from adoption.science.opening import after_opening
from adoption.science.openness import compare
from adoption.science.pull import pull
from adoption.science.recruitment import credits, recruitment, spell
from tests.adoption.science import accesses as access_worlds
from tests.adoption.science import pulls, recruits, teams

BASE_WEEK, LAST_WEEK, HORIZON = 40, 79, 26


@dataclass(frozen=True)
class Accesses:
    """Of `runs`: how often the raw and the adjusted interval leave 0 out and hold the truth, and the family of others errs."""

    runs: int
    raw_found: int
    raw_covers: int
    adjusted_found: int
    adjusted_covers: int
    others_found: int
    truth: float
    raw: float
    adjusted: float
    detectable: float


def accesses(world: access_worlds.World, runs: int, seed: int, resamples: int = 400) -> Accesses:
    rows, means = [], []
    for run in range(runs):
        truth = access_worlds.simulate(world, seed * 10_000 + run)
        first, *others = compare(truth.communities, truth.outcomes, run, resamples).gaps
        found = [_excludes(first.raw), _holds(first.raw, truth.gap), _excludes(first.adjusted), _holds(first.adjusted, truth.gap)]
        rows.append([*found, any(gap.verdict in ("open_higher", "closed_higher") for gap in others)])
        means.append([truth.gap, first.raw.value or 0.0, first.adjusted.value or 0.0, first.detectable or 0.0])
    counts, average = np.sum(rows, axis=0), np.mean(means, axis=0)
    return Accesses(runs, *(int(c) for c in counts), *(float(a) for a in average))


@dataclass(frozen=True)
class Openings:
    """Of `runs`: refused for moving before, effects told, intervals that hold the truth."""

    runs: int
    refused: int
    told: int
    covers: int


def openings(effect: float, slipping: float, runs: int, seed: int) -> Openings:
    found = [after_opening(access_worlds.changing(effect, seed * 10_000 + run, slipping)).effect for run in range(runs)]
    told, covers = sum(map(_excludes, found)), sum(_holds(one, effect) for one in found)
    return Openings(runs, sum(one.value is None for one in found), told, covers)


@dataclass(frozen=True)
class Managers:
    """Of `runs`: effects shown, told as a rise, placebos with another manager that left 0 out, starting ratios above 1; means."""

    runs: int
    shown: int
    told: int
    other: int
    starting_told: int
    mean: float
    naive: float


def managers(world: teams.World, runs: int, seed: int) -> Managers:
    found = [exemplarity(teams.simulate(world, seed * 10_000 + run), run) for run in range(runs)]
    shown = [one.effect.value for one in found if one.effect.value is not None]
    starting = sum(one.starting.low is not None and one.starting.low > 1 for one in found)
    other = sum(_excludes(one.other) for one in found)
    naive = float(np.mean([one.naive.value for one in found if one.naive.value is not None]))
    return Managers(runs, len(shown), sum(one.found for one in found), other, starting, float(np.mean(shown)) if shown else 0.0, naive)


@dataclass(frozen=True)
class Branching:
    """Of `runs`: intervals that hold the truth, and mean estimates beside mean truths."""

    runs: int
    r_covers: int
    spell_covers: int
    r: float
    r_truth: float
    spell: float
    spell_truth: float


def branching(world: recruits.World, runs: int, seed: int) -> Branching:
    own = recruits.own_prospects(world, HORIZON)
    rows = []
    for run in range(runs):
        truth = recruits.simulate(world, seed * 10_000 + run)
        parts = credits(truth.starts, truth.triggers)
        r = recruitment(truth.starts, parts, truth.active[BASE_WEEK], BASE_WEEK, LAST_WEEK, run).r
        mine, real = spell(truth.starts, parts, LAST_WEEK, HORIZON), truth.r(world, BASE_WEEK)
        rows.append([_holds(r, real), _holds(mine, own), r.value or 0.0, real, mine.value or 0.0])
    table = np.array(rows, dtype=np.float64)
    covers, means = table[:, :2].sum(axis=0), table[:, 2:].mean(axis=0)
    return Branching(runs, int(covers[0]), int(covers[1]), float(means[0]), float(means[1]), float(means[2]), own)


@dataclass(frozen=True)
class Pulling:
    """Of `runs`: intervals that leave 1 out, of which above; mean ratio, mean share of starts without a trigger."""

    runs: int
    excluded: int
    above: int
    ratio: float
    spontaneous: float


def pulling(world: pulls.World, runs: int, seed: int, shuffles: int = 200) -> Pulling:
    found = [pull(*pulls.simulate(world, seed * 10_000 + run), seed=run, window=14, shuffles=shuffles) for run in range(runs)]
    above = sum(one.ratio.low is not None and one.ratio.low > 1 for one in found)
    below = sum(one.ratio.high is not None and one.ratio.high < 1 for one in found)
    means = [np.mean([figure.value for figure in figures]) for figures in ([o.ratio for o in found], [o.spontaneous for o in found])]
    return Pulling(runs, above + below, above, float(means[0]), float(means[1]))


ACCESSES = {
    "no effect": access_worlds.World(),
    "planted": access_worlds.World(effect=0.6),
    "closed born of teams, no effect": access_worlds.World(from_teams=True),
    "closed born of teams, planted": access_worlds.World(effect=0.6, from_teams=True),
    "born of teams that nothing records, no effect": access_worlds.World(from_teams=True, hidden=True),
}
TEAMS = {
    "nothing": teams.World(),
    "lasting likeness": teams.World(lasting=0.8),
    "moods of a week": teams.World(mood=0.5),
    "moods that last": teams.World(mood=0.5, memory=0.7),
    "weak moods": teams.World(mood=0.35, memory=0.3),
    "managers who answer": teams.World(answering=0.8, lasting=0.4),
    "a real example": teams.World(effect=0.3, lasting=0.3),
}
PULLS = {
    "nobody pulls": pulls.World(),
    "all pull alike": pulls.World(pull=0.7),
    "pioneers pull more": pulls.World(pull=0.3, pioneers=0.6),
}


def validate(runs: int, seed: int) -> str:
    """The report, as text: one line a world."""
    lines = [f"access, {name}: {accesses(world, runs, seed)}" for name, world in ACCESSES.items()]
    lines += [f"opening, effect {e}, slipping {s}: {openings(e, s, runs, seed)}" for e, s in ((0.0, 0.0), (0.05, 0.0), (0.0, 0.01))]
    lines += [f"managers, {name}: {managers(world, runs, seed)}" for name, world in TEAMS.items()]
    lines += [f"recruitment, rate {rate}: {branching(recruits.World(rate=rate), runs, seed)}" for rate in (0.08, 0.16)]
    lines += [f"pull, {name}: {pulling(world, runs, seed)}" for name, world in PULLS.items()]
    return "\n".join(lines)


def _excludes(figure: Figure, nothing: float = 0.0) -> bool:
    return figure.value is not None and not _holds(figure, nothing)


def _holds(figure: Figure, truth: float) -> bool:
    return figure.low is not None and figure.high is not None and figure.low <= truth <= figure.high
