"""The 52 weeks ahead, simulated from the refits of the switch-off test (adoption.md 5.24), with their season and their dispersion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np

from adoption.science.figures import Bools, Floats, Ints, tidy
from adoption.science.switchoff.fitting import Draws
from adoption.science.switchoff.history import History
from adoption.science.switchoff.regression import hazard, logistic
from adoption.science.weeks import WINDOW, YEAR, clean_weeks

QUARTER = 13
QUANTILES = (5, 25, 50, 75, 95)
ALIVE = 0.10


class FanDict(TypedDict):
    """Share of engaged people by week ahead (52 numbers each) at each quantile, in percent."""

    quantiles: list[int]
    weeks: list[list[float | None]]


@dataclass(frozen=True)
class Fan:
    """Simulated shares by week ahead, shape (draws, 52), and which draws are alive at the horizon, shape (draws,)."""

    shares: Floats
    alive: Bools

    @property
    def probability(self) -> float:
        return float(self.alive.mean())

    def quantiles(self) -> Floats:
        """5, 25, 50, 75 and 95 % of the share, by week; shape (5, 52)."""
        return np.asarray(np.percentile(self.shares, QUANTILES, axis=0))

    def as_dict(self) -> FanDict:
        return {"quantiles": list(QUANTILES), "weeks": [[tidy(float(value)) for value in row] for row in self.quantiles()]}


def without_push() -> Floats:
    """No push from the first week on."""
    return np.zeros(YEAR)


def gradual(history: History) -> Floats:
    """The push of the last 13 weeks, halved at once and again every quarter."""
    return np.asarray(history.push[-QUARTER:].mean() * 0.5 ** (1 + np.arange(YEAR) // QUARTER))


def lose_spontaneous(draws: Draws) -> Draws:
    """Bound B: p0 = 0, all spontaneous arrivals were push after all."""
    return replace(draws, entries=draws.entries * np.array([0.0, 1.0, 1.0]))


def simulate(history: History, draws: Draws, push: Floats, rng: np.random.Generator) -> Fan:
    """One path of 52 weeks for each refit, at the planned `push` (52,) a week."""
    plan, phase = np.concatenate([history.push[-WINDOW:], push]), history.phases[len(history) :]
    people = int(history.people[-1])
    engaged = np.full(len(draws), int(history.engaged[-1]))
    past = [np.full(len(draws), float(share)) for share in history.share[-WINDOW:]]
    for week in range(YEAR):
        before, now = plan[week : week + WINDOW].mean(), plan[week + 1 : week + 1 + WINDOW].mean()
        coming = _rate(draws.entries, now, past[-1])
        chance = hazard(draws.pace[:, phase[week]] * coming)[0]
        level = np.mean(past[-WINDOW:], axis=0)
        leave = logistic(draws.exits[:, 0] - draws.exits[:, 1] * level - draws.exits[:, 2] * before + draws.leaving[:, phase[week]])[0]
        enter = _drawn(people - engaged, np.where(coming > 0, chance, 0.0), draws.entry_spread, rng)
        engaged = engaged + enter - _drawn(engaged, leave, draws.exit_spread, rng)
        past.append(engaged / max(people, 1))
    shares = np.stack(past[-YEAR:], axis=1)
    return Fan(shares, alive_at_horizon(shares, history))


def alive_at_horizon(shares: Floats, history: History) -> Bools:
    """Whether the mean share of the last 4 clean weeks before the horizon is at least 10 %."""
    clean = clean_weeks(np.concatenate([history.low, history.ahead_low]), WINDOW)[-YEAR:]
    return np.asarray(shares[:, np.flatnonzero(clean)[-WINDOW:]].mean(axis=1) >= ALIVE)


def _rate(entries: Floats, push: float, share: Floats) -> Floats:
    return np.asarray(entries[:, 0] + entries[:, 1] * push + entries[:, 2] * share)


def _drawn(trials: Ints, chance: Floats, spread: Floats, rng: np.random.Generator) -> Ints:
    """Beta-binomial numbers; a plain binomial where there is no dispersion."""
    sure = (spread < 1e-6) | (chance <= 0) | (chance >= 1)
    size = 1 / np.where(sure, 0.5, spread) - 1
    safe = np.clip(np.where(sure, 0.5, chance), 1e-9, 1 - 1e-9)
    return np.asarray(rng.binomial(trials, np.where(sure, chance, rng.beta(safe * size, (1 - safe) * size))))
