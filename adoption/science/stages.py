"""The stage (adoption.md 5.22): which phase a network or a community is in, week by week, with the tests that say so.

Only judged weeks (28 days free of low season) move anything: elsewhere the label is frozen. A new label shows after four judged
weeks in a row in the same new class, and a level is entered and left at different thresholds. `self_carrying` needs a verdict
of the switch-off test (5.24).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

import numpy as np

from adoption.science.figures import Bools, Floats, Ints, tidy
from adoption.science.momentum import momentum_by_week

Stage = Literal["too_early", "insufficient", "launch", "transition", "critical_mass", "self_carrying", "stagnation", "decline"]
STAGES: tuple[Stage, ...] = (
    "too_early", "insufficient", "launch", "transition", "critical_mass", "self_carrying", "stagnation", "decline",
)  # fmt: skip
CARRIED = ("critical_mass", "self_carrying")
HELD = 4
YEAR = 52
YEAR_KNOWN = 60


class Test(TypedDict):
    """One test of the classification; `passed` is None where it cannot be computed yet."""

    name: str
    passed: bool | None
    value: float | None
    threshold: float | None


@dataclass(frozen=True)
class Thresholds:
    """Configurable levels; all of them are ours, 25 % after Centola and the upper end of Rogers."""

    enter_mass: float = 0.25
    leave_mass: float = 0.20
    enter_low: float = 0.10
    leave_low: float = 0.08
    invited: float = 0.10


@dataclass(frozen=True)
class Course:
    """The past of one network, one row per consecutive week from its opening; shape (n,), NaN where unknown."""

    weeks: Ints
    low_season: Bools
    judged: Bools
    wac: Floats  # distinct contributors of the week
    share: Floats  # P: contributors of 28 days / target
    invited: Floats  # share of the target with an open account
    ever: Floats  # people who ever contributed
    s1: Floats
    s2: Floats
    s5: Floats
    alive_without_push: Floats | None = None  # verdict of 5.24 as known in each week: 1 survives, 0 dies, NaN unknown; None: never asked

    def __len__(self) -> int:
        return len(self.weeks)


@dataclass(frozen=True)
class Judgement:
    """One week: the class its own tests give, the label shown, and the tests in the order they were tried."""

    week: int
    judged: bool
    candidate: Stage
    shown: Stage
    nuance: str
    tests: tuple[Test, ...]


DEFAULT = Thresholds()


def classify(course: Course, thresholds: Thresholds = DEFAULT, known: Sequence[Stage] = ()) -> list[Judgement]:
    """Every week's stage, in order; a label never depends on weeks after it.

    `known` are the classes that an earlier classification gave to the first weeks: they are not judged again, nor returned.
    """
    momentum = momentum_by_week(course.wac, course.weeks, ~course.low_season)
    judgements: list[Judgement] = []
    label = _Label()
    for i in range(len(course)):
        if i < len(known):
            label.take(known[i], bool(course.judged[i]))
            continue
        week = _Week(course, thresholds, momentum, i, label.shown)
        candidate, nuance = week.stage()
        label.take(candidate, bool(course.judged[i]))
        judgements.append(Judgement(int(course.weeks[i]), bool(course.judged[i]), candidate, label.shown, nuance, tuple(week.tests)))
    return judgements


class _Label:
    """The label shown: a class takes its place after four judged weeks in a row, except at the very beginning."""

    def __init__(self) -> None:
        self.shown: Stage = "insufficient"
        self.candidate: Stage | None = None
        self.streak = 0

    def take(self, candidate: Stage, judged: bool) -> None:
        if candidate == "too_early" or self.shown == "too_early":
            self.shown, self.streak = candidate, 0
        elif judged:
            self.streak = self.streak + 1 if candidate == self.candidate else 1
            self.candidate = candidate
            if self.streak >= HELD:
                self.shown = candidate


class _Week:
    """The tests of one week, kept as they are tried."""

    def __init__(self, course: Course, thresholds: Thresholds, momentum: tuple[Floats, Floats, Floats], i: int, shown: Stage) -> None:
        self.course, self.i, self.tests = course, i, list[Test]()
        self.invited = thresholds.invited
        self.mass = thresholds.leave_mass if shown in CARRIED else thresholds.enter_mass
        above_low = shown in (*CARRIED, "transition")
        self.low = thresholds.leave_low if above_low else thresholds.enter_low
        self.growth_low, self.growth_high = float(momentum[1][i]), float(momentum[2][i])
        self.past = np.flatnonzero(course.judged[: i + 1])  # judged weeks up to this one
        self.share = float(course.share[i])

    def stage(self) -> tuple[Stage, str]:
        """All tests are computed, so that the page shows each; the order of the returns is the order of the specification."""
        self._at_least("target_invited", float(self.course.invited[self.i]), self.invited)
        uninvited = self.tests[0]["passed"] is False
        known = self._known()
        declining, nuance = self._declining()
        held_26, carried = self._carried()
        held_12 = self._held("level_held_12", 16, 12, 11)
        above = self._at_least("above_low", self.share, self.low)
        growing = self._over("growing", self.growth_low, 0.0)
        if uninvited:
            return "too_early", ""
        if not known:
            return "insufficient", ""
        if declining:
            return "decline", nuance
        if held_26:
            return ("self_carrying", "") if carried else ("critical_mass", "autonomy_unverified")
        if held_12:
            return "critical_mass", ""
        if above:
            return "transition", ""
        if self.i < 26 or growing:
            return "launch", "" if self.i < 26 else "long_launch"
        return "stagnation", ""

    def _known(self) -> bool:
        old = self._at_least("age", float(self.i), 4)
        return self._at_least("active_ever", float(self.course.ever[self.i]), 10) and old

    def _declining(self) -> tuple[bool, str]:
        old = self._at_least("age_decline", float(self.i), 12)
        falling = self._under("slope", self.growth_high, 0.0)
        below_quarter = self._under("below_quarter", self._against_quarter(), 0.8)
        if self.i < YEAR_KNOWN:
            return old and falling and below_quarter, "no_yearly_reference"
        below_year = self._under("below_last_year", self._against_last_year(), 0.9)
        return old and falling and below_quarter and below_year, ""

    def _against_quarter(self) -> float:
        """P over its mean 9 to 12 judged weeks ago."""
        if len(self.past) < 13:
            return float("nan")
        before = float(self.course.share[self.past[-13:-9]].mean())
        return self.share / before if before > 0 else float("nan")

    def _against_last_year(self) -> float:
        """Contributors of the last 4 weeks over those of the same weeks a year before."""
        if self.i < YEAR + 3:
            return float("nan")
        now, before = (float(self.course.wac[end - 3 : end + 1].sum()) for end in (self.i, self.i - YEAR))
        return now / before if before > 0 else float("nan")

    def _carried(self) -> tuple[bool, bool]:
        """Level held half a year and the three parts of 5.9, then the verdict, without which nothing is called self-carrying."""
        parts = [
            self._at_least("s1", float(self.course.s1[self.i]), 0.5),
            self._at_least("s2", float(self.course.s2[self.i]), 0.5),
            self._at_least("s5", float(self.course.s5[self.i]), 10 / 12),
        ]
        unknown = bool(np.isnan(self.course.s1[self.i]))
        held = self._held("level_held_26", 26, 26, 23.4)
        verdict = self._verdict()
        self.tests.append({"name": "survives_without_push", "passed": verdict, "value": None, "threshold": None})
        return held and (all(parts) or unknown), all(parts) and verdict is True

    def _verdict(self) -> bool | None:
        known = self.course.alive_without_push
        return None if known is None or np.isnan(known[self.i]) else bool(known[self.i] > 0)

    def _held(self, name: str, age: int, span: int, needed: float) -> bool:
        """P at the level in `needed` of the last `span` judged weeks, from `age` weeks on."""
        last = self.course.share[self.past[-span:]]
        return self._at_least(name, float((last >= self.mass).sum()), needed, known=len(last) == span) and self.i >= age

    def _at_least(self, name: str, value: float, threshold: float, known: bool = True) -> bool:
        return self._note(name, value, threshold, known and value >= threshold - 1e-12, known)

    def _under(self, name: str, value: float, threshold: float) -> bool:
        return self._note(name, value, threshold, value < threshold, True)

    def _over(self, name: str, value: float, threshold: float) -> bool:
        return self._note(name, value, threshold, value > threshold, True)

    def _note(self, name: str, value: float, threshold: float, passed: bool, known: bool) -> bool:
        known = known and not np.isnan(value)
        self.tests.append({"name": name, "passed": bool(passed) if known else None, "value": tidy(value), "threshold": tidy(threshold)})
        return bool(passed) and known
