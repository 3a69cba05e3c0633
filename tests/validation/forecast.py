"""Deadlines on simulated launches: how often they hold, and how wrong the chosen model and the naive forecast were (adoption.md 5.18)."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from adoption.science.forecast.origins import HORIZONS, NAIVE, look_back
from adoption.science.forecast.trial import Launch, Trial, simulate, trial
from tests.validation.checks import Check, Findings, Job, Section, Size, at_least, told

PAST = 44  # weeks: 12 known after the latest origin that is judged
PER_JOB = 100

Errors = list[tuple[float, dict[tuple[str, int], float]]]


def _errors(first: int, count: int) -> Errors:
    """(MASE, {(chosen or naive, horizon): median absolute error of the share}) of launches numbered from `first`."""
    found = []
    for number in range(first, first + count):
        rng = np.random.default_rng([17, number])
        launch = Launch(rng.uniform(0.0005, 0.006), rng.uniform(0.03, 0.3), rng.uniform(0.02, 0.12), people=int(rng.integers(200, 2000)))
        past = look_back(simulate(launch, PAST, rng))
        scores = {(score.candidate, score.horizon): score.error for score in past.scores}
        kept = {
            (name, horizon): scores[known, horizon]
            for name, known in (("chosen", past.chosen.name), (NAIVE, NAIVE))
            for horizon in HORIZONS
        }
        found.append((past.mase, kept))
    return found


def _some(first: int, count: int) -> Trial:
    return trial(count, seed=300 + first)


def jobs(size: Size) -> list[Job]:
    runs = size.of(800, 20)
    starts = range(0, runs, PER_JOB)
    tries = [partial(_some, first, min(PER_JOB, runs - first)) for first in starts]
    return [*tries, *(partial(_errors, first, min(PER_JOB, runs - first)) for first in starts)]


def findings(size: Size, results: list[Any]) -> Findings:
    tries = [one for one in results if isinstance(one, Trial)]
    errors = [row for one in results if not isinstance(one, Trial) for row in one]
    n, sure = sum(one.n for one in tries), sum(one.reliable for one in tries)
    held = sum(round(one.held * one.n) for one in tries)
    held_sure = sum(round((one.held_reliable or 0.0) * one.reliable) for one in tries)
    return Findings(
        [
            at_least("weeks of the deadline hold the truth, all forecasts", held, n, 0.8, "an 80 % interval, a bound beyond 52 weeks open"),
            at_least("weeks of the deadline hold the truth, those called reliable", held_sure, sure, 0.8),
            told("called reliable", f"{sure} of {n}"),
            *_past(errors),
        ]
    )


def _past(errors: Errors) -> list[Check]:
    checks = []
    for horizon in HORIZONS:
        chosen, naive = (float(np.median([kept[name, horizon] for _, kept in errors])) for name in ("chosen", NAIVE))
        detail = f"median over {len(errors)} launches of the median error at later origins"
        value = f"chosen {100 * chosen:.2f} points, naive {100 * naive:.2f} points"
        checks.append(Check(f"past error of the share, {horizon} weeks ahead", value, "not above the naive one", chosen <= naive, detail))
    better = float(np.mean([mase < 1 for mase, _ in errors]))
    return [
        *checks,
        told("launches whose chosen model beats the naive forecast (MASE < 1)", f"{better:.0%}", "the others are called unreliable"),
    ]


SECTION = Section(
    "forecast",
    "Deadline of critical mass",
    "How wrong forecasts were on launches made of people, and how often the announced weeks hold the truth. Launches that a strike or a "
    "new management interrupts are not among them.",
    jobs,
    findings,
)
