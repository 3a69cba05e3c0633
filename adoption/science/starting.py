"""Do people begin sooner after a week in which their manager contributed (adoption.md 5.16)? A discrete-time hazard with week effects.

Partial likelihood of Cox (1972) with weeks as times and Breslow's ties: each week's beginners against those of the same week who have
not begun. Three columns: whether the manager contributed the week before, the week after (a placebo), and the share of all weeks in which
they do, so that a keen manager of a keen team is no effect of last week. Errors by jackknife over managers.
"""

from __future__ import annotations

import math

import numpy as np

from adoption.science.clustered import Fit, jackknife, summed
from adoption.science.dyads import sums
from adoption.science.figures import NOT_ENOUGH_PEOPLE, Bools, Figure, Floats, Ints

FEWEST_FIRSTS = 20  # ours
ROUNDS = 40
FARTHEST = 10.0


def starting_ratio(contributions: Ints, begun: Bools, cells: Bools, manager: Ints) -> tuple[Figure, Figure, Figure]:
    """Hazard ratios of a first contribution, of the manager's week before, of the week after, and their ratio; null under 20 beginners.

    `contributions` (weeks, people); `cells` and `manager` of the weeks but the first and the last; `begun`: who had before the first week.
    """
    took_part = contributions > 0
    ever = np.logical_or.accumulate(np.vstack([begun[None, :], took_part]), axis=0)[1:-2]
    risk = cells & ~ever
    firsts = risk & took_part[1:-1]
    if int(firsts.sum()) < FEWEST_FIRSTS:
        nothing = Figure.none(NOT_ENOUGH_PEOPLE, n=int(firsts.sum()))
        return nothing, nothing, nothing
    week, person = np.nonzero(risk)
    pairs, place = np.unique(week * contributions.shape[1] + manager[week, person], return_inverse=True)
    when, whose = pairs // contributions.shape[1], pairs % contributions.shape[1]
    at_risk, begins = np.bincount(place).astype(np.float64), sums(place, firsts[week, person].astype(np.float64))
    x = np.column_stack([took_part[when, whose], took_part[when + 2, whose], took_part.mean(axis=0)[whose]]).astype(np.float64)
    return _ratios(x, when, whose, at_risk, begins)


def _ratios(x: Floats, week: Ints, manager: Ints, at_risk: Floats, begins: Floats) -> tuple[Figure, Figure, Figure]:
    fit = _partial(x, week, manager, at_risk, begins)
    firsts = int(begins.sum())
    first, second, beyond = (_ratio(fit, np.array(c), firsts) for c in ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, -1.0, 0.0]))
    return first, second, beyond


def _ratio(fit: Fit, contrast: Floats, firsts: int) -> Figure:
    log = fit.effect(contrast).figure(firsts)
    value, low, high = (math.exp(max(-FARTHEST, min(FARTHEST, part or 0.0))) for part in (log.value, log.low, log.high))
    return Figure(value, low, high, n=firsts)


def _partial(x: Floats, week: Ints, manager: Ints, at_risk: Floats, begins: Floats) -> Fit:
    """Newton's steps on groups of the same week and manager: `at_risk` people of whom `begins` begin, with the same row of `x`."""
    beta = np.zeros(x.shape[1])
    _, group = np.unique(manager, return_inverse=True)
    for _ in range(ROUNDS):
        score, information = _parts(x, week, at_risk, begins, beta)
        step = np.linalg.pinv(information.sum(axis=0), rcond=1e-10, hermitian=True) @ score.sum(axis=0)
        beta = np.clip(beta + np.clip(step, -2, 2), -FARTHEST, FARTHEST)
        if np.abs(step).max() < 1e-8:
            break
    score, information = _parts(x, week, at_risk, begins, beta)
    return Fit(beta, jackknife(summed(information, group), summed(score, group)), int(group.max()) + 1)


def _parts(x: Floats, week: Ints, at_risk: Floats, begins: Floats, beta: Floats) -> tuple[Floats, Floats]:
    """Each group's score and information, centred on the mean of its week."""
    weight = at_risk * np.exp(x @ beta)
    total = np.maximum(np.bincount(week, weight), 1e-300)
    mean = summed(x * weight[:, None], week) / total[:, None]
    expected = weight * (np.bincount(week, begins) / total)[week]
    apart = x - mean[week]
    return apart * (begins - expected)[:, None], apart[:, :, None] * apart[:, None, :] * expected[:, None, None]
