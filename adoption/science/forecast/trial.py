"""Deadlines tried on simulated launches (adoption.md 5.18): how many are called reliable, and how often the truth falls between the weeks.

The networks are made of people, not of the candidates' equations: each takes up the habit through push or through the share already
active, drops it, and contributes in some of the weeks of the spell, under common shocks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Floats
from adoption.science.forecast.deadline import LEVEL, YEAR, forecast
from adoption.science.forecast.reached import SPAN, first_held


@dataclass(frozen=True)
class Launch:
    """Weekly rates of taking up and dropping the habit, the chance to contribute in a week of it, common shocks (sd of the logarithm)."""

    push: float
    pull: float
    drop: float
    habit: float = 0.6
    people: int = 600
    shock: float = 0.08


@dataclass(frozen=True)
class Trial:
    """Of `n` forecasts, the share whose weeks hold the truth (a bound beyond 52 weeks being open), and the same of the reliable ones."""

    n: int
    held: float
    reliable: int
    held_reliable: float | None


def simulate(launch: Launch, weeks: int, rng: np.random.Generator) -> Floats:
    """Share of the people who contributed in the 28 days up to each week; shape (weeks,)."""
    engaged, active = np.zeros(launch.people, dtype=np.bool_), np.zeros((weeks, launch.people), dtype=np.bool_)
    for week, (pull, mood) in enumerate(np.exp(rng.normal(0, launch.shock, (weeks, 2)))):
        rate = launch.push + pull * launch.pull * engaged.mean()
        engaged = np.where(engaged, rng.random(launch.people) >= launch.drop, rng.random(launch.people) < rate)
        active[week] = engaged & (rng.random(launch.people) < launch.habit * mood)
    return np.array([active[max(0, i - 3) : i + 1].any(axis=0).mean() for i in range(weeks)])


def trial(runs: int, seed: int, draws: int = 1000) -> Trial:
    """One forecast for each of `runs` launches that is below the level at a week drawn from 20 to 40; every week is clean."""
    rng = np.random.default_rng(seed)
    rows = [row for _ in range(runs) if (row := _one(rng, draws)) is not None]
    sure = [held for reliable, held in rows if reliable]
    return Trial(len(rows), float(np.mean([held for _, held in rows])), len(sure), float(np.mean(sure)) if sure else None)


def _one(rng: np.random.Generator, draws: int) -> tuple[bool, bool] | None:
    """(called reliable, truth between the weeks) of one launch; None where the level is passed or held already."""
    launch = Launch(rng.uniform(0.0005, 0.006), rng.uniform(0.03, 0.3), rng.uniform(0.02, 0.12), people=int(rng.integers(200, 2000)))
    now = int(rng.integers(20, 41))
    share = simulate(launch, now + YEAR, rng)
    if share[now - 1] >= LEVEL or first_held(share[:now] >= LEVEL) >= 0:
        return None
    every = np.ones(now + YEAR, dtype=np.bool_)
    found = forecast(share[:now], np.arange(now), every[:now], every[now:], int(rng.integers(2**31)), draws=draws)
    at = int(first_held(share[now - SPAN + 1 :] >= LEVEL))
    then = now - SPAN + 1 + at if at >= 0 else math.inf
    earliest, latest = (math.inf if week is None else week for week in (found.earliest, found.latest))
    return found.reliable, earliest <= then <= latest
