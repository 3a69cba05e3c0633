"""The smallest effect a plan could show, said before it starts (adoption.md 5.25)."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit as student_quantile

from adoption.science.figures import NOT_ENOUGH_WEEKS, Figure, Floats, Ints
from adoption.science.trials.effect import TOO_FEW_CLUSTERS, adjusted, reached
from adoption.science.trials.order import Plan, draw_orders

POWER = 0.8
PLACEBOS = 1000


def detectable(plan: Plan, past: Floats, seed: int, power: float = POWER, draws: int = PLACEBOS) -> Figure:
    """The effect found with `power` at the planned date, in the outcome's unit; n counts the clusters.

    `past`: cluster means of at least as many earlier periods of the same length as the plan has steps, shape (clusters, periods). The
    standard error is the scatter of what the plan would have estimated there, had it been drawn `draws` times at each possible start, so it
    holds the variance between clusters and its persistence; t with clusters - blocks - 2 degrees of freedom (18 for 20 pairs). The
    effect's own noise is not in the past: a little fewer are found than said. Null where the plan compares too few clusters, or the past is
    too short or has holes.
    """
    n, periods = len(plan.step), plan.comparable(plan.last)
    if not len(periods):
        return Figure.none(TOO_FEW_CLUSTERS, n=n)
    if past.shape[1] < plan.steps or not np.isfinite(past).all():
        return Figure.none(NOT_ENOUGH_WEEKS, n=n)
    drawn = reached(draw_orders(plan.block, plan.steps, draws, np.random.default_rng(seed)), periods)
    starts = range(past.shape[1] - plan.steps + 1)
    error = np.sqrt(np.mean([_placebos(drawn, past[:, start:], periods).var() for start in starts]))
    level, freedom = float(plan.levels[-1]), max(n - int(plan.block.max()) - 3, 1)
    margin = -float(student_quantile(freedom, level / 2)) + float(student_quantile(freedom, power))
    return Figure(margin * float(error), n=n)


def _placebos(drawn: Floats, then: Floats, periods: Ints) -> Floats:
    """What each drawn order, (draws, clusters, periods compared), would have estimated where nothing was done. Shape (draws,)."""
    target, baseline = adjusted(then[:, periods], then[:, 0]), then[:, 0]
    return np.asarray(np.einsum("dct,ct->d", drawn, target) / (drawn * adjusted(drawn, baseline)).sum(axis=(1, 2)))
