"""What a choice of seeds is worth beside chance (adoption.md 5.25): the same draws for every strategy, and the paired difference.

Seeds are chosen on some draws and judged on others, or the best of many would look better than it is. Rule (ours): seeding is called
better than chance only where the 95 % interval of the mean paired difference with random seeding lies above 0 at *every* probability of
the range; touching 0 at one of them is enough to be indistinguishable. That interval is about the mean over simulated draws; what one
organisation may see, drawn once, is the wider `one_draw`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from adoption.science.dyads import NO_UNIT, sums
from adoption.science.figures import NO_PEOPLE, Bools, Figure, Floats, Ints
from adoption.science.health import wilson
from adoption.science.intervals import mean_figure
from adoption.science.seeding.cascades import DRAWS, RANGE, Chance, Cover, coins, cover, join, reach
from adoption.science.seeding.graph import Graph
from adoption.science.seeding.greedy import Chosen, Rules, choose

BETTER: Literal["better_than_chance"] = "better_than_chance"
INDISTINGUISHABLE: Literal["indistinguishable"] = "indistinguishable"
CHANCE_SETS = 20
JUDGE_DRAWS = 100
Strategy = Callable[[int], Ints]  # seeds of a draw, by its number


@dataclass(frozen=True)
class AtChance:
    """One probability of the range: expected people reached (seeds included) by each strategy, and the paired differences over draws.

    `one_draw`: between what and what the difference with random seeding lies in 95 % of the draws; `wins`: share of the draws above 0.
    `by_unit`: expected share of each unit's people reached by ours, shape (units,), NaN without people.
    """

    chance: Chance
    ours: Figure
    random: Figure
    connected: Figure
    over_random: Figure
    over_connected: Figure
    one_draw: tuple[float, float]
    wins: float
    by_unit: Floats


@dataclass(frozen=True)
class Seeding:
    """The seeds and what they are worth. `near`: share of the other people who have a seed among their ties ("a pioneer among close
    colleagues"), `near_by_unit` the same by unit, shape (units,); where groups were sampled it counts the sampled ties only.
    """

    chosen: Chosen
    at: tuple[AtChance, ...]
    verdict: Literal["better_than_chance", "indistinguishable"]
    beats_connected: bool
    near: Figure
    near_by_unit: Floats


def seeding(
    graph: Graph, count: int, rules: Rules, seed: int, chances: Sequence[Chance] = RANGE, draws: tuple[int, int] = (DRAWS, JUDGE_DRAWS)
) -> Seeding:
    """`count` seeds that reach most over `chances`, judged on fresh draws beside random and most-connected seeding.

    The choice maximises the mean over the range of reach relative to that of random seeding: in people, the largest probability would
    decide alone, though nearly everybody is reached there whoever begins. `draws`: at most so many for the choice at each probability,
    so many to judge.

    Random seeding draws as many eligible people anew in each draw, blind to units; most-connected takes the largest sums of weights.
    """
    covers = [cover(graph, chance, seed, draws[0]) for chance in chances]
    chosen = choose(join(covers, _relative(covers, count, rules, seed)), count, rules)
    at = judge(graph, chosen.seeds, rules, seed, chances, draws[1])
    others = np.ones(graph.people, dtype=np.bool_)
    others[chosen.seeds] = False
    beside = graph.beside(chosen.seeds) & others
    return Seeding(
        chosen=chosen,
        at=at,
        verdict=BETTER if at and all(_above(one.over_random) for one in at) else INDISTINGUISHABLE,
        beats_connected=bool(at) and all(_above(one.over_connected) for one in at),
        near=wilson(int(beside.sum()), int(others.sum())) if others.any() else Figure.none(NO_PEOPLE),
        near_by_unit=shares(beside, others, rules.unit),
    )


def _relative(covers: Sequence[Cover], count: int, rules: Rules, seed: int) -> list[float]:
    """Weight of each probability: one over the number of probabilities and over what random seeding reaches there."""
    able, rng = np.flatnonzero(rules.eligible), np.random.default_rng([seed, 3])
    sets = [rng.choice(able, min(count, len(able)), replace=False) for _ in range(CHANCE_SETS)]
    reached = [float(np.mean([one.value(seeds) for seeds in sets])) for one in covers]
    return [1 / (len(covers) * max(mean, 1.0)) for mean in reached]


def judge(graph: Graph, seeds: Ints, rules: Rules, seed: int, chances: Sequence[Chance], draws: int) -> tuple[AtChance, ...]:
    """`seeds` beside the two plain strategies, on `draws` draws that served no choice."""
    able = np.flatnonzero(rules.eligible)
    size = min(len(seeds), len(able))
    connected = most_connected(graph, size, rules.eligible)
    strategies: tuple[Strategy, ...] = (
        lambda draw: seeds,
        lambda draw: np.random.default_rng([seed, 2, draw]).choice(able, size, replace=False),
        lambda draw: connected,
    )
    reached, mean = simulate(graph, strategies, chances, draws, seed + 1)
    everybody = np.ones(graph.people, dtype=np.bool_)
    return tuple(_at(chance, reached[i], shares(mean[i], everybody, rules.unit)) for i, chance in enumerate(chances))


def simulate(graph: Graph, strategies: Sequence[Strategy], chances: Sequence[Chance], draws: int, seed: int) -> tuple[Floats, Floats]:
    """People reached, shape (chances, strategies, draws), and how often the first strategy reaches each person, (chances, people)."""
    odds = [chance.of(graph) for chance in chances]
    reached, often = np.zeros((len(odds), len(strategies), draws)), np.zeros((len(odds), graph.people))
    for draw in range(draws):
        coin, sets = coins(graph, seed, draw), [strategy(draw) for strategy in strategies]
        for i, odd in enumerate(odds):
            follow = reach(graph, coin < odd)
            held = [follow(seeds) for seeds in sets]
            reached[i, :, draw] = [one.sum() for one in held]
            often[i] += held[0]
    return reached, often / max(draws, 1)


def most_connected(graph: Graph, count: int, eligible: Bools) -> Ints:
    """The eligible people with the largest sums of weights; equal ones as listed."""
    able = np.flatnonzero(eligible)
    return np.asarray(able[np.argsort(-graph.strength()[able], kind="stable")[:count]])


def shares(values: Floats | Bools, who: Bools, unit: Ints) -> Floats:
    """Mean of `values` over the people `who` of each unit, shape (units,); NaN for a unit without them."""
    here = who & (unit != NO_UNIT)
    units = int(unit.max(initial=0)) + 1
    people = sums(unit[here], np.ones(int(here.sum())), units)
    total = sums(unit[here], values[here].astype(np.float64), units)
    return np.asarray(np.divide(total, people, out=np.full(units, np.nan), where=people > 0))


def _at(chance: Chance, reached: Floats, by_unit: Floats) -> AtChance:
    """From the people reached by ours, random and most-connected, shape (3, draws)."""
    ours, random, connected = reached
    gap = ours - random
    low, high = np.percentile(gap, [2.5, 97.5])
    return AtChance(
        chance=chance,
        ours=mean_figure(ours),
        random=mean_figure(random),
        connected=mean_figure(connected),
        over_random=mean_figure(gap),
        over_connected=mean_figure(ours - connected),
        one_draw=(float(low), float(high)),
        wins=float((gap > 0).mean()),
        by_unit=by_unit,
    )


def _above(difference: Figure) -> bool:
    return difference.low is not None and difference.low > 0
