"""Regressions whose errors keep groups whole: an outcome of communities within home units, of people within their manager's team.

Shares by quasi-binomial regression with a logit link, whatever their dispersion (Papke and Wooldridge 1996, Journal of Applied
Econometrics 11, 619-632), other outcomes by least squares; iteratively reweighted. The covariance is the jackknife over clusters, in
one step (CV3: MacKinnon, Nielsen and Webb 2023, Journal of Econometrics 232, 272-299), with t on clusters - 1: wider than the usual
sandwich and right with few or uneven clusters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtr as student
from scipy.special import stdtrit as student_quantile

from adoption.science.figures import Figure, Floats, Ints

Link = Literal["logit", "identity"]
ROUNDS = 100
STILL = 1e-10
FARTHEST = 30.0  # of the linear predictor
TINY = 1e-10
POWER = 0.8


@dataclass(frozen=True)
class Effect:
    """One number with its standard error and the degrees of freedom of its t."""

    value: float
    error: float
    freedom: int

    def figure(self, n: int) -> Figure:
        reach = float(student_quantile(self.freedom, 0.975)) * self.error
        return Figure(self.value, self.value - reach, self.value + reach, n=n)

    @property
    def p(self) -> float:
        """Of the two-sided test against 0."""
        return 1.0 if self.error <= 0 else float(2 * student(self.freedom, -abs(self.value) / self.error))

    @property
    def detectable(self) -> float:
        """The smallest effect that a 5 % test would find four times in five with this error."""
        return float(student_quantile(self.freedom, 0.975) + student_quantile(self.freedom, POWER)) * self.error


@dataclass(frozen=True)
class Fit:
    """Coefficients (K,), their covariance (K, K), and the number of clusters it rests on."""

    beta: Floats
    covariance: Floats
    clusters: int

    def effect(self, contrast: Floats) -> Effect:
        """Of `contrast` (K,) times the coefficients."""
        variance = float(contrast @ self.covariance @ contrast)
        return Effect(float(contrast @ self.beta), math.sqrt(max(variance, 0.0)), self.clusters - 1)


def regress(y: Floats, x: Floats, cluster: Ints, link: Link) -> Fit:
    """Regression of `y` (n,) on `x` (n, K), which holds its own constant; `cluster` (n,) are any whole numbers, two different at least."""
    beta = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        mean, slope = response(x @ beta, link)
        step = np.linalg.lstsq(_gram(x, slope), x.T @ (y - mean), rcond=TINY)[0]
        beta = beta + step
        if np.abs(x @ step).max() < STILL or np.abs(x @ beta).max() > FARTHEST:
            break
    mean, slope = response(x @ beta, link)
    _, group = np.unique(cluster, return_inverse=True)
    score = summed(x * (y - mean)[:, None], group)
    information = summed(x[:, :, None] * x[:, None, :] * slope[:, None, None], group)
    return Fit(beta, jackknife(information, score), len(score))


def response(eta: Floats, link: Link) -> tuple[Floats, Floats]:
    """The mean and its slope at the linear predictor."""
    if link == "identity":
        return eta, np.ones_like(eta)
    mean = 1 / (1 + np.exp(-np.clip(eta, -FARTHEST, FARTHEST)))
    return mean, mean * (1 - mean)


def jackknife(information: Floats, score: Floats) -> Floats:
    """Covariance of coefficients from each cluster's information (G, K, K) and score (G, K) at them.

    Leaving cluster g out moves them by (A - A_g)^-1 s_g, in one step; the variance is (G - 1) / G times the sum of squares. Where a
    coefficient rests on one cluster alone a generalised inverse stands in.
    """
    clusters = len(score)
    without = information.sum(axis=0)[None] - information
    moved = (np.linalg.pinv(without, rcond=TINY, hermitian=True) @ score[:, :, None])[:, :, 0]
    return np.asarray((clusters - 1) / clusters * moved.T @ moved)


def standardised(fit: Fit, x: Floats, column: int, link: Link) -> Effect:
    """Mean change of the outcome when `column` of `x` goes from 0 to 1 for everybody, the rest as it is; error by the delta method."""
    with_it, without = x.copy(), x.copy()
    with_it[:, column], without[:, column] = 1.0, 0.0
    (high, up), (low, down) = response(with_it @ fit.beta, link), response(without @ fit.beta, link)
    gradient = (with_it * up[:, None] - without * down[:, None]).mean(axis=0)
    variance = float(gradient @ fit.covariance @ gradient)
    return Effect(float((high - low).mean()), math.sqrt(max(variance, 0.0)), fit.clusters - 1)


def summed(rows: Floats, group: Ints) -> Floats:
    """Rows (n, ...) added up by `group` (n,) of 0..G - 1; shape (G, ...)."""
    flat = rows.reshape(len(rows), -1)
    total = np.stack([np.bincount(group, column) for column in flat.T], axis=1)
    return np.asarray(total.reshape(-1, *rows.shape[1:]))


def holm(p: Floats) -> Floats:
    """Holm's (1979) adjusted p-values of a family, in the order given; NaN where there was no test, which is not counted."""
    adjusted, known = np.full(len(p), np.nan), np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(order), 0, -1)), 1.0)
    return adjusted


def _gram(x: Floats, slope: Floats) -> Floats:
    return np.asarray((x * slope[:, None]).T @ x)
