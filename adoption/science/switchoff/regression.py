"""Many small regressions at once, for the refits of the switch-off test: sign-constrained Fisher scoring with beta-binomial dispersion.

Mean and variance are those of the beta-binomial, var = n.mu.(1 - mu).(1 + (n - 1).rho), fitted by the quasi-likelihood of Williams (1982,
Applied Statistics 31), rho by moments. All arrays have the draws first: weights (D, T), coefficients (D, K).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from adoption.science.figures import Bools, Floats

ROUNDS = 12
SETTLE = 4  # rounds between two estimates of the dispersion
RIDGE = 1e-6
Link = Callable[[Floats], tuple[Floats, Floats]]  # linear predictor -> (mean, its slope)


@dataclass(frozen=True)
class Counts:
    """`successes` of `trials` in each of T weeks, explained by `x` (T, K); `free` (K,) tells which coefficients may be negative."""

    trials: Floats
    successes: Floats
    x: Floats
    free: Bools


def hazard(eta: Floats) -> tuple[Floats, Floats]:
    """1 - exp(-eta) and its slope: chances that add up."""
    kept = np.exp(-np.clip(eta, 1e-6, 30.0))
    return 1 - kept, kept


def logistic(eta: Floats) -> tuple[Floats, Floats]:
    mean = 1 / (1 + np.exp(-np.clip(eta, -12.0, 12.0)))
    return mean, mean * (1 - mean)


def fit(counts: Counts, weights: Floats, link: Link, start: Floats) -> tuple[Floats, Floats]:
    """Coefficients (D, K) and dispersion rho (D,) of every draw; `weights` (D, T) say how often each draw took each week."""
    used = counts.trials > 0
    trials, x, w = counts.trials[used], counts.x[used], weights[:, used]
    rate = counts.successes[used] / trials
    beta = np.repeat(start[None, :], len(w), axis=0)
    rho = np.zeros(len(w))
    for turn in range(ROUNDS):
        eta = np.asarray(beta @ x.T)
        mean, slope = link(eta)
        mean, slope = np.clip(mean, 1e-6, 1 - 1e-6), np.maximum(slope, 1e-6)
        plain = trials / (mean * (1 - mean))
        if turn and turn % SETTLE == 0:
            rho = dispersion(w, plain * (rate - mean) ** 2, trials, x.shape[1])
        precision = w * slope**2 * plain / (1 + (trials - 1) * rho[:, None])
        beta = constrained(precision, x, eta + (rate - mean) / slope, counts.free)
    return beta, rho


def dispersion(w: Floats, chi: Floats, trials: Floats, fitted: int) -> Floats:
    """rho by moments, from squared Pearson residuals `chi` (D, T): what they exceed 1 by, after `fitted` degrees of freedom."""
    total = w.sum(axis=1)
    excess = (w * chi).sum(axis=1) * (total / np.maximum(total - fitted, 1.0)) - total
    room = (w * (trials - 1)).sum(axis=1)
    return np.asarray(np.clip(np.divide(excess, room, out=np.zeros(len(w)), where=room > 0), 0.0, 0.5))


def constrained(precision: Floats, x: Floats, response: Floats, free: Bools) -> Floats:
    """Weighted least squares with the coefficients that are not free held at 0 or above: the best of all sets of active constraints."""
    gram = np.einsum("dt,ti,tj->dij", precision, x, x, optimize=True)
    moment = np.asarray((precision * response) @ x)
    size = np.einsum("dii->d", gram)[:, None, None]
    gram = gram + RIDGE * np.maximum(size, 1e-9) * np.eye(x.shape[1])
    best, lowest = np.zeros_like(moment), np.full(len(moment), np.inf)
    for pattern in product((True, False), repeat=int((~free).sum())):
        kept = free.copy()
        kept[~free] = pattern
        part = np.zeros_like(moment)
        if kept.any():
            part[:, kept] = np.linalg.solve(gram[:, kept][:, :, kept], moment[:, kept, None])[:, :, 0]
        loss = np.einsum("di,dij,dj->d", part, gram, part, optimize=True) - 2 * (part * moment).sum(axis=1)
        better = (part[:, ~free] >= 0).all(axis=1) & (loss < lowest)
        best[better], lowest[better] = part[better], loss[better]
    return best


def blocks(rng: np.random.Generator, weeks: int, draws: int, length: int) -> Floats:
    """Moving-block bootstrap (Kuensch 1989) as weights (draws, weeks): how often each week was drawn, whole blocks at a time."""
    length = min(length, weeks)
    count = -(-weeks // length)
    starts = rng.integers(0, weeks - length + 1, (draws, count))
    taken = (starts[:, :, None] + np.arange(length)).reshape(draws, -1)[:, :weeks]
    weights = np.zeros((draws, weeks))
    np.add.at(weights, (np.arange(draws)[:, None], taken), 1.0)
    return weights
