"""What is left of habits: profiles, engagement, inequality, cohorts and growth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from adoption.metrics.masking.rules import FEWEST, cover, few, nothing, numerator, one_sided, resting, rounded, share, shares, veil
from adoption.metrics.study import Habits, Profiles
from adoption.science.cohorts import Cohorts, Growth
from adoption.science.figures import Floats, Ints
from adoption.science.inequality import Spread, Stickiness
from adoption.science.privacy import GRAIN, SMALL, K, coarse_share
from adoption.science.segments import ASSIDUOUS, BURSTING, FAITHFUL, INACTIVE, IRREGULAR, SocialScore

POINTS = 5.0  # of a score from 0 to 100


def mask_habits(found: Habits, eligible: int, contributors: int) -> Habits:
    """Of a scope with k people and k contributors of 28 days or more."""
    reading = share(found.reading)
    readers = numerator(found.reading)
    silent = reading.value is None or few(readers) or few(eligible - found.visits.ratio.n)
    return replace(
        found,
        profiles=_profiles(found.profiles),
        score=_score(found.score, eligible),
        engagement=veil(found.engagement, cover(found.engagement, one_sided(found.engagement))),
        personas=shares(found.personas),
        c182=nothing() if few(numerator(found.c182) - contributors) else share(found.c182),
        reading=reading,
        spread=_spread(found.spread),
        gini=resting(found.gini, eligible, FEWEST),
        lorenz=_lorenz(found.lorenz, eligible, contributors),
        visits=Stickiness(nothing(), nothing()) if silent else _stickiness(found.visits),
        contributions=_stickiness(found.contributions),
        discontinuance=share(found.discontinuance),
        cohorts=_cohorts(found.cohorts),
        growth=_growth(found.growth),
    )


def _profiles(found: Profiles) -> Profiles:
    hidden = np.array([cover(row, one_sided(row)) for row in found.counts])
    last = hidden[-1]
    matrix = np.array([[last[INACTIVE] | last[IRREGULAR], last[BURSTING]], [last[FAITHFUL], last[ASSIDUOUS]]])
    return replace(
        found,
        counts=veil(found.counts, hidden),
        shares=shares(found.shares),
        matrix=veil(found.matrix, matrix),
        power=share(found.power),
    )


def _score(found: SocialScore, people: int) -> SocialScore:
    parts = shares(found.parts)
    whole = all(part.value is not None for part in parts)
    score = rounded(found.score, POINTS) if people < SMALL else found.score
    return SocialScore(score if whole else nothing(), parts, found.medians if people >= FEWEST else None)


def _spread(found: Spread) -> Spread:
    """The top is of a size that anybody can work out from n: where it is small, the occasional hide it, not the silent."""
    groups = (found.silent, found.occasional, found.top)
    counts = np.array([numerator(group) for group in groups], dtype=np.int64)
    hidden = cover(counts, [False, few(counts[2]), few(counts[2])])
    silent, occasional, top = (nothing() if gone else coarse_share(one, one.n) for one, gone in zip(groups, hidden, strict=True))
    made = (found.made_by_occasional, found.made_by_top)
    if few(counts[1]) or few(counts[2]):
        made = (nothing(), nothing())
    return Spread(silent, occasional, top, *made)


def _lorenz(curve: Floats, people: int, contributors: int) -> Floats:
    """The points between which k people and k contributors lie, or no contributor; none at all under 20 people, shape (0, 2)."""
    if people < FEWEST:
        return np.zeros((0, 2))
    pieces = len(curve) - 1
    step = -(-K * pieces // people)  # pieces that hold k people
    kept = [at for at in range(pieces, -1, -step) if at >= step]
    above = {at: people * (1 - at / pieces) for at in kept}
    kept = [at for at in kept if not 0 < contributors - above[at] < K]
    return curve[[0, *kept[::-1]]]


def _stickiness(found: Stickiness) -> Stickiness:
    ratio, rescaled = resting(found.ratio, found.ratio.n), resting(found.rescaled, found.rescaled.n)
    return Stickiness(coarse_share(ratio, ratio.n), coarse_share(rescaled, rescaled.n))


def _cohorts(found: Cohorts) -> Cohorts:
    """Cells of nobody, of everybody or of k people with k others; to 5 points in cohorts of fewer than 50. The first month is 1 anyway."""
    size = np.broadcast_to(found.sizes[:, None], found.kept.shape)
    count = np.nan_to_num(found.kept) * size
    told = (count > 0.5) & (count < K - 0.5) | (size - count > 0.5) & (size - count < K - 0.5)
    coarse = np.clip(np.round(found.kept / GRAIN) * GRAIN, GRAIN, 1 - GRAIN)
    kept = np.where(told, np.nan, np.where(size < SMALL, coarse, found.kept))
    if len(kept):
        kept[:, 0] = found.kept[:, 0]
    return replace(found, kept=kept)


def _growth(found: Growth) -> Growth:
    parts = np.array([found.new, found.kept, found.returned, found.left], dtype=np.int64)
    shown = np.array([_window(window) for window in parts.T], dtype=np.int64).reshape(parts.T.shape)
    return Growth(*shown.T)


def _window(window: Ints) -> Ints:
    """New, kept, returned and left of one window, safe from both of the totals they add up to."""
    hidden = np.zeros(4, dtype=np.bool_)
    while True:
        before = hidden.copy()
        hidden[:3] |= cover(window[:3], hidden[:3])
        hidden[[1, 3]] |= cover(window[[1, 3]], hidden[[1, 3]])
        if (hidden == before).all():
            return veil(window, hidden)
