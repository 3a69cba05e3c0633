"""What a section of the validation is made of, and the words and margins in which its figures are given."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

FULL = 1000  # simulated organisations of a full run; every other number of runs follows
SURE = 2.576  # standard errors that chance alone passes in one case of a hundred
ABSENT = "not run: data absent"

Job = Callable[[], Any]


@dataclass(frozen=True)
class Check:
    """One figure beside its target. `passed`: None where there is nothing to pass, or nothing was run; `detail`: what explains it."""

    name: str
    value: str
    target: str
    passed: bool | None
    detail: str = ""

    def __post_init__(self) -> None:
        if self.passed is not None:  # numpy's own truths are neither JSON nor `True`
            object.__setattr__(self, "passed", bool(self.passed))


@dataclass(frozen=True)
class Findings:
    """The checks of a section, and lines that are listed after them, such as every error with its world."""

    checks: Sequence[Check]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Size:
    """How much is simulated: `runs` organisations of the switch-off test, and of everything else in the same proportion."""

    runs: int = FULL

    def of(self, full: int, least: int = 4) -> int:
        return max(least, round(full * self.runs / FULL))


@dataclass(frozen=True)
class Section:
    """`jobs` run side by side, each in its own process; `findings` reads their results, in the order of the jobs.

    `proves`: what the section shows, and what it cannot show, as the report says it.
    """

    name: str
    title: str
    proves: str
    jobs: Callable[[Size], list[Job]]
    findings: Callable[[Size, list[Any]], Findings]


def gathered(size: Size, results: list[Any]) -> Findings:
    """For sections whose jobs return checks."""
    return Findings([check for checks in results for check in checks])


def batches(task: Callable[[int, int], Any], count: int, per: int) -> list[Job]:
    """`task(first, number)` over `count` numbered things, `per` at a time."""
    return [partial(task, first, min(per, count - first)) for first in range(0, count, per)]


def percent(share: float, digits: int = 1) -> str:
    return "none" if math.isnan(share) else f"{100 * share:.{digits}f} %"


def margin(aim: float, runs: int) -> float:
    """What chance alone may add to or take from a share of `runs` whose truth is `aim`."""
    return SURE * math.sqrt(aim * (1 - aim) / max(runs, 1))


def at_least(name: str, hits: int, runs: int, aim: float, detail: str = "") -> Check:
    """A share that should be `aim` or more: a MISS where `runs` exclude it."""
    floor = aim - margin(aim, runs)
    return _share(name, hits, runs, f"{percent(aim, 0)} or more (over {runs}: ≥ {percent(floor)})", hits / max(runs, 1) >= floor, detail)


def at_most(name: str, hits: int, runs: int, aim: float, detail: str = "") -> Check:
    """A share that should be `aim` or less: a MISS where `runs` exclude it."""
    roof = aim + margin(aim, runs)
    return _share(name, hits, runs, f"{percent(aim, 0)} or less (over {runs}: ≤ {percent(roof)})", hits / max(runs, 1) <= roof, detail)


def about(name: str, hits: int, runs: int, aim: float, detail: str = "") -> Check:
    """A share that should be `aim`, neither more nor less: a MISS where `runs` exclude it."""
    reach = margin(aim, runs)
    target = f"about {percent(aim, 0)} (over {runs}: ± {percent(reach)})"
    return _share(name, hits, runs, target, abs(hits / max(runs, 1) - aim) <= reach, detail)


def limited(name: str, hits: int, runs: int, limit: float, detail: str = "") -> Check:
    """A share with a strict limit, whatever chance may do."""
    share = hits / runs if runs else math.nan
    return _share(name, hits, runs, f"≤ {percent(limit, 0)}", share <= limit if runs else None, detail)


def none_of(name: str, hits: int, runs: int, detail: str = "") -> Check:
    """What should never happen."""
    return Check(name, f"{hits} of {runs}", "0", hits == 0 if runs else None, detail)


def told(name: str, value: str, detail: str = "") -> Check:
    """A figure that has no target and is owed all the same."""
    return Check(name, value, "reported, no target", None, detail)


def equal(name: str, found: float, expected: float, digits: int, detail: str = "") -> Check:
    """A figure known to `digits` decimals."""
    value, target = f"{found:.{digits}f}", f"{expected:.{digits}f}"
    return Check(name, value, target, value == target, detail)


def skipped(names: Iterable[tuple[str, str]]) -> list[Check]:
    """Checks on data that are not here: (name, target) of each."""
    return [Check(name, ABSENT, target, None) for name, target in names]


def _share(name: str, hits: int, runs: int, target: str, passed: bool | None, detail: str) -> Check:
    share = hits / runs if runs else math.nan
    return Check(name, f"{percent(share)} ({hits} of {runs})", target, passed, detail)
