"""Open and closed communities side by side (adoption.md 5.15): do they live differently, and how much of it is their size, age and kind?

One community counts as one. The primary outcome is c28, declared beforehand; the others answer together, by Holm. Raw: medians and the
shift of Hodges and Lehmann (1963), its interval by redrawing whole home units. Adjusted: quasi-binomial regression on openness, members,
age, kind and unit size, errors by home unit, told as the mean change if every community were open rather than closed. Closed groups are
often born of teams that existed before: what no column records stays in the gap, which is never the effect of opening.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from adoption.science.claims import ASSOCIATION, Claim
from adoption.science.clustered import Effect, Link, holm, regress, standardised
from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Bools, Figure, Floats, Ints
from adoption.science.shifts import RESAMPLES, mean_gap, shift

YOUNGEST = 12  # weeks
FEWEST_MEMBERS = 10
FEWEST_SIDE, SURE_SIDE = 8, 20
FEWEST_UNITS = 8  # ours: clusters under which the interval would not hold
LEVEL = 0.05
NOT_ENOUGH_COMMUNITIES = "not_enough_communities"
NOT_ENOUGH_UNITS = "not_enough_units"
NO_VARIATION = "no_variation"
PRIMARY = "c28"
Standing = Literal["refused", "not_concluding", "concluding"]
Verdict = Literal["none", "open_higher", "closed_higher", "not_told_apart"]


@dataclass(frozen=True)
class Communities:
    """One entry a community: `age` in weeks, `kind` any code, `unit` the home unit (NO_UNIT: a cluster of its own)."""

    open: Bools
    members: Ints
    age: Ints
    kind: Ints
    unit: Ints
    unit_size: Ints

    def keep(self, which: Bools) -> Communities:
        return Communities(**{f.name: getattr(self, f.name)[which] for f in fields(self)})

    def eligible(self) -> Bools:
        return (self.age >= YOUNGEST) & (self.members >= FEWEST_MEMBERS)

    def clusters(self) -> Ints:
        """Home units, and one number more for each community without any."""
        return np.where(self.unit == NO_UNIT, -2 - np.arange(len(self.unit)), self.unit)


@dataclass(frozen=True)
class Outcomes:
    """What is compared, shape (communities,), NaN where unknown; shares in 0..1 but for `transversality` (T); `survival` is 0 or 1."""

    c28: Floats
    response_rate: Floats
    transversality: Floats
    s1: Floats
    survival: Floats


@dataclass(frozen=True)
class Gap:
    """One outcome, open minus closed. `p` is that of the adjusted gap, after Holm but for the primary; `detectable`: with 80 % power.

    `open` and `closed` are medians, shares for `survival`. The verdict is `none` unless both sides have 20 communities.
    """

    name: str
    n_open: int
    n_closed: int
    open: Figure
    closed: Figure
    raw: Figure
    adjusted: Figure
    detectable: float | None
    p: float | None
    standing: Standing
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """All outcomes, the primary one first, and what may be said of them."""

    n_open: int
    n_closed: int
    standing: Standing
    gaps: tuple[Gap, ...]
    kind: Claim = ASSOCIATION


def compare(communities: Communities, outcomes: Outcomes, seed: int, resamples: int = RESAMPLES) -> Comparison:
    """Of communities of at least 12 weeks and 10 members; the others are left out here."""
    chosen = communities.eligible()
    kept = communities.keep(chosen)
    names = [f.name for f in fields(outcomes)]
    values = [getattr(outcomes, name)[chosen] for name in names]
    effects = [_adjusted(kept, name, y) for name, y in zip(names, values, strict=True)]
    p = np.array([effect.p if isinstance(effect, Effect) else np.nan for effect in effects])
    p[1:] = holm(p[1:])
    gaps = [_gap(kept, names[i], values[i], effects[i], float(p[i]), seed + i, resamples) for i in range(len(names))]
    n_open = int(kept.open.sum())
    n_closed = len(kept.open) - n_open
    return Comparison(n_open, n_closed, _standing(n_open, n_closed), tuple(gaps))


def _standing(n_open: int, n_closed: int) -> Standing:
    fewest = min(n_open, n_closed)
    return "refused" if fewest < FEWEST_SIDE else "not_concluding" if fewest < SURE_SIDE else "concluding"


def _gap(communities: Communities, name: str, y: Floats, effect: Effect | str, p: float, seed: int, resamples: int) -> Gap:
    known = np.isfinite(y)
    y, opened, cluster = y[known], communities.open[known], communities.clusters()[known]
    sides = int(opened.sum()), int((~opened).sum())
    standing = _standing(*sides)
    if standing == "refused":
        nothing = Figure.none(NOT_ENOUGH_COMMUNITIES, n=len(y))
        return Gap(name, *sides, nothing, nothing, nothing, nothing, None, None, standing, "none")
    binary = name == "survival"
    levels = [Figure(float(y[side].mean() if binary else np.median(y[side])), n=int(side.sum())) for side in (opened, ~opened)]
    raw = (mean_gap if binary else shift)(y, opened, cluster, seed, resamples)
    if not isinstance(effect, Effect):
        return Gap(name, *sides, levels[0], levels[1], raw, Figure.none(effect, n=len(y)), None, None, standing, "none")
    verdict = _verdict(effect.value, p) if standing == "concluding" else "none"
    return Gap(name, *sides, levels[0], levels[1], raw, effect.figure(len(y)), effect.detectable, p, standing, verdict)


def _verdict(value: float, p: float) -> Verdict:
    if p >= LEVEL:
        return "not_told_apart"
    return "open_higher" if value > 0 else "closed_higher"


def _adjusted(communities: Communities, name: str, y: Floats) -> Effect | str:
    """The adjusted gap, or the reason why there is none."""
    known = np.isfinite(y)
    kept, y = communities.keep(known), y[known]
    cluster = kept.clusters()
    if min(int(kept.open.sum()), int((~kept.open).sum())) < FEWEST_SIDE:
        return NOT_ENOUGH_COMMUNITIES
    if len(np.unique(cluster)) < FEWEST_UNITS:
        return NOT_ENOUGH_UNITS
    if np.ptp(y[kept.open]) == 0 or np.ptp(y[~kept.open]) == 0:
        return NO_VARIATION
    link: Link = "identity" if name == "transversality" else "logit"
    x = _design(kept)
    return standardised(regress(y, x, cluster, link), x, 1, link)


def _design(communities: Communities) -> Floats:
    """Constant, openness, log members, age, log unit size, no unit, and one column a kind but the first; the constant ones dropped."""
    kinds = np.unique(communities.kind)[1:]
    columns = [
        np.log(communities.members),
        communities.age,
        np.log1p(np.maximum(communities.unit_size, 0)),
        communities.unit == NO_UNIT,
        *(communities.kind == kind for kind in kinds),
    ]
    parts = [np.asarray(c, dtype=np.float64) for c in columns]
    kept = [(part - part.mean()) / part.std() for part in parts if np.ptp(part) > 0]
    return np.column_stack([np.ones(len(communities.open)), communities.open.astype(np.float64), *kept])
