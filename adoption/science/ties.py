"""Two-way relationships and key people (adoption.md 5.11 and 5.13): do people answer each other, and would it live without a few?

Two-way share: mutual dyads over dyads with any interaction, over six months (short windows bias it down), after SWOOP Analytics.
Key people: k50 is the fewest people who make half of the contributions; HHI is the sum of squared shares (Herfindahl and Hirschman),
1 / HHI their effective number. Numbers of people only, never who; the caller masks a k50 under k.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from adoption.science.dyads import Dyads, share_of_dyads
from adoption.science.figures import NO_ACTIVITY, Figure, Floats, Ints
from adoption.science.selfcarry import TOP, expected_kept

FEW = 3
FEW_SHARE = 0.05
TOP_SHARE = 0.05
HALF = 0.5
NOBODY = -1


@dataclass(frozen=True)
class KeyPeople:
    """Dependency on a few; `n` counts contributors. `alert` is None where nobody contributed."""

    k50: Figure
    top5: Figure
    hhi: Figure
    effective: Figure
    alert: bool | None


def two_way(dyads: Dyads) -> Figure:
    """Share of the dyads that go both ways, with its jackknife interval over people; null without a dyad."""
    return share_of_dyads(dyads, dyads.mutual)


def key_people(contributions: Ints) -> KeyPeople:
    """Of the contributions of each person, shape (people,); those who made none do not count."""
    made = np.sort(contributions[contributions > 0])[::-1]
    n = len(made)
    if n == 0:
        none = Figure.none(NO_ACTIVITY)
        return KeyPeople(none, none, none, none, None)
    k50 = _fewest(made, HALF)
    hhi = float(((made / made.sum()) ** 2).sum())
    return KeyPeople(
        k50=Figure(k50, n=n),
        top5=Figure(top_share(made, TOP_SHARE), n=n),
        hhi=Figure(hhi, n=n),
        effective=Figure(1 / hhi, n=n),
        alert=k50 <= FEW or k50 / n < FEW_SHARE,
    )


def top_share(contributions: Ints, share: float) -> float:
    """What the most active `share` of the contributors make, their number rounded up; the array holds at least one contribution."""
    made = np.sort(contributions[contributions > 0])[::-1]
    return float(made[: math.ceil(share * len(made) - 1e-9)].sum() / made.sum())


def _fewest(made: Ints, share: float) -> int:
    """How many of the most active reach `share` of the whole; `made` in falling order."""
    return int(np.searchsorted(np.cumsum(made), share * made.sum() - 1e-9) + 1)


def kept_without_top(author: Ints, answered: Ints, top: int = TOP) -> Figure:
    """Share of the contributions left without the `top` most active people and the replies to them.

    One entry a contribution: position of its author, and of whom it answers (NOBODY for none). `n` counts contributions.
    """
    if not len(author):
        return Figure.none(NO_ACTIVITY)
    made = np.bincount(author)
    gone = np.argsort(-made, kind="stable")[:top]
    left = ~np.isin(author, gone) & ~np.isin(answered, gone)
    return Figure(float(left.mean()), n=len(author))


def survival_of_loss(author: Ints, answered: Ints) -> Figure:
    """s4 of 5.9: what is left without three people, over what would be left if all were equally active; 1 = nobody is missed."""
    kept = kept_without_top(author, answered)
    if kept.value is None:
        return kept
    people: Floats = np.array([len(np.unique(author))], dtype=np.float64)
    replies: Floats = np.array([((answered != NOBODY) & (answered != author)).mean()])
    expected = float(expected_kept(people, replies)[0])
    return Figure(min(1.0, kept.value / expected) if expected > 0 else 0.0, n=kept.n)
