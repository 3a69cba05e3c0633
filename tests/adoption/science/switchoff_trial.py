"""The switch-off test on trial (adoption.md 5.24): what it answers on organisations with a known truth, where it errs, and how its bounds
and the pause rule behave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import Pool

import numpy as np

from adoption.science.switchoff import History, judge_pause, switch_off
from adoption.science.weeks import YEAR, clean_weeks
from tests.adoption.science.worlds import ALIVE, MONTH, SCHEDULES, Record, World, any_world, continuations, level, simulate

TIMES = 5
PAUSES = (8, 13)
ROOM = 35  # weeks in which 13 clean ones always fit
BINS = ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.0))


@dataclass(frozen=True)
class Outcome:
    """One organisation: its world, the share of its continuations that live, what the test said, and the pause rule's word and truth."""

    number: int
    world: World
    alive: float  # share of the continuations
    ends: float  # their mean share of contributors at the horizon
    now: float
    verdict: str
    reason: str
    by_pause: bool
    kept: float | None
    lost: float | None
    pauses: tuple[tuple[int, str, str, bool], ...]  # clean weeks, plain rule's word, ours, whether it lived a year after

    @property
    def lives(self) -> bool:
        return self.alive > 0.5

    @property
    def pushed_only(self) -> bool:
        return self.world.need == 0 and self.world.peer == 0

    @property
    def wrong(self) -> bool:
        return self.verdict in ("survives", "dies") and (self.verdict == "survives") != self.lives


def history(record: Record) -> History:
    return History(record.people, record.engaged, record.entries, record.exits, record.push, record.low, record.ahead_low)


def outcome(number: int) -> Outcome:
    """The trial of organisation `number`; the pause is tried on a longer continuation of the same people."""
    world = any_world(number)
    record, state = simulate(world, number)
    ahead = continuations(state, 10**6 * (number + 1), TIMES - 1)
    longer = continuations(state, 10**6 * (number + 1) + TIMES, 1, YEAR + ROOM)[0]
    ends = [level(one) for one in (*ahead, longer)]
    answer = switch_off(history(record), number)
    bounds = answer.as_dict()["bounds"]
    return Outcome(
        number=number,
        world=world,
        alive=float(np.mean([end >= ALIVE for end in ends])),
        ends=float(np.mean(ends)),
        now=float(record.engaged[-1] / record.people[-1]),
        verdict=answer.verdict,
        reason=answer.reason,
        by_pause=answer.pause is not None,
        kept=bounds["spontaneous_kept"],
        lost=bounds["spontaneous_lost"],
        pauses=tuple(_paused(longer, record, length) for length in PAUSES),
    )


def _paused(longer: Record, record: Record, length: int) -> tuple[int, str, str, bool]:
    """The pause rule after `length` clean weeks without push, and whether the same people live 52 weeks later."""
    clean = clean_weeks(np.concatenate([record.low, longer.low]), MONTH)[len(record.low) :]
    end = int(np.flatnonzero(clean)[length - 1]) + 1
    share = longer.engaged[:end] / longer.people[:end]
    pause = judge_pause(share, clean[:end], int(longer.people[0]))
    return length, pause.plain, pause.verdict, level(longer, end + YEAR) >= ALIVE


def outcomes(organisations: int, seed: int, processes: int = 1) -> list[Outcome]:
    """Organisations `seed` x 100,000 onwards."""
    numbers = range(seed * 100_000, seed * 100_000 + organisations)
    if processes == 1:
        return [outcome(number) for number in numbers]
    with Pool(processes) as pool:
        return pool.map(outcome, numbers, chunksize=5)


def validate(organisations: int, seed: int, processes: int = 1) -> str:
    """The report, as text: share answered, share wrong and on which side, calibration, pause rule, per schedule, and every error."""
    found = outcomes(organisations, seed, processes)
    return "\n".join([*_headline(found), *_by_kind(found), *_calibration(found), *_pauses(found), *_errors(found)])


def _headline(found: list[Outcome]) -> list[str]:
    reasons = Counter(one.reason for one in found if one.verdict == "unknown")
    ways = (
        ("all", found),
        ("by the model", [o for o in found if not o.by_pause]),
        ("by a pause in the history", [o for o in found if o.by_pause]),
    )
    lone = [one for one in found if one.pushed_only and not one.lives]
    return [
        f"organisations {len(found)}, of which {sum(o.lives for o in found)} live a year without push",
        *(f"{name}: {_line(some)}" for name, some in ways),
        f"kept alive by push alone and dying without it: {len(lone)}, called survives: {sum(o.verdict == 'survives' for o in lone)}",
        f"unknown because of: {dict(reasons.most_common())}",
    ]


def _line(some: Iterable[Outcome]) -> str:
    all_ = list(some)
    answered = [one for one in all_ if one.verdict != "unknown"]
    high, low = (sum(o.wrong and o.verdict == word for o in answered) for word in ("survives", "dies"))
    said = Counter(one.verdict for one in answered)
    share = (high + low) / len(answered) if answered else 0.0
    return (
        f"answered {len(answered)} of {len(all_)} ({said['survives']} survives, {said['dies']} dies), wrong {high + low} "
        f"({share:.1%}): {high} falsely alive, {low} falsely dead"
    )


def _by_kind(found: list[Outcome]) -> list[str]:
    kinds: dict[str, Callable[[Outcome], bool]] = {kind: partial(_scheduled, kind) for kind in SCHEDULES}
    kinds |= {
        "push alone": lambda o: o.pushed_only,
        "silos": lambda o: o.world.inside > 0.9,
        "under 200 people": lambda o: o.world.people < 200,
        "200 to 2,000 people": lambda o: 200 <= o.world.people < 2000,
        "2,000 people or more": lambda o: o.world.people >= 2000,
        "under 52 weeks": lambda o: o.world.length < YEAR,
    }
    return [f"  {name}: {_line(o for o in found if chosen(o))}" for name, chosen in kinds.items()]


def _scheduled(kind: str, found: Outcome) -> bool:
    return found.world.schedule == kind


def _calibration(found: list[Outcome]) -> list[str]:
    lines = []
    for name in ("kept", "lost"):
        for low, high in BINS:
            values = [(p, o.lives) for o in found if (p := getattr(o, name)) is not None and low <= p and (p < high or high == 1.0)]
            if values:
                said, lived = np.mean(np.array(values, dtype=float), axis=0)
                lines.append(f"bound, spontaneous {name}, in [{low}, {high}]: n {len(values)}, mean {said:.2f}, lived {lived:.2f}")
    return lines


def _pauses(found: list[Outcome]) -> list[str]:
    rules = ((1, "plain rule"), (2, "with our conditions"))
    return [f"pause of {length} clean weeks, {name}: {_said(found, i, rule)}" for i, length in enumerate(PAUSES) for rule, name in rules]


def _said(found: list[Outcome], pause: int, rule: int) -> str:
    """What one rule said after one length of pause, against who lived a year after it."""
    table = Counter((o.pauses[pause][rule], o.pauses[pause][3]) for o in found)
    high, low = table[("survives", False)], table[("dies", True)]
    said = sum(n for (word, _), n in table.items() if word != "unknown")
    sides = f"{high} of {table[('survives', True)] + high} survives, {low} of {table[('dies', False)] + low} dies"
    return f"answered {said} of {len(found)}, wrong {high + low} ({(high + low) / max(said, 1):.1%}): {sides}"


def _errors(found: list[Outcome]) -> list[str]:
    return [
        f"error {o.number}: {o.verdict} (pause: {o.by_pause}), continuations alive {o.alive:.1f}, level now {o.now:.3f}, at the horizon "
        f"{o.ends:.3f}, bounds {o.kept} {o.lost}, {asdict(o.world)}"
        for o in found
        if o.wrong
    ]
