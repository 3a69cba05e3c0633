"""Bass's curve of first adoption and its estimation (adoption.md 3.1).

Bass 1969; least squares on the increments after Srinivasan and Mason 1986; the series it is tried on are in the tests. The curve
speaks of first adoption only: it cannot see people leave. Its usual standard errors are far too small (Boswijk and Franses 2005) and its
ceiling hugs the last observed point (Van den Bulte and Lilien 1997): a shape and a vocabulary, never the only forecaster.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import least_squares

from adoption.science.figures import NO_ACTIVITY, NOT_ENOUGH_WEEKS, Floats

P_AT_ZERO = "p_at_zero"
SINGULAR = "singular"

FEWEST = 4
SMALLEST_P = 1e-6
FLOOR, LARGEST = 1e-8, 8.0  # of p and q
ROOF = 1000.0  # m at most that many times the total seen: without it p slides to 0 while m grows for ever, and p.m alone is known
SINGULAR_AT = 1e-6  # smallest over largest singular value of the derivatives by log parameter
STARTS_P = (0.0005, 0.005, 0.03, 0.1)
STARTS_Q = (0.1, 0.3, 0.6, 0.9)
TRIED = 4

Shape = Callable[[float, float, int], Floats]


class NoStart(Exception):
    """Bass's regression gives no curve: a negative p, or no positive ceiling."""


@dataclass(frozen=True)
class Curve:
    """p (pull from outside, per period), q (pull of those already there, per period) and the ceiling m, in people."""

    p: float
    q: float
    m: float


@dataclass(frozen=True)
class BassFit:
    """A fitted curve, standard errors in the order p, q, m (None where fixed, capped or singular); `reason` names a failure, "" if none."""

    curve: Curve | None
    errors: tuple[float | None, float | None, float | None] = (None, None, None)
    rse: float | None = None
    r2: float | None = None
    n: int = 0
    capped: bool = False
    reason: str = ""


def cumulative(t: Floats, p: float, q: float) -> Floats:
    """F(t): share of those who ever adopt that has adopted by time t, in periods."""
    gone = np.exp(-(p + q) * t)
    share: Floats = (1 - gone) / (1 + (q / p) * gone)
    return share


def increments(p: float, q: float, periods: int) -> Floats:
    """F(t) - F(t - 1) for t = 1..periods; shape (periods,)."""
    return np.diff(cumulative(np.arange(periods + 1.0), p, q))


def density(p: float, q: float, periods: int) -> Floats:
    """f(t), the slope of F, at t = 1..periods."""
    gone = np.exp(-(p + q) * np.arange(1.0, periods + 1))
    slope: Floats = (p + q) ** 2 / p * gone / (1 + (q / p) * gone) ** 2
    return slope


def peak_time(curve: Curve) -> float | None:
    """Periods until adoption is fastest; None where it only slows down (q <= p)."""
    return math.log(curve.q / curve.p) / (curve.p + curve.q) if curve.q > curve.p else None


def peak_share(curve: Curve) -> float:
    """F at the peak."""
    return 0.5 - curve.p / (2 * curve.q)


def peak_rate(curve: Curve) -> float:
    """People per period at the peak."""
    return curve.m * (curve.p + curve.q) ** 2 / (4 * curve.q)


def time_to_share(share: float, curve: Curve) -> float:
    """Periods until `share` (0 to 1, excluded) of the ceiling has adopted."""
    return math.log((1 + curve.q / curve.p * share) / (1 - share)) / (curve.p + curve.q)


def start_values(adoptions: Floats) -> Curve:
    """Bass's own regression n_t = a + b N_{t-1} + c N_{t-1}^2: m the positive root of c m^2 + b m + a = 0, p = a/m, q = -m c."""
    before = np.concatenate([[0.0], np.cumsum(adoptions)[:-1]])
    table = np.column_stack([np.ones(len(before)), before, before**2])
    a, b, c = (float(x) for x in np.linalg.lstsq(table, adoptions, rcond=None)[0])
    inside = b * b - 4 * a * c
    if c >= 0 or inside < 0:
        raise NoStart("no positive ceiling")
    m = (-b - math.sqrt(inside)) / (2 * c)
    if a <= 0 or m <= 0:
        raise NoStart("p is negative")
    return Curve(a / m, -m * c, m)


def fit(adoptions: Floats, *, headcount: float | None = None, fixed: float | None = None) -> BassFit:
    """Least squares on the adoptions of each period, shape (n,); m at most `headcount`, or equal to `fixed`.

    ValueError where more people adopted than that: the headcount is then another one than theirs.
    """
    if min(limit for limit in (headcount, fixed, math.inf) if limit is not None) < adoptions.sum():
        raise ValueError("more people adopted than there are")
    return _fit(adoptions, increments, headcount, fixed)


def fit_density(adoptions: Floats) -> BassFit:
    """The same on the density at the end of each period, as some published outputs have it (Cowpertwait and Metcalfe 2009)."""
    return _fit(adoptions, density, None, None)


def _fit(y: Floats, shape: Shape, headcount: float | None, fixed: float | None) -> BassFit:
    if len(y) < FEWEST:
        return BassFit(None, n=len(y), reason=NOT_ENOUGH_WEEKS)
    if y.sum() <= 0:
        return BassFit(None, n=len(y), reason=NO_ACTIVITY)
    found = _search(y, shape, headcount, fixed)
    if fixed is None and headcount is not None and found.m >= headcount * (1 - 1e-6):
        return replace(_described(y, shape, replace(found, m=float(headcount)), free=2), capped=True)
    return _described(y, shape, found, free=3 if fixed is None else 2)


def _search(y: Floats, shape: Shape, headcount: float | None, fixed: float | None) -> Curve:
    """The best of several starts. Parameters are searched as logarithms, m in units of the total seen."""
    total, scale = float(y.sum()), float(np.sqrt((y**2).mean()))
    roof = headcount / total if headcount else ROOF
    low, high = np.log([FLOOR, FLOOR, min(0.5, roof / 2)]), np.log([LARGEST, LARGEST, roof])
    if fixed is not None:
        low[2], high[2] = math.log(fixed / total) - 1e-9, math.log(fixed / total) + 1e-9

    def gaps(x: Floats) -> Floats:
        p, q, m = np.exp(x)
        gap: Floats = (m * total * shape(float(p), float(q), len(y)) - y) / scale
        return gap

    tries = [
        least_squares(gaps, np.clip(np.log([s.p, s.q, s.m / total]), low + 1e-10, high - 1e-10), bounds=(low, high), xtol=1e-12, ftol=1e-12)
        for s in _starts(y, shape)
    ]
    p, q, m = np.exp(min(tries, key=lambda one: float(one.cost)).x)
    return Curve(float(p), float(q), fixed if fixed is not None else float(m) * total)


def _starts(y: Floats, shape: Shape) -> list[Curve]:
    """Bass's regression where it gives a curve, and the best of a grid of usual values, each with its best ceiling."""
    grid = [Curve(p, q, _ceiling(y, shape(p, q, len(y)))) for p in STARTS_P for q in STARTS_Q]
    with suppress(NoStart):
        grid.append(start_values(y))
    return sorted(grid, key=lambda s: _rest(y, shape, s))[:TRIED]


def _ceiling(y: Floats, shares: Floats) -> float:
    return max(float(y @ shares / (shares @ shares)), float(y.sum()) * 0.5)


def _rest(y: Floats, shape: Shape, curve: Curve) -> float:
    return float(((y - curve.m * shape(curve.p, curve.q, len(y))) ** 2).sum())


def _described(y: Floats, shape: Shape, curve: Curve, free: int) -> BassFit:
    """The fit with its errors, or with the reason that it has none."""
    rest, spread = _rest(y, shape, curve), float(((y - y.mean()) ** 2).sum())
    freedom = len(y) - free
    plain = BassFit(curve, rse=math.sqrt(rest / freedom), r2=1 - rest / spread if spread else None, n=len(y))
    slopes = _slopes(curve, shape, len(y))[:, :free]
    sizes = np.linalg.svd(slopes, compute_uv=False)
    if curve.p < SMALLEST_P or (free == 3 and curve.m > ROOF * 0.99 * y.sum()):
        return replace(plain, reason=P_AT_ZERO)
    if sizes[-1] < sizes[0] * SINGULAR_AT:
        return replace(plain, reason=SINGULAR)
    relative = np.sqrt(np.diag(np.linalg.inv(slopes.T @ slopes)) * rest / freedom)
    errors = [float(r) * value for r, value in zip(relative, (curve.p, curve.q, curve.m), strict=False)]
    return replace(plain, errors=(errors[0], errors[1], errors[2] if free == 3 else None))


def _slopes(curve: Curve, shape: Shape, periods: int) -> Floats:
    """Derivatives of m.shape by log p, log q and log m; shape (periods, 3)."""
    step = 1e-5
    by_p = shape(curve.p * math.exp(step), curve.q, periods) - shape(curve.p * math.exp(-step), curve.q, periods)
    by_q = shape(curve.p, curve.q * math.exp(step), periods) - shape(curve.p, curve.q * math.exp(-step), periods)
    return curve.m * np.column_stack([by_p / (2 * step), by_q / (2 * step), shape(curve.p, curve.q, periods)])
