"""The model of the switch-off test (adoption.md 5.24), fitted to redrawn blocks of weeks. Ours.

Entries ~ BetaBinomial(people not engaged, 1 - exp(-s(p0 + p1.u + q.a))); exits ~ BetaBinomial(engaged, d), logit d = c0 - c1.a - c2.u +
season. For entries a is the engaged share of the week before and u the mean recorded push of the last 4 weeks; for exits both are
averaged over the weeks t-4 to t-1. p0, p1, q, c1 and c2 are never negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import Bools, Floats, Ints
from adoption.science.switchoff.history import AFTER, LOW, History, back_mean
from adoption.science.switchoff.regression import Counts, blocks, fit, hazard, logistic

DRAWS = 400
BLOCK = 4
SEASONS = (LOW, AFTER)


@dataclass(frozen=True)
class Draws:
    """Refits, one a row: `entries` (D, 3) p0, p1, q; `exits` (D, 3) c0, c1, c2; dispersions (D,); season by phase (D, 3).

    `pace` multiplies the chance of entry, `leaving` is added to the logit of the chance of exit; 1 and 0 in ordinary weeks.
    """

    entries: Floats
    exits: Floats
    entry_spread: Floats
    exit_spread: Floats
    pace: Floats
    leaving: Floats

    def __len__(self) -> int:
        return len(self.entries)


def refit(history: History, seed: int, draws: int = DRAWS) -> Draws:
    """The model fitted to `draws` moving-block redrawings of the fitted weeks; raises ValueError under 8 of them."""
    used = history.fitted
    if used.sum() < 2 * BLOCK:
        raise ValueError("the model needs 8 fitted weeks")
    weights = blocks(np.random.default_rng(seed), int(used.sum()), draws, BLOCK)
    arriving, leaving = designs(history)
    scale = np.maximum(np.abs(arriving.x[used]).mean(axis=0), 1e-6)
    entries, entry_spread = fit(_cut(arriving, used, scale), weights, hazard, np.array([0.01, 0.01, 0.01]))
    scale_out = np.maximum(np.abs(leaving.x[used]).mean(axis=0), 1e-6)
    exits, exit_spread = fit(_cut(leaving, used, scale_out), weights, logistic, np.array([-1.0, 0.0, 0.0]))
    entries, exits = entries / scale, exits / scale_out
    pace, offset = seasons(arriving, leaving, entries, exits, history.phases[: len(history)])
    return Draws(entries, exits, entry_spread, exit_spread, pace, offset)


def designs(history: History) -> tuple[Counts, Counts]:
    """Both regressions over all weeks of the history; the first week has nothing before it and no trials."""
    share, recent = history.share, history.recent_push
    before = np.concatenate([[0.0], share[:-1]])
    level = np.concatenate([[0.0], back_mean(share)[:-1]])
    push = np.concatenate([[0.0], recent[:-1]])
    stayed = np.concatenate([[0], history.engaged[:-1]]).astype(np.float64)
    waiting = np.maximum(history.people - stayed, history.entries).astype(np.float64)
    waiting[0] = 0.0
    one = np.ones(len(history))
    arriving = Counts(waiting, history.entries.astype(np.float64), np.stack([one, recent, before], axis=1), np.zeros(3, bool))
    leaving = Counts(
        stayed, np.minimum(history.exits, stayed).astype(np.float64), np.stack([one, -level, -push], axis=1), np.array([True, False, False])
    )
    return arriving, leaving


def _cut(counts: Counts, used: Bools, scale: Floats) -> Counts:
    return Counts(counts.trials[used], counts.successes[used], counts.x[used] / scale, counts.free)


def seasons(arriving: Counts, leaving: Counts, entries: Floats, exits: Floats, phase: Ints) -> tuple[Floats, Floats]:
    """Season of each draw: seen over expected entries, and the shift of the logit of exits, in low weeks and after re-openings.

    A phase that the history has not seen keeps the ordinary rates.
    """
    pace, offset = np.ones((len(entries), 3)), np.zeros((len(exits), 3))
    for one in SEASONS:
        weeks = (phase == one) & (np.arange(len(phase)) >= BLOCK)
        if not weeks.any():
            continue
        mean = hazard(entries @ arriving.x[weeks].T)[0] @ arriving.trials[weeks]
        pace[:, one] = np.clip((arriving.successes[weeks].sum() + 0.5) / (mean + 0.5), 0.05, 5.0)
        mean = logistic(exits @ leaving.x[weeks].T)[0] @ leaving.trials[weeks]
        seen, total = leaving.successes[weeks].sum(), leaving.trials[weeks].sum()
        offset[:, one] = np.clip(_logit(seen, total) - _logit(mean, total), -3.0, 3.0)
    return pace, offset


def _logit(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.log((part + 0.5) / (np.maximum(whole - part, 0.0) + 0.5)))
