"""Synthetic teams and their managers, whose truth is known (adoption.md 5.16): counts drawn person by person, week by week.

Nothing of the estimator is used: contributions are Poisson counts with each person's own habit, the organisation's weeks, the team's own
moods, and what the manager did the week before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.exemplarity import NO_MANAGER, Panel


@dataclass(frozen=True)
class World:
    """`effect`: log of the team's rate per unit of the manager's log(1 + contributions) of the week before; the rest is confounding."""

    effect: float = 0.0
    lasting: float = 0.0  # keenness that a team and its manager share for good
    mood: float = 0.0  # weekly shocks that a team and its manager share
    memory: float = 0.0  # of the mood, from one week to the next
    answering: float = 0.0  # what the team's last week adds to the manager's log rate
    managers: int = 60
    team: int = 8
    weeks: int = 40
    turnover: float = 0.01  # share of people who change teams, a week


def simulate(world: World, seed: int) -> Panel:
    """Managers are the first positions and have no manager themselves; a tenth of the others arrive late, many have not begun."""
    rng = np.random.default_rng(seed)
    m, people = world.managers, world.managers * (1 + world.team)
    keen = rng.normal(0, 1, m) * world.lasting
    habit = rng.normal(-1.6, 1.0, people)
    team = np.concatenate([np.arange(m), np.repeat(np.arange(m), world.team)])
    since = np.where((rng.random(people) < 0.1) & (np.arange(people) >= m), rng.integers(0, world.weeks // 2, people), 0)
    habit[:m], mood = rng.normal(-0.2, 0.7, m), np.zeros(m)
    made, manager = np.zeros((world.weeks, people), dtype=np.int64), np.full((world.weeks, people), NO_MANAGER)
    for week in range(world.weeks):
        moves = (rng.random(people) < world.turnover) & (np.arange(people) >= m)
        team = np.where(moves, rng.integers(0, m, people), team)
        manager[week, m:] = team[m:]
        mood = world.memory * mood + rng.normal(0, world.mood * np.sqrt(1 - world.memory**2), m) if world.mood else mood
        rate = habit + keen[team] + mood[team] + rng.normal(0, 0.15)
        if week:
            before = np.log1p(made[week - 1])
            rate[m:] += world.effect * before[team[m:]]
            rate[:m] += world.answering * np.bincount(team[m:], before[m:], m) / world.team
        made[week] = rng.poisson(np.exp(np.clip(rate, -6, 3))) * (week >= since)
    present = np.arange(world.weeks)[:, None] >= since[None, :]
    return Panel(made, present, manager, np.zeros(people, dtype=np.bool_))
