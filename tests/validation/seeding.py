"""Seeding on the e-mail graph of an institution: ours beside random, most connected and unruled greedy (adoption.md 5.25)."""

from __future__ import annotations

import time
from functools import partial

import numpy as np

from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Figure
from adoption.science.intervals import mean_figure
from adoption.science.seeding import BETTER, Chance, Graph, Rules, combine, groups, pairs, seeding
from adoption.science.seeding.compare import most_connected, simulate
from tests.adoption.science import real
from tests.machine import Missing, validation_data
from tests.validation.checks import Check, Job, Section, Size, gathered, skipped, told

COUNT = 42  # as many seeds as departments
CHANCES = (0.01, 0.02, 0.05, 0.1)
COSTS = 0.1  # of the unruled reach that covering every department may cost; ours
CROWDED = "the cascade reaches the core whoever begins it; a seed drawn at random is often outside, and adds itself"
OWED = [("reach of ours, random, most connected, greedy", "ours above random, interval of the difference above 0")]


def _institute(count: int, draws: int) -> list[Check]:
    try:
        folder = validation_data()
    except Missing:
        return skipped(OWED)
    dyads, unit = real.institute(folder)
    graph, everybody = Graph(real.INSTITUTE, dyads.a, dyads.b, np.where(dyads.mutual, 2.0, 1.0)), np.ones(real.INSTITUTE, dtype=np.bool_)
    chances = [Chance(chance) for chance in CHANCES]
    ours = seeding(graph, count, Rules(everybody, unit), 1, chances, draws=(draws, draws))
    unruled = seeding(graph, count, Rules(everybody, np.full(real.INSTITUTE, NO_UNIT), smallest=None), 1, chances, draws=(draws, draws))
    reached, _ = simulate(graph, [lambda _: ours.chosen.seeds, lambda _: unruled.chosen.seeds], chances, draws, 2)
    above = all(at.over_random.low is not None and at.over_random.low > 0 for at in ours.at)
    honest = (ours.verdict == BETTER) is above
    target = f"{BETTER} only where every interval below is above 0"
    checks = [Check(f"{count} seeds: verdict", ours.verdict, target, honest, f"on {draws} draws that served no choice")]
    for at, (with_rules, without) in zip(ours.at, reached, strict=True):
        strategies = (
            ("ours", at.ours),
            ("random", at.random),
            ("most connected", at.connected),
            ("greedy without rules", mean_figure(without)),
        )
        value = ", ".join(f"{name} {_figure(one)}" for name, one in strategies)
        name = f"{count} seeds, probability {at.chance.p}"
        cost = mean_figure(with_rules - without)
        checks += [
            told(f"{name}: people reached of 1,005", value),
            _above(f"{name}: ours less random", at.over_random),
            told(f"{name}: ours less most connected", _figure(at.over_connected)),
            Check(f"{name}: what covering every department costs", _figure(cost), f"≥ −{COSTS:.0%} of greedy",
                  (cost.value or 0.0) >= -COSTS * float(without.mean()) if count == COUNT else None),
        ]  # fmt: skip
    covered = ", ".join(
        f"{name} {len(np.unique(unit[seeds]))}"
        for name, seeds in (
            ("ours", ours.chosen.seeds), ("most connected", most_connected(graph, count, everybody)),
            ("greedy without rules", unruled.chosen.seeds), ("random", np.random.default_rng(4).permutation(real.INSTITUTE)[:count]),
        )
    )  # fmt: skip
    checks.append(told(f"{count} seeds: departments with a seed, of {len(np.unique(unit))}", covered))
    left = len(ours.chosen.uncovered)
    return [
        *checks,
        Check(f"{count} seeds: departments of five left without a seed", str(left), "0", left == 0 if count == COUNT else None),
    ]


def _fifty_thousand(people: int) -> list[Check]:
    """The choice of 100 in an organisation of invented lines, units and sites, as the assistant makes it."""
    everybody = np.arange(people)
    unit, site, manager = everybody // 25, everybody % 40, everybody // 10
    layers = [pairs(everybody[1:], manager[1:], 2.0), groups(everybody, unit, 1.0, 20), groups(everybody, site, 0.25, 21)]
    began = time.perf_counter()
    graph = combine(people, layers)
    chances = (Chance(0.01, scaled=True), Chance(0.02, scaled=True))
    found = seeding(graph, 100, Rules(np.ones(people, dtype=np.bool_), unit, most_share=0.25), 5, chances, (200, 100))
    seconds = time.perf_counter() - began
    return [
        told(f"{people:,} people, {len(graph):,} ties: seconds to choose and to judge 100", f"{seconds:.1f}"),
        *(_above(f"{people:,} people, probability {at.chance.p} scaled: ours less random", at.over_random) for at in found.at),
    ]


def _above(name: str, figure: Figure) -> Check:
    passed = figure.low is not None and figure.low > 0
    return Check(name, _figure(figure), "interval above 0", passed, "" if passed else CROWDED)


def _figure(figure: Figure) -> str:
    return f"{figure.value or 0.0:.1f} [{figure.low or 0.0:.1f}; {figure.high or 0.0:.1f}]"


def jobs(size: Size) -> list[Job]:
    return [*(partial(_institute, count, size.of(200, 20)) for count in (COUNT, 10)), partial(_fifty_thousand, size.of(50_000, 5_000))]


SECTION = Section(
    "seeding",
    "Seeding",
    "What the chosen seeds reach beside simpler choices, on the same draws of an assumed cascade over real ties. Not that people convince "
    "each other as that cascade has it: only a campaign with a drawn order can tell.",
    jobs,
    gathered,
)
