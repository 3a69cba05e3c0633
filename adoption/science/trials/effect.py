"""The effect of a campaign, read from cluster means at its planned dates (adoption.md 5.25).

Within each period, clusters reached are compared with those not yet reached (the vertical comparison of Thompson et al. 2018), means of
people weighing alike whatever the cluster's size, adjusted for the cluster's mean of period 0; a shock common to a period cancels out.
Periods of one cluster are not independent, so the interval re-draws the order as it was drawn (randomisation inference: exact for an effect
that is the same in all clusters), and inverts that test. Intention to treat: a cluster counts as reached from its drawn step on, whatever
was done there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Bools, Figure, Floats, Ints
from adoption.science.trials.order import Plan, draw_orders

HIDDEN = "hidden_until_planned"
TOO_FEW_CLUSTERS = "too_few_clusters"
DRAWS = 1999


@dataclass(frozen=True)
class Effect:
    """The difference made, in the outcome's unit, with the interval that belongs to this look (95 % where it is the only one).

    `claimed`: the interval leaves 0 out. `lost`: clusters left out because a mean is missing. Null with a reason when hidden, or under 8
    clusters on each side.
    """

    difference: Figure
    p: float | None = None
    level: float | None = None
    claimed: bool = False
    lost: int = 0


def effect(plan: Plan, outcome: Floats, seed: int, draws: int = DRAWS) -> Effect:
    """From the cluster means of the primary outcome, shape (clusters, periods so far), period 0 first, NaN where there is none.

    The last column is the period just ended: the effect is hidden where the plan does not read there.
    """
    period = outcome.shape[1] - 1
    if period not in plan.looks:
        return Effect(Figure.none(HIDDEN, n=len(plan.step)))
    kept: Bools = np.asarray(np.isfinite(outcome).all(axis=1))
    lost, n = int((~kept).sum()), int(kept.sum())
    periods = plan.comparable(period, kept)
    level = float(plan.levels[plan.looks.index(period)])
    if not len(periods) or level == 0:
        return Effect(Figure.none(TOO_FEW_CLUSTERS, n=n), lost=lost)
    orders = draw_orders(plan.block, plan.steps, draws, np.random.default_rng([seed, 1]))[:, kept]
    value, edges = _edges(plan.step[kept], orders, outcome[kept][:, periods], outcome[kept, 0], periods)
    low, high = _interval(edges, level)
    p = min(1.0, 2 * (1 + min(int((edges[0] <= 0).sum()), int((edges[1] >= 0).sum()))) / (draws + 1))
    return Effect(Figure(value, low, high, n=n), p, level, low > 0 or high < 0, lost)


def reached(step: Ints, periods: Ints) -> Floats:
    """1 where a cluster is reached; shape (..., clusters, periods)."""
    return (step[..., None] <= periods).astype(np.float64)


def adjusted(values: Floats, baseline: Floats) -> Floats:
    """`values` less their fit on a constant and the baseline over clusters, period by period; shape (..., clusters, periods)."""
    centred = values - values.mean(axis=-2, keepdims=True)
    slope = baseline - baseline.mean()
    size = float(slope @ slope)
    if size <= 1e-12 * max(1.0, float(baseline @ baseline)):
        return np.asarray(centred)
    return np.asarray(centred - slope[:, None] * (np.einsum("c,...ct->...t", slope, centred) / size)[..., None, :])


def _edges(step: Ints, orders: Ints, outcome: Floats, baseline: Floats, periods: Ints) -> tuple[float, Floats]:
    """The estimate, and for each drawn order the effects from which on, and up to which, it scores at least as high, or as low.

    The score of an order Z for an effect d is the sum of Z times the adjusted (outcome - d x reached): a line in d, so the test is inverted
    without a search. Where a drawn order never parts from the real one it counts on both sides. Shape (2, draws).
    """
    real, drawn = reached(step, periods), reached(orders, periods)
    target, own = adjusted(outcome, baseline), adjusted(real, baseline)
    gap = (real * target).sum() - np.einsum("dct,ct->d", drawn, target)
    width = (real * own).sum() - np.einsum("dct,ct->d", drawn, own)
    parts = width > 1e-9
    edge = np.divide(gap, width, out=np.zeros(len(gap)), where=parts)
    return float((real * target).sum() / (real * own).sum()), np.stack([np.where(parts, edge, -np.inf), np.where(parts, edge, np.inf)])


def _interval(edges: Floats, level: float) -> tuple[float, float]:
    """All effects that the test does not refuse at `level`, half of it on each side; infinite where there are too few draws to refuse."""
    rank = int(np.floor(level / 2 * (edges.shape[1] + 1) + 1e-9))
    if rank == 0:
        return -np.inf, np.inf
    return float(np.partition(edges[0], rank - 1)[rank - 1]), float(np.partition(edges[1], -rank)[-rank])
