"""Agent-based organisations whose truth is known, for the switch-off test (adoption.md 5.24): people, ties, habits, seasons and push.

Nobody here has a rate of entry or of exit. Each person has a chance to contribute this week, made of a need of their own, of the
ties who contributed lately, of touches by campaigns and animators, and of a habit that answered contributions feed and silence
wears out. Truth is read by going on with the same people for a year without push. No code of the fitted model is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from adoption.science import weeks
from tests.adoption.science.networks import FRANCE, season

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Schedule = Literal["constant", "fading", "bursting", "stopped", "restarted", "reactive", "one_animator", "unvaried"]
SCHEDULES: tuple[Schedule, ...] = ("constant", "fading", "bursting", "stopped", "restarted", "reactive", "one_animator", "unvaried")
YEAR = 52
MONTH = 4
ALIVE = 0.10


@dataclass(frozen=True)
class World:
    """One organisation. Rates are expected contributions a week at full strength, before each person's own receptivity."""

    schedule: Schedule = "bursting"
    people: int = 400
    length: int = 90
    first: int = weeks.week_of_day(date(2022, 9, 5))
    need: float = 0.02  # spontaneous use
    peer: float = 0.8  # pull of the share of one's ties who contributed in the last two weeks
    steep: float = 1.0  # power of that share: above 1, one active tie moves less than half of what two do
    touch: float = 0.8  # pull of one campaign touch
    reach: float = 0.2  # share of the people touched in a week of full push
    lead: float = 0.2  # pull of an animator at full strength on those who follow one
    followers: float = 0.5
    gain: float = 0.25  # habit won by a contribution that was answered
    keep: float = 0.94  # habit kept from one week to the next
    spread: float = 1.0  # unevenness of receptivity (1: exponential)
    deaf: float = 0.2  # share of the people whom nothing moves
    ties: float = 8.0
    units: int = 10
    inside: float = 0.7  # share of ties inside the own unit; silos have .97
    turnover: float = 0.003  # share of the people replaced by newcomers each week
    shock: float = 0.06
    unseen: float = 0.1  # noise of the record of push


@dataclass(frozen=True)
class Record:
    """What a platform would have kept of a world, by week: arrays of shape (n,); `ahead_low` are the 52 weeks that follow."""

    people: Whole
    engaged: Whole  # contributors of the last 28 days, animators apart
    entries: Whole
    exits: Whole
    push: Numbers  # recorded push per person
    low: Flags
    ahead_low: Flags


@dataclass
class State:
    """The people as they stand at the end of a week."""

    world: World
    receptive: Numbers
    follows: Flags
    ends: Whole  # ties as two columns of people, each tie both ways
    friends: Whole
    degree: Numbers
    habit: Numbers
    last: Whole  # week of the last contribution
    before: Numbers  # who contributed in the week before, and the one before that
    earlier: Numbers
    week: int
    rows: list[tuple[int, int, int, float]] = field(default_factory=list)

    def copy(self) -> State:
        arrays = {name: getattr(self, name).copy() for name in ("habit", "last", "before", "earlier", "receptive")}
        return replace(self, rows=[], **arrays)


def simulate(world: World, seed: int) -> tuple[Record, State]:
    """The recorded weeks of one organisation, and its people as they stand at the end."""
    rng = np.random.default_rng(seed)
    state = _people(world, rng)
    plan = pushes(world, rng)
    for i in range(world.length):
        _week(state, _reaction(world, state, plan[i]), rng)
    return _record(world, state), state


def go_on(state: State, seed: int, length: int = YEAR, push: float = 0.0) -> Record:
    """The same people for `length` more weeks at a constant push, none unless told."""
    rng = np.random.default_rng(seed)
    copy = state.copy()
    for _ in range(length):
        _week(copy, push, rng)
    return _record(replace(copy.world, first=state.week, length=length), copy)


def continuations(state: State, seed: int, times: int = 5, length: int = YEAR) -> list[Record]:
    """The same people without push, `times` over, the chances of each drawn anew."""
    return [go_on(state, seed + i, length) for i in range(times)]


def level(record: Record, end: int = YEAR) -> float:
    """Mean share of contributors of 28 days over the last four clean weeks (28 days free of low season) before week `end`."""
    clean = np.flatnonzero(weeks.clean_weeks(record.low, MONTH)[:end])[-MONTH:]
    return float((record.engaged[clean] / record.people[clean]).mean())


def _people(world: World, rng: np.random.Generator) -> State:
    n = world.people
    unit = rng.integers(0, world.units, n)
    ends, friends = _ties(world, unit, rng)
    shape = 1 / world.spread
    return State(
        world=world,
        receptive=rng.gamma(shape, 1 / shape, n) * (rng.random(n) >= world.deaf),
        follows=rng.random(n) < world.followers,
        ends=ends,
        friends=friends,
        degree=np.maximum(np.bincount(ends, minlength=n), 1).astype(np.float64),
        habit=np.zeros(n),
        last=np.full(n, -(10**6)),
        before=np.zeros(n),
        earlier=np.zeros(n),
        week=world.first,
    )


def _ties(world: World, unit: Whole, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Ties drawn person by person with uneven numbers of ties, most of them inside the own unit."""
    n = len(unit)
    wished = rng.poisson(world.ties / 2 * rng.lognormal(-0.32, 0.8, n))
    one = np.repeat(np.arange(n), wished)
    order = np.argsort(unit, kind="stable")
    starts = np.searchsorted(unit[order], np.arange(world.units + 1))
    sizes = np.diff(starts)
    mate = order[starts[unit[one]] + (rng.random(len(one)) * sizes[unit[one]]).astype(np.int64)]
    other = np.where(rng.random(len(one)) < world.inside, mate, rng.integers(0, n, len(one)))
    kept = other != one
    return np.concatenate([one[kept], other[kept]]), np.concatenate([other[kept], one[kept]])


def _week(state: State, push: float, rng: np.random.Generator) -> None:
    """One week: newcomers take places, chances are made, people contribute, habits move, and the platform writes its line."""
    world, n = state.world, state.world.people
    was = state.week - state.last <= MONTH  # engaged at the end of the week before
    gone = rng.random(n) < world.turnover
    state.habit[gone], state.last[gone], state.before[gone], state.earlier[gone] = 0.0, -(10**6), 0.0, 0.0
    pace = season(state.week) * float(np.exp(rng.normal(-(world.shock**2) / 2, world.shock)))
    touched = rng.random(n) < world.reach * push
    around = 0.5 * np.bincount(state.ends, (state.before + state.earlier)[state.friends], minlength=n) / state.degree
    pull = world.need + world.peer * around**world.steep + world.touch * touched + world.lead * min(push, 1.5) * state.follows
    active = rng.random(n) < -np.expm1(-pace * (state.receptive * pull + state.habit))
    answered = rng.random(n) < -np.expm1(-(3 * around + 0.7 * push * state.follows))
    state.habit = np.clip(world.keep * (state.habit + world.gain * active * np.where(answered, 1.0, -0.5)), 0.0, 2.0)
    state.last[active] = state.week
    state.earlier, state.before = state.before, active.astype(np.float64)
    state.week += 1
    now = state.week - 1 - state.last < MONTH
    seen = push * (world.reach + 0.1) * float(np.exp(rng.normal(0, world.unseen)))
    state.rows.append((int(now.sum()), int((now & ~was).sum()), int((was & ~now).sum()), seen))


def pushes(world: World, rng: np.random.Generator) -> Numbers:
    """The planned push of each week, 1 for full strength; slower in low season."""
    n = world.length
    at = np.arange(n)
    plan = np.exp(rng.normal(0, 0.15, n))
    if world.schedule == "fading":
        plan = plan * np.exp(-at / (n * rng.uniform(0.2, 0.6)))
    elif world.schedule == "bursting":
        plan = plan * _bursts(n, rng)
    elif world.schedule == "stopped":
        plan = plan * (at < n * rng.uniform(0.4, 0.95))
    elif world.schedule == "restarted":
        stop = int(n * rng.uniform(0.3, 0.7))
        plan = plan * ((at < stop) | (at >= stop + rng.integers(6, 20)))
    elif world.schedule == "one_animator":
        plan = plan * _absences(n, rng)
    elif world.schedule == "unvaried":
        plan = np.ones(n)
    quiet = np.array([season(world.first + i) < 1 for i in range(n)])
    return plan * np.where(quiet, 0.4, 1.0)


def _bursts(n: int, rng: np.random.Generator) -> Numbers:
    """Campaigns of 3 to 8 weeks, 4 to 20 weeks apart, over a floor of 0 to 30 %."""
    plan, at = np.full(n, rng.uniform(0, 0.3) * rng.integers(0, 2)), 0
    while at < n:
        length = int(rng.integers(3, 9))
        plan[at : at + length] = rng.uniform(0.7, 1.3)
        at += length + int(rng.integers(4, 21))
    return plan


def _absences(n: int, rng: np.random.Generator) -> Numbers:
    """One animator of uneven zeal, away for 2 to 10 weeks now and then."""
    plan = np.clip(1 + 0.4 * np.cumsum(rng.normal(0, 0.3, n)) / np.sqrt(1 + np.arange(n) / 8), 0.3, 1.8)
    at = int(rng.integers(10, 30))
    while at < n:
        length = int(rng.integers(2, 11))
        plan[at : at + length] = 0.0
        at += length + int(rng.integers(15, 45))
    return plan


def _reaction(world: World, state: State, planned: float) -> float:
    """A reactive animation pushes harder when fewer people contribute than it would like, and rests when they do."""
    if world.schedule != "reactive" or not state.rows:
        return planned
    share = state.rows[-1][0] / world.people
    return planned * float(np.clip(2.0 - share / 0.15, 0.0, 2.0))


def _record(world: World, state: State) -> Record:
    engaged, entries, exits, push = (np.array(column) for column in zip(*state.rows, strict=True))
    low = weeks.low_season(range(world.first, world.first + world.length + YEAR), FRANCE)
    people = np.full(len(engaged), world.people)
    return Record(people, engaged, entries, exits, push, low[: world.length], low[world.length :])


def any_world(seed: int) -> World:
    """An organisation drawn at random: every schedule in turn, small and large, short and long, pushed only or carried by its people."""
    rng = np.random.default_rng([seed, 7])
    alone = rng.random() < 0.25  # nothing but push, which leaves hardly any habit
    return World(
        schedule=SCHEDULES[seed % len(SCHEDULES)],
        people=int(np.exp(rng.uniform(np.log(30), np.log(20_000)))),
        length=int(rng.integers(12, 101)),
        first=weeks.week_of_day(date(2021, 1, 4)) + int(rng.integers(0, 104)),
        need=0.0 if alone else float(rng.choice([0.0, 0.005, 0.02, 0.05]) * rng.uniform(0.5, 1.5)),
        peer=0.0 if alone else float(rng.uniform(0.0, 1.6)),
        steep=float(rng.choice([1.0, 1.0, 1.5, 2.0])),
        touch=float(rng.uniform(0.3, 1.5)),
        reach=float(rng.uniform(0.05, 0.4)),
        lead=float(rng.uniform(0.0, 0.4)),
        followers=float(rng.uniform(0.1, 0.8)),
        gain=float(rng.uniform(0.0, 0.08 if alone else 0.3)),
        keep=float(rng.uniform(0.85, 0.975)),
        spread=float(rng.uniform(0.5, 2.0)),
        deaf=float(rng.uniform(0.0, 0.6)),
        ties=float(rng.uniform(4, 16)),
        units=int(rng.integers(3, 30)),
        inside=0.97 if rng.random() < 0.25 else float(rng.uniform(0.4, 0.85)),
        turnover=float(rng.uniform(0.0, 0.006)),
        shock=float(rng.uniform(0.03, 0.15)),
        unseen=float(rng.choice([0.0, 0.1, 0.3])),
    )
