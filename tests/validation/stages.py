"""The stage on networks whose course is known: steady, declining, growing, and a handful of pioneers (adoption.md 5.22)."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from adoption.science.stages import classify
from adoption.science.weeks import YEAR
from tests.adoption.science.networks import World, simulate
from tests.validation.checks import Check, Findings, Job, Section, Size, batches, gathered, none_of

LEVELS = (0.28, 0.45)
FROM = 70  # week in which people begin to give up
FOUND_WITHIN = 26
PILOTS = 15


def _steady(level: float, runs: int) -> list[Check]:
    rows = []
    for seed in range(runs):
        shown = [judged.shown for judged in classify(simulate(World(level=level), seed))]
        rows.append((sum(a != b for a, b in pairwise(shown[YEAR:])), "decline" in shown, shown[-1] == "critical_mass"))
    changes, declines, held = np.array(rows).T
    years = (World.length - YEAR) / YEAR
    rate, worst = changes.mean() / years, changes.max() / years
    name = f"steady at {level:.0%}, August and Christmas dips"
    return [
        Check(f"{name}: changes of label a year", f"{rate:.2f}", "< 1", bool(rate < 1), f"{runs} networks; the worst of them {worst:.1f}"),
        none_of(f"{name}: called declining, ever", int(declines.sum()), runs),
        none_of(f"{name}: another label than critical mass at the end", int((1 - held).sum()), runs),
    ]


def _delays(first: int, count: int) -> list[float]:
    """Weeks until a true decline of 2.5 % a week is shown; infinite where it never is."""
    found = []
    for seed in range(first, first + count):
        shown = [judged.shown for judged in classify(simulate(World(level=0.45, decline=0.025, decline_from=FROM), seed))]
        later = [week for week, stage in enumerate(shown) if week >= FROM and stage == "decline"]
        found.append(later[0] - FROM if later else math.inf)
    return found


def _declining(delays: list[float]) -> list[Check]:
    middle, late = np.median(delays), np.quantile(delays, 0.9, method="higher")
    within = float(np.mean(np.array(delays) <= FOUND_WITHIN))
    spread = ", ".join(f"{name} {value:.0f}" for name, value in _deciles(delays))
    detail = f"{len(delays)} networks; weeks after its beginning: {spread}; {within:.0%} within {FOUND_WITHIN}"
    missed = sum(math.isinf(delay) for delay in delays)
    return [
        Check(
            "decline of 2.5 % a week: median weeks until it is shown",
            f"{middle:.0f}",
            f"about {FOUND_WITHIN} or less",
            bool(middle <= 26),
            detail,
        ),
        Check("decline of 2.5 % a week: weeks until nine in ten are shown", f"{late:.0f}", "≤ 35 (ours)", bool(late <= 35)),
        none_of("decline of 2.5 % a week: never shown", missed, len(delays)),
    ]


def _deciles(delays: list[float]) -> list[tuple[str, float]]:
    named = (("minimum", 0.0), ("1st decile", 0.1), ("median", 0.5), ("9th decile", 0.9), ("maximum", 1.0))
    return [(name, float(np.quantile(delays, at, method="higher"))) for name, at in named]


def _growing(growth: float, runs: int) -> list[Check]:
    """A long launch: 9 % of 2,000 people in the end, so that no level is ever reached and only growth keeps it from stagnation."""
    world = World(people=2000, level=0.09, length=70, growth=growth)
    shown = [{judged.shown for judged in classify(simulate(world, seed))} for seed in range(runs)]
    name = f"launch that grows by {growth:.0%} a week for 70 weeks"
    return [none_of(f"{name}: ever called stagnating", sum("stagnation" in stages for stages in shown), runs)]


def _pilot(runs: int) -> list[Check]:
    """Fifteen people of a thousand are invited and contribute every week."""
    shown = set()
    for seed in range(runs):
        course = simulate(World(people=PILOTS, level=0.8, length=40), seed)
        tiny = replace(course, invited=np.full(40, PILOTS / 1000), share=course.share * PILOTS / 1000)
        shown |= {judged.shown for judged in classify(tiny)}
    return [Check("pilot of 15 people of 1,000: labels over 40 weeks", ", ".join(sorted(shown)), "too_early", shown == {"too_early"})]


def jobs(size: Size) -> list[Job]:
    still = [partial(_steady, level, size.of(100, 10)) for level in LEVELS]
    grows = [partial(_growing, growth, size.of(100, 10)) for growth in (0.03, 0.05)]
    return [*still, *grows, partial(_pilot, size.of(20, 3)), *batches(_delays, size.of(200, 10), 25)]


def findings(size: Size, results: list[Any]) -> Findings:
    delays = [one for found in results if not isinstance(found[0], Check) for one in found]
    checks = [found for found in results if isinstance(found[0], Check)]
    return gathered(size, [*checks, _declining(delays)])


SECTION = Section(
    "stages",
    "Stages",
    "That labels hold still on steady networks, move in time on declining ones, and wait for a pilot to grow. The thresholds are ours: "
    "this is a sanity check, not an out-of-sample validation.",
    jobs,
    findings,
)
