"""Retention (adoption.md 5.5): cohorts, discontinuance, growth accounting, and how long communities live.

A cohort is the people of the same month of first contribution; a cell is the share of them who contribute j months later, of complete
months only. Growth accounting splits the contributors of a period into new, kept and returned, and counts who left. A community's life
ends when fewer than three distinct people contributed in 28 days; communities older than the log enter late. Lecko's points (press
summaries of a consulting study) are drawn behind as reference, never as norms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import NO_ACTIVITY, NOT_ENOUGH_WEEKS, Bools, Figure, Floats, Ints
from adoption.science.health import wilson
from adoption.science.privacy import K
from adoption.science.survival import Survival, kaplan_meier

SILENCE = 8
QUARTER = 12
WINDOW = 4
ALIVE = 3
LECKO_SURVIVAL = {"all": ((5, 0.50),), "community": ((12, 0.30), (24, 0.20)), "diffusion": ((7, 0.40),)}  # (months, share still alive)


@dataclass(frozen=True)
class Cohorts:
    """`kept[i, j]`: share of the cohort of `months[i]` active j months later, NaN where not complete yet or where the row is hidden.

    `sizes` counts the people of each cohort, 0 where `hidden` says that there are 1 to k - 1 of them.
    """

    months: Ints
    sizes: Ints
    kept: Floats
    hidden: Bools


@dataclass(frozen=True)
class Growth:
    """People of each period, shape (periods,): new + kept + returned = active; kept + left = active the period before."""

    new: Ints
    kept: Ints
    returned: Ints
    left: Ints


def cohort_table(person: Ints, month: Ints, first: int, last: int, k: int = K) -> Cohorts:
    """Of contributions (whose, and in which month, one entry each), rows and columns of the complete months `first..last`.

    Give contributions before `first` too, so that a person known earlier does not pass for new; they only serve to date the cohorts.
    """
    months = np.arange(first, last + 1)
    who, where = np.unique(person, return_inverse=True)
    begun = np.full(len(who), last + 1)
    np.minimum.at(begun, where, month)
    inside = (month >= first) & (month <= last) & (begun[where] >= first)
    cell = (begun[where] - first) * len(months) + month - begun[where]
    once = np.unique((cell * len(who) + where)[inside])  # one number each: rows of three would take ten times longer to sort
    active = np.bincount(once // max(len(who), 1), minlength=len(months) ** 2).reshape(len(months), len(months))
    sizes = active[:, 0].astype(np.int64) if len(months) else np.zeros(0, np.int64)
    hidden = (sizes > 0) & (sizes < k)
    known = (months[:, None] + np.arange(len(months))[None, :] <= last) & (sizes >= max(k, 1))[:, None]
    kept = np.where(known, active / np.maximum(sizes, 1)[:, None], np.nan)
    return Cohorts(months, np.where(hidden, 0, sizes), kept, hidden)


def discontinuance(active: Bools, low: Bools) -> Figure:
    """Share of the contributors of a quarter who have been silent ever since it, 8 weeks ago.

    `active` of shape (weeks, people) up to the asked week, `low` of shape (weeks,): low-season weeks count neither among the 8 nor among
    the 12 before them, but whoever contributed in one is not silent.
    """
    clean = np.flatnonzero(~low)
    if len(clean) < SILENCE + QUARTER:
        return Figure.none(NOT_ENOUGH_WEEKS, n=len(clean))
    before = active[clean[-SILENCE - QUARTER : -SILENCE]].any(axis=0)
    since = active[clean[-SILENCE - 1] + 1 :].any(axis=0)
    if not before.any():
        return Figure.none(NO_ACTIVITY)
    return wilson(int((before & ~since).sum()), int(before.sum()))


def growth(active: Bools) -> Growth:
    """Growth accounting of `active`, shape (periods, people), from the first period of the log: all of it is new."""
    earlier = np.zeros_like(active)
    earlier[1:] = np.logical_or.accumulate(active, axis=0)[:-1]
    previous = np.zeros_like(active)
    previous[1:] = active[:-1]
    parts = (active & ~earlier, active & previous, active & earlier & ~previous, previous & ~active)
    new, kept, returned, left = (part.sum(axis=1).astype(np.int64) for part in parts)
    return Growth(new, kept, returned, left)


def community_survival(contributors28: Ints, opened: Ints, clean28: Bools) -> Survival:
    """Survival in weeks of age, over the communities that a log saw alive or saw opening.

    `contributors28`: distinct people over the four weeks ending with each week, shape (weeks, communities), week 0 the log's first;
    `opened`: week of each opening, negative before the log; `clean28`: windows that touch no low season, the only ones to judge.
    The end is the first judged window, from four weeks of age on, with fewer than three contributors, even if the community wakes up
    later. One that is older than the log enters at its first judged window; dead there, it died unseen and is left out.
    """
    week = np.arange(len(clean28))
    ages = week[:, None] - opened[None, :] + 1
    judged: Bools = clean28[:, None] & (ages >= WINDOW) & (week[:, None] >= WINDOW - 1)
    dead: Bools = judged & (contributors28 < ALIVE)
    known, ended = judged.any(axis=0), np.asarray(dead.any(axis=0))
    final = len(week) - 1 - judged[::-1].argmax(axis=0)
    left = np.where(ended, dead.argmax(axis=0), final) - opened + 1
    entered = np.where(opened < 0, judged.argmax(axis=0) - opened + 1, 0)
    return kaplan_meier(left[known].astype(np.float64), ended[known], entered[known].astype(np.float64))
