"""Where to push next (adoption.md 5.25): candidate actions, ranked without trusting the luckiest estimate. Ours: hypotheses to test.

Among many estimates the largest is overrated: each gain is drawn towards the mean of its kind, the more so the less sure it is (empirical
Bayes; James and Stein 1961, Efron and Morris 1975, the variance between pushes by DerSimonian and Laird 1986). A kind with under four
estimates has no mean to lean on and is drawn towards no gain at all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from adoption.science.figures import Figure, Floats
from adoption.science.health import Z
from adoption.science.switchoff.pause import Word
from adoption.science.switchoff.pooling import between

Kind = Literal["open_closed", "answer_newcomers", "seed_unit", "invite_colleagues", "merge_communities"]
KINDS: tuple[Kind, ...] = ("open_closed", "answer_newcomers", "seed_unit", "invite_colleagues", "merge_communities")
MOVES: dict[Kind, tuple[str, ...]] = {  # tests of 5.22, by the names that `stages` gives them
    "open_closed": ("s1", "s2"),
    "answer_newcomers": ("growing", "level_held_12"),
    "seed_unit": ("above_low", "level_held_12"),
    "invite_colleagues": ("above_low", "growing"),
    "merge_communities": ("s2", "s5"),
}
FEWEST = 4  # James and Stein's gain on separate estimates, their common mean unknown, begins at four

NO_ESTIMATE = "no_estimate"
SWITCH_OFF_UNKNOWN = "switch_off_unknown"
TO_TEST: Literal["to_test"] = "to_test"


@dataclass(frozen=True)
class Estimate:
    """A gain and its standard error, > 0, in the same unit for every push compared."""

    gain: float
    error: float


@dataclass(frozen=True)
class Push:
    """A candidate: `key` tells it from the others of its kind, `people` counts those it touches, `estimate` its gain where there is one.

    `survival`: what it would add to the chance of being alive after a year without push, where that was simulated.
    """

    kind: Kind
    key: str
    people: int
    estimate: Estimate | None = None
    survival: Figure | None = None

    @property
    def moves(self) -> tuple[str, ...]:
        """The tests of 5.22 that it would move."""
        return MOVES[self.kind]


@dataclass(frozen=True)
class Hypothesis:
    """A push in its rank, from 1: the shrunk gain, n counting the estimates of its kind, and the gain in survival.

    The 95 % interval keeps the width of the push's own estimate: shrinking makes no estimate surer here. Never a promise: `status` is all
    it is.
    """

    rank: int
    push: Push
    gain: Figure
    survival: Figure
    status: Literal["to_test"] = TO_TEST


def next_pushes(pushes: Sequence[Push], verdict: Word, most: int) -> tuple[Hypothesis, ...]:
    """At most `most` pushes, the largest shrunk gain first, those without an estimate after all others, by people touched.

    `verdict` is that of the switch-off test (5.24): without an answer there, no gain in survival is told. Equal ones stand by kind and key,
    whatever order they came in. ValueError for a standard error that is not above 0.
    """
    gains = _shrunk(pushes)
    order = sorted(range(len(pushes)), key=lambda i: _place(pushes[i], gains[i]))
    return tuple(Hypothesis(rank, pushes[i], gains[i], _survival(pushes[i], verdict)) for rank, i in enumerate(order[:most], 1))


def shrink(gains: Floats, errors: Floats) -> Floats:
    """Shrunk gains of one kind; shape (pushes,)."""
    variance = errors**2
    known = len(gains) >= FEWEST
    centre = float((gains / variance).sum() / (1 / variance).sum()) if known else 0.0
    spread = _spread(gains, variance, centre, known)
    if known and spread > 0:
        centre = float((gains / (variance + spread)).sum() / (1 / (variance + spread)).sum())
    weight = spread / (spread + variance)
    return np.asarray(weight * gains + (1 - weight) * centre)


def _spread(gains: Floats, variance: Floats, centre: float, known: bool) -> float:
    """Variance between the pushes of a kind, never negative; one degree of freedom is lost where their own mean is the centre."""
    if not known:
        return float(between(gains[:, None], variance[:, None], np.array([centre]))[0])
    precision = 1 / variance
    excess = float((precision * (gains - centre) ** 2).sum()) - (len(gains) - 1)
    return max(0.0, excess / float(precision.sum() - (precision**2).sum() / precision.sum()))


def _shrunk(pushes: Sequence[Push]) -> list[Figure]:
    figures = [Figure.none(NO_ESTIMATE) for _ in pushes]
    for kind in KINDS:
        here = [(i, push.estimate) for i, push in enumerate(pushes) if push.kind == kind and push.estimate is not None]
        if not here:
            continue
        gains, errors = np.array([[one.gain, one.error] for _, one in here]).T
        if not (errors > 0).all():
            raise ValueError("an estimate has a standard error above 0")
        for (i, one), gain in zip(here, shrink(gains, errors).tolist(), strict=True):
            figures[i] = Figure(gain, gain - Z * one.error, gain + Z * one.error, n=len(here))
    return figures


def _place(push: Push, gain: Figure) -> tuple[float, int, int, str]:
    return (math.inf if gain.value is None else -gain.value, -push.people, KINDS.index(push.kind), push.key)


def _survival(push: Push, verdict: Word) -> Figure:
    if verdict == "unknown":
        return Figure.none(SWITCH_OFF_UNKNOWN)
    return Figure.none(NO_ESTIMATE) if push.survival is None else push.survival
