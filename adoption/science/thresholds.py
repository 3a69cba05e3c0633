"""Thresholds (adoption.md 3.3): does a person begin once enough of their own unit are active, and how many is enough?

Granovetter 1978. On the network's own share the question answers itself (thresholds then follow from the curve, whatever made it), so only
the share of the person's own unit counts, week by week, against the others of the same week. Where that does not beat a shuffle of the
units within weeks no threshold is shown. Even then it is no cause: a keener unit begins sooner and is fuller as well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from adoption.science.figures import NOT_ENOUGH_PEOPLE, Bools, Figure, Floats, Ints

SHUFFLES = 1000
SURE = 0.05
FEWEST_FIRSTS = 20
FEWEST_UNITS = 5
WINDOW = 4  # weeks before: contributors of 28 days
LEVELS = np.linspace(0.05, 0.5, 10)
STEEPEST = 50.0
NORMAL = 1.959963984540054
NOT_ENOUGH_UNITS = "not_enough_units"
NOT_BEYOND_CHANCE = "not_beyond_chance"


@dataclass(frozen=True)
class Exposure:
    """What people saw of their own unit before they began. First three: shape (weeks, units); last two: one row per person.

    A person's threshold lies above `low` (-1 where nothing was seen) and at most at `high` (infinite for who never began).
    """

    at_risk: Ints  # people who were there and had not begun
    firsts: Ints  # of them, those who began
    share: Floats  # of the unit's people, those active just before
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Contagion:
    """`slope`: log of the hazard ratio for the whole unit active against nobody, its interval as wide as the shuffle's scatter.

    `p` is that of the shuffle; `curve` the share of people whose threshold is at most each of `levels`, None unless p < 5 %.
    """

    slope: Figure
    p: float | None
    levels: Floats
    curve: Floats | None


def cascade(thresholds: Ints) -> Ints:
    """How many have joined after each round of r_{t+1} = F(r_t), from nobody to the round that adds none; thresholds in people."""
    joined = [0]
    while (now := int((thresholds <= joined[-1]).sum())) != joined[-1]:
        joined.append(now)
    return np.array(joined, dtype=np.int64)


def exposure(active: Bools, unit: Ints, since: Ints) -> Exposure:
    """From a table (weeks, people) of who contributed when, each person's unit (0..U-1) and the first week they were there.

    A week's share is that of the unit's people, among those there, who contributed in the four weeks before it: as nobody at risk has,
    it is a share of the others but for one. Who begins at less than they once saw tells no lower bound.
    """
    weeks = len(active)
    here = np.arange(weeks)[:, None] >= since[None, :]
    ever = np.cumsum(active & here, axis=0) > 0
    waiting = here & ~np.vstack([np.zeros((1, active.shape[1]), dtype=np.bool_), ever[:-1]])
    month = np.array([active[max(0, week - WINDOW) : week].any(axis=0) for week in range(weeks)])
    member = (unit[:, None] == np.arange(int(unit.max()) + 1)[None, :]).astype(np.float64)
    size = here @ member
    share = np.divide((month & here) @ member, size, out=np.zeros_like(size), where=size > 0)
    begins = waiting & active
    seen = share[:, unit]
    low = np.where(waiting & ~begins, seen, -1.0).max(axis=0)
    high = np.where(begins.any(axis=0), np.where(begins, seen, 0.0).max(axis=0), math.inf)
    counts = [np.rint(x @ member).astype(np.int64) for x in (waiting, begins)]
    return Exposure(counts[0], counts[1], share, np.where(low < high, low, -1.0), high)


def contagion(seen: Exposure, seed: int, shuffles: int = SHUFFLES, levels: Floats = LEVELS) -> Contagion:
    """The hazard of a first contribution on the unit's share, each week with its own level (Cox 1972, ties after Breslow 1974).

    The shuffle gives the units of a week each other's shares. One-sided: more of the unit, sooner. Null under 20 first contributions or
    5 units.
    """
    firsts, units = int(seen.firsts.sum()), int((seen.at_risk > 0).any(axis=0).sum())
    if firsts < FEWEST_FIRSTS or units < FEWEST_UNITS:
        reason = NOT_ENOUGH_PEOPLE if firsts < FEWEST_FIRSTS else NOT_ENOUGH_UNITS
        return Contagion(Figure.none(reason, n=firsts), None, levels, None)
    chance = _shuffled(seen, shuffles, np.random.default_rng(seed))
    found = _standard(*_score(seen.at_risk, seen.firsts, seen.share, 0.0))
    p = float((1 + (chance >= found).sum()) / (1 + shuffles))
    if p >= SURE:
        return Contagion(Figure.none(NOT_BEYOND_CHANCE, n=firsts), p, levels, None)
    slope = _slope(seen)
    _, information = _score(seen.at_risk, seen.firsts, seen.share, slope)
    reach = NORMAL * float(chance.std()) / math.sqrt(max(float(information), 1e-12))
    return Contagion(Figure(slope, slope - reach, slope + reach, n=firsts), p, levels, threshold_curve(seen.low, seen.high, levels))


def threshold_curve(low: Floats, high: Floats, levels: Floats, rounds: int = 2000) -> Floats:
    """Share of people whose threshold is at most each of `levels` (k,), from what each person's lies between; shape (k,).

    Turnbull 1976: interval-censored, those who never began right-censored and counted in the whole.
    """
    edges = np.concatenate([[-1.0], levels, [math.inf]])
    possible = (edges[None, 1:] > low[:, None]) & (edges[None, :-1] < high[:, None])
    kinds, counts = np.unique(possible, axis=0, return_counts=True)
    mass = np.full(len(levels) + 1, 1 / (len(levels) + 1))
    for _ in range(rounds):
        parts = kinds * mass
        new = (parts / parts.sum(axis=1, keepdims=True) * counts[:, None]).sum(axis=0) / counts.sum()
        moved, mass = float(np.abs(new - mass).max()), new
        if moved < 1e-9:
            break
    return np.asarray(np.cumsum(mass)[:-1])


def _score(at_risk: Ints, firsts: Ints, share: Floats, slope: float) -> tuple[Floats, Floats]:
    """Score and information of the partial likelihood at `slope`; inputs of shape (..., units), the last but one being weeks."""
    weight = at_risk * np.exp(slope * share)
    total = np.maximum(weight.sum(axis=-1), 1e-12)
    mean = (weight * share).sum(axis=-1) / total
    spread = (weight * share**2).sum(axis=-1) / total - mean**2
    begun = firsts.sum(axis=-1)
    return ((firsts * share).sum(axis=-1) - begun * mean).sum(axis=-1), (begun * np.maximum(spread, 0.0)).sum(axis=-1)


def _standard(score: Floats, information: Floats) -> Floats:
    return np.asarray(np.divide(score, np.sqrt(np.maximum(information, 1e-12))))


def _shuffled(seen: Exposure, shuffles: int, rng: np.random.Generator) -> Floats:
    """The standardised score of each shuffle; shape (shuffles,). Only units with people at risk in a week exchange their shares."""
    score, information = np.zeros(shuffles), np.zeros(shuffles)
    for week in np.flatnonzero(seen.firsts.sum(axis=1)):
        some = seen.at_risk[week] > 0
        shares = rng.permuted(np.repeat(seen.share[week, some][None, :], shuffles, axis=0), axis=1)
        parts = _score(seen.at_risk[week, some], seen.firsts[week, some], shares[:, None, :], 0.0)
        score, information = score + parts[0], information + parts[1]
    return _standard(score, information)


def _slope(seen: Exposure) -> float:
    """Where the score is zero, by Newton's steps."""
    slope = 0.0
    for _ in range(50):
        score, information = _score(seen.at_risk, seen.firsts, seen.share, slope)
        step = float(np.clip(score / np.maximum(information, 1e-12), -5, 5))
        slope = float(np.clip(slope + step, -STEEPEST, STEEPEST))
        if abs(step) < 1e-8:
            break
    return slope
