"""The switch-off test on organisations made of people, whose truth is read by going on without push (adoption.md 5.24)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np

from adoption.science.figures import Floats
from adoption.science.stages import classify
from adoption.science.switchoff import switch_off
from tests.adoption.science import switchoff_trial, worlds
from tests.adoption.science.networks import World, simulate
from tests.adoption.science.switchoff_trial import BINS, PAUSES, Outcome
from tests.adoption.science.worlds import SCHEDULES
from tests.validation.checks import Check, Findings, Job, Section, Size, batches, limited, margin, none_of, percent, told

SEED = 5
AIM = 0.02
PER_JOB = 10


def _some(first: int, count: int) -> list[Outcome]:
    return [switchoff_trial.outcome(SEED * 100_000 + number) for number in range(first, first + count)]


def _pushed(first: int, count: int) -> list[tuple[str, bool, bool]]:
    """Networks without need, ties that pull or lasting habit: what the test says of each, whether it dies, and whether its label is wrong.

    The label: the same word given to a course that passes every other test of self-carrying.
    """
    found: list[tuple[str, bool, bool]] = []
    for number in range(first, first + count):
        world = worlds.World(schedule=SCHEDULES[number % len(SCHEDULES)], people=400, length=90, need=0.0, peer=0.0, gain=0.05)
        record, state = worlds.simulate(world, number)
        dies = worlds.level(worlds.continuations(state, 99 + number, 1)[0]) < worlds.ALIVE
        word = switch_off(switchoff_trial.history(record), number).verdict
        found.append((word, dies, _label(word, number) == "self_carrying"))
    return found


def _label(word: str, seed: int) -> str:
    """The stage of a network that holds 45 % for three years, its parts far above their thresholds, once the test has said `word`."""
    course = simulate(World(level=0.45), seed)
    verdict: Floats = np.full(len(course), {"survives": 1.0, "dies": 0.0}.get(word, math.nan))
    parts = {name: np.ones(len(course)) for name in ("s1", "s2", "s5")}
    return classify(type(course)(**{**vars(course), **parts, "alive_without_push": verdict}))[-1].shown


def jobs(size: Size) -> list[Job]:
    trials = batches(_some, size.of(1000, 16), PER_JOB)
    return [
        *(partial(_tagged, "trial", job) for job in trials),
        *(partial(_tagged, "push", j) for j in batches(_pushed, size.of(80, 8), 8)),
    ]


def _tagged(tag: str, job: Job) -> tuple[str, Any]:
    return tag, job()


def findings(size: Size, results: list[Any]) -> Findings:
    outcomes: list[Outcome] = [one for tag, found in results if tag == "trial" for one in found]
    pushed: list[tuple[str, bool, bool]] = [one for tag, found in results if tag == "push" for one in found]
    checks = [*_answers(outcomes), *_alone(outcomes, pushed), *_calibration(outcomes), *_pauses(outcomes), *_kinds(outcomes)]
    return Findings(checks, [_error(one) for one in outcomes if one.wrong])


def _answers(found: list[Outcome]) -> list[Check]:
    answered = [one for one in found if one.verdict != "unknown"]
    ways = [("", answered)]
    ways += [(f", {name}", [o for o in answered if o.by_pause is pause]) for name, pause in (("by the model", False), ("by a pause", True))]
    said = {word: [one for one in answered if one.verdict == word] for word in ("survives", "dies")}
    reasons = Counter(one.reason for one in found if one.verdict == "unknown").most_common()
    return [
        told("organisations", f"{len(found)}, of which {sum(one.lives for one in found)} live a year without push"),
        told(
            "share answered",
            f"{percent(len(answered) / len(found))} ({len(said['survives'])} survives, {len(said['dies'])} dies)",
            "unknown because of: " + ", ".join(f"{reason} {count}" for reason, count in reasons),
        ),
        *(limited(f"wrong among the answered{name}", sum(o.wrong for o in some), len(some), AIM) for name, some in ways),
        _side("survives", "falsely alive", said["survives"]),
        _side("dies", "falsely dead", said["dies"]),
    ]


def _side(word: str, wrong: str, some: Sequence[Outcome]) -> Check:
    return limited(
        f'wrong among those called "{word}" ({wrong})', sum(one.wrong for one in some), len(some), 0.5, "never a majority of one side"
    )


def _alone(found: list[Outcome], pushed: list[tuple[str, bool, bool]]) -> list[Check]:
    lone = [one for one in found if one.pushed_only and not one.lives]
    dying = [(word, label) for word, dies, label in pushed if dies]
    return [
        none_of("kept alive by push alone, called survives (drawn worlds)", sum(o.verdict == "survives" for o in lone), len(lone)),
        none_of("kept alive by push alone, called survives (every schedule)", sum(word == "survives" for word, _ in dying), len(dying)),
        none_of("kept alive by push alone, labelled self-carrying", sum(label for _, label in dying), len(dying)),
        Check("that label where the word is survives", _label("survives", 1), "self_carrying", _label("survives", 1) == "self_carrying"),
    ]


def _calibration(found: list[Outcome]) -> list[Check]:
    """A keeps what is spontaneous and should bound the truth from above, B takes it away and should from below."""
    checks = []
    for name, bound, side in (("kept", "A, spontaneous use kept", 1), ("lost", "B, spontaneous use lost", -1)):
        for low, high in BINS:
            rows = [(p, o.lives) for o in found if (p := getattr(o, name)) is not None and low <= p and (p < high or high == 1.0)]
            if not rows:
                checks.append(told(f"bound {bound}, in {low} to {high}", "no organisation"))
                continue
            said, lived = (float(x) for x in np.array(rows, dtype=np.float64).mean(axis=0))
            reach = margin(min(max(said, 0.01), 0.99), len(rows))
            passed = side * (said - lived) >= -reach
            target = f"lived {'at most' if side > 0 else 'at least'} what was said, ± {percent(reach)}"
            value = f"said {percent(said)}, lived {percent(lived)} (n {len(rows)})"
            checks.append(Check(f"bound {bound}, in {low} to {high}", value, target, passed))
    return checks


def _pauses(found: list[Outcome]) -> list[Check]:
    checks = []
    for place, length in enumerate(PAUSES):
        for rule, name in ((1, "plain rule"), (2, "with our conditions")):
            table = Counter((one.pauses[place][rule], one.pauses[place][3]) for one in found)
            high, low = table["survives", False], table["dies", True]
            said = sum(count for (word, _), count in table.items() if word != "unknown")
            sides = f"answered {said} of {len(found)}; {high} of {table['survives', True] + high} survives and {low} of "
            sides += f"{table['dies', False] + low} dies are wrong"
            title = f"pause of {length} clean weeks, {name}: wrong among the answered"
            if rule == 1:
                checks.append(told(title, f"{percent((high + low) / max(said, 1))} ({high + low} of {said})", sides))
            else:
                checks.append(limited(title, high + low, said, AIM, sides))
    return checks


def _kinds(found: list[Outcome]) -> list[Check]:
    checks = []
    for kind in SCHEDULES:
        some = [one for one in found if one.world.schedule == kind]
        answered = [one for one in some if one.verdict != "unknown"]
        value = f"answered {len(answered)} of {len(some)}, wrong {sum(one.wrong for one in answered)}"
        checks.append(told(f"push {kind.replace('_', ' ')}", value))
    return checks


def _error(one: Outcome) -> str:
    world = ", ".join(f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}" for name, value in asdict(one.world).items())
    return (
        f"Confident error, organisation {one.number}: said {one.verdict}{' after a pause' if one.by_pause else ''}; "
        f"{one.alive:.0%} of its continuations live; {one.now:.1%} contribute at the end of the record, {one.ends:.1%} a year later; "
        f"bounds A {one.kept}, B {one.lost}; world: {world}."
    )


SECTION = Section(
    "switchoff",
    "Switch-off test",
    "How often the test answers and errs on organisations made of people, ties, habits and seasons, who share no code with the model. Not "
    "that real organisations are among them: until a real pause is recorded, nothing real validates it.",
    jobs,
    findings,
)
