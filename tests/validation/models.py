"""Thresholds and churn on crowds and networks whose truth is known (adoption.md 3.2, 3.3)."""

from __future__ import annotations

from functools import partial

import numpy as np

from adoption.science import diffusion, thresholds
from adoption.science.diffusion import World
from tests.validation.checks import Check, Job, Section, Size, about, gathered

WORLDS = (
    World(0.01, 0.5, 0.3, weeks=52),
    World(0.002, 0.35, 0.2, weeks=52, shock=0.15),
    World(0.03, 0.2, 0.4, weeks=104),
    World(0.01, 0.4, 0.35, weeks=104, shock=0.1),
)
NEAR = 0.08  # bias of the mean estimate that is let pass; ours


def _crowds() -> list[Check]:
    everyone = np.arange(100)
    joined = thresholds.cascade(everyone)[-1]
    stopped = thresholds.cascade(np.where(everyone == 1, 2, everyone))[-1]
    return [
        Check("thresholds 0 to 99: how many join", str(joined), "100", int(joined) == 100),
        Check("the same with 2 in the place of 1", str(stopped), "1", int(stopped) == 1),
    ]


def _churn(world: World, runs: int) -> list[Check]:
    mean, held = diffusion.coverage(world, runs, seed=3)
    true = world.q / world.d
    name = f"p {world.p}, q {world.q}, d {world.d}, {world.weeks} weeks, shock {world.shock:.0%}"
    within = abs(mean / true - 1) <= NEAR
    return [
        Check(f"{name}: mean R0", f"{mean:.3f}", f"{true:.3f} ± {NEAR:.0%}", within, f"{runs} networks of {world.people:,}"),
        about(f"{name}: intervals that hold R0", round(held * runs), runs, 0.95),
    ]


def jobs(size: Size) -> list[Job]:
    return [_crowds, *(partial(_churn, world, size.of(400, 20)) for world in WORLDS)]


SECTION = Section(
    "models",
    "Thresholds of Granovetter, and churn",
    "That the recursion and the estimator of R0 = q / d give back what they were fed, and that the interval covers. The networks follow "
    "the model's own equations: this says nothing of networks that do not.",
    jobs,
    gathered,
)
