"""Campaigns with a drawn order on simulated organisations: what the page would read of them (adoption.md 5.25)."""

from __future__ import annotations

from functools import partial

from tests.adoption import campaigns_trial as trial
from tests.adoption.campaigns_trial import World
from tests.validation.checks import Check, Job, Section, Size, about, at_most, gathered, told

SEED = 31
COMMUNITIES = 24
EFFECTS = {"no effect": 0.0, "5 points": 0.05, "10 points": 0.1}


def _read(name: str, early: bool, runs: int) -> list[Check]:
    world = World(COMMUNITIES, EFFECTS[name])
    found = trial.read(world, runs, SEED, early=early)
    title = f"campaign, {name}, {'early looks too' if early else 'read once'}"
    detail = (
        f"{COMMUNITIES} communities in {trial.STEPS} steps; mean {found.mean:+.3f}, truth {world.effect:+.3f}; {found.read} of {runs} read"
    )
    checks = [about(f"{title}: the interval holds the truth", found.covers, found.read, 0.95, detail)]
    if world.effect:
        return [*checks, told(f"{title}: found", f"{found.claimed} of {runs}")]
    return [*checks, at_most(f"{title}: an effect claimed", found.claimed, runs, 0.05)]


def _families(together: int, runs: int) -> list[Check]:
    wrong = trial.families(together, runs, SEED)
    return [at_most(f"{together} campaigns of one year, no effect, early looks too: one claimed at least", wrong, runs, 0.05, "after Holm")]


def jobs(size: Size) -> list[Job]:
    return [
        *(partial(_read, name, early, size.of(1000, 12)) for name in EFFECTS for early in (False, True)),
        *(partial(_families, together, size.of(1000, 4)) for together in (2, 5)),
    ]


SECTION = Section(
    "campaigns",
    "Campaigns with a drawn order",
    "That the interval of a campaign holds what it changed, and that one without effect is claimed at most 5 times in 100, early looks "
    "and several campaigns of one year included. The organisations are simulated: communities that differ, drift together and persist "
    "from week to week, an effect that is the same in all of them. One that grows, or that spills over to neighbours, is not shown here.",
    jobs,
    gathered,
)
