"""The self-carrying index (adoption.md 5.9): activity not made by the animators, leavers replaced, survival of the loss of three people.

Over 28 days, each component in [0, 1]: s1 contributions by non-animators; s2 replied threads opened by a non-animator and
answered by another one; s3 min(1, replacement ratio over 12 clean weeks), only with 10 leavers or more; s4 contributions left
without the three most active people and the replies to them, over its expectation at that size; s5 share of the last 12 clean
weeks with 3 distinct non-animator contributors. Index = 100 x the geometric mean, so that one zero kills. Interval: bootstrap
over the last 12 clean weeks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace

import numpy as np

from adoption.science.figures import NOT_ENOUGH_CONTRIBUTIONS, NOT_ENOUGH_PEOPLE, Bools, Figure, Floats
from adoption.science.health import windows_back

FEWEST_MEMBERS = 10
FEWEST_CONTRIBUTIONS = 10
FEWEST_LEAVERS = 10
QUARTER = 12
MONTH = 4
PEERS = 3
TOP = 3
DRAWS = 400


@dataclass(frozen=True)
class Parts:
    """What one community did, week by week up to the asked one; arrays of shape (n,), `28` marks totals of the last four weeks."""

    contributions28: Floats
    by_others28: Floats
    threads28: Floats
    peer_threads28: Floats
    kept28: Floats
    expected28: Floats
    contributions: Floats
    by_others: Floats
    threads: Floats
    peer_threads: Floats
    others: Floats
    entrants: Floats
    leavers: Floats

    def upto(self, end: int) -> Parts:
        return replace(self, **{f.name: getattr(self, f.name)[:end] for f in fields(self)})


@dataclass(frozen=True)
class Components:
    """The five parts; s3 is None where fewer than 10 people left over the quarter, and the index then rests on four."""

    s1: float
    s2: float
    s3: float | None
    s4: float
    s5: float

    def index(self) -> float:
        kept = [s for s in (self.s1, self.s2, self.s3, self.s4, self.s5) if s is not None]
        return 100 * math.prod(kept) ** (1 / len(kept))


def components(parts: Parts, clean7: Bools, clean28: Bools) -> Components:
    """The five parts as of the last week of `parts`; masks of shape (n,) say which weeks are clean over 7 and 28 days."""
    quarter = np.flatnonzero(clean7)[-QUARTER:]
    used = windows_back(clean28, QUARTER // MONTH)
    return Components(
        s1=_share(parts.by_others28[-1], parts.contributions28[-1]),
        s2=_share(parts.peer_threads28[-1], parts.threads28[-1]),
        s3=_replaced(parts.entrants[used].sum(), parts.leavers[used].sum()),
        s4=_survival(parts.kept28[-1], parts.contributions28[-1], parts.expected28[-1]),
        s5=float((parts.others[quarter] >= PEERS).sum()) / QUARTER,
    )


def self_carrying_index(parts: Parts, members: int, clean7: Bools, clean28: Bools, seed: int) -> Figure:
    """Index and interval of the last week; null under 10 members or 10 contributions over 28 days."""
    if members < FEWEST_MEMBERS:
        return Figure.none(NOT_ENOUGH_PEOPLE, n=members)
    made = int(parts.contributions28[-1])
    if made < FEWEST_CONTRIBUTIONS:
        return Figure.none(NOT_ENOUGH_CONTRIBUTIONS, n=made)
    value = components(parts, clean7, clean28).index()
    low, high = _interval(parts, clean7, clean28, value, seed)
    return Figure(value, low, high, n=made)


def _interval(parts: Parts, clean7: Bools, clean28: Bools, value: float, seed: int) -> tuple[float | None, float | None]:
    """2.5 and 97.5 % of the index over redrawn weeks: four for the parts of 28 days, twelve for s5, three windows for s3."""
    quarter = np.flatnonzero(clean7)[-QUARTER:]
    if len(quarter) < MONTH or value == 0:
        return None, None
    rng = np.random.default_rng(seed)
    month = rng.choice(quarter, size=(DRAWS, MONTH))
    logs = [
        _log(_ratio(parts.by_others[month].sum(1), parts.contributions[month].sum(1))),
        _log(_ratio(parts.peer_threads[month].sum(1), parts.threads[month].sum(1))),
        _log(np.minimum(1.0, _ratio(parts.kept28, parts.contributions28 * parts.expected28)[month].mean(1))),
        _log((parts.others[rng.choice(quarter, size=(DRAWS, QUARTER))] >= PEERS).sum(1) * (len(quarter) / QUARTER) / QUARTER),
    ]
    used = windows_back(clean28, QUARTER // MONTH)
    if parts.leavers[used].sum() >= FEWEST_LEAVERS:
        drawn = rng.choice(np.array(used), size=(DRAWS, len(used)))
        logs.append(_log(np.minimum(1.0, _ratio(parts.entrants[drawn].sum(1), parts.leavers[drawn].sum(1)))))
    low, high = np.percentile(100 * np.exp(np.mean(logs, axis=0)), [2.5, 97.5])
    return min(float(low), value), max(float(high), value)


def expected_kept(people: Floats, reply_share: Floats) -> Floats:
    """Share of contributions that would be left without three of `people` equally active contributors, replies going to anyone.

    The others make 1 - 3/n of it, of which `reply_share` answers someone, one of the three with probability 3/(n - 1). 0 for
    three people or fewer.
    """
    size = np.maximum(people, TOP + 1)
    return np.where(people > TOP, (1 - TOP / size) * (1 - reply_share * np.minimum(1.0, TOP / (size - 1))), 0.0)


def _survival(kept: float, made: float, expected: float) -> float:
    return min(1.0, _share(kept, made * expected))


def _replaced(entrants: float, leavers: float) -> float | None:
    return min(1.0, float(entrants / leavers)) if leavers >= FEWEST_LEAVERS else None


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else 0.0


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _log(share: Floats) -> Floats:
    return np.log(np.clip(share, 1e-9, 1.0))
