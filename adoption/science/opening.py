"""Communities that changed access (adoption.md 5.15): what happened to them in the 12 weeks after, against those that did not change.

Each one is compared with the communities of the same access at that time which never changed, over the same calendar weeks: difference
in differences, by event time, the last 12 weeks before as the reference. Interval: jackknife over home units. Communities change when
they have reasons to: where the two halves of the weeks before already move apart, nothing is shown. Best evidence available without a
draw, an association all the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from adoption.science.claims import ASSOCIATION, Claim
from adoption.science.clustered import Effect, summed
from adoption.science.figures import Bools, Figure, Floats, Ints

SPAN = 12
FEWEST_CHANGED = 8  # ours, as for a side of the comparison
FEWEST_UNITS = 8
NEVER = -1
NOT_ENOUGH_CHANGES = "not_enough_changes"
MOVED_BEFORE = "moved_before"


@dataclass(frozen=True)
class Courses:
    """An outcome of every community: `y` (weeks, communities), NaN where unknown; week of its change or NEVER, and the access before it."""

    y: Floats
    changed: Ints
    was_open: Bools
    cluster: Ints


@dataclass(frozen=True)
class Event:
    """`effect`: mean of the 12 weeks from the change minus the 12 before, beyond the others; `before`: the same of the 6 weeks next to it
    minus the 6 earlier, about 0 if they did not move apart. `course`: gap at each week -12..11 from the mean of those before."""

    effect: Figure
    before: Figure
    course: tuple[Figure, ...]
    changed: int
    kind: Claim = ASSOCIATION


def after_opening(courses: Courses) -> Event:
    """Of the communities that were closed and opened."""
    return _event(courses, was_open=False)


def after_closing(courses: Courses) -> Event:
    return _event(courses, was_open=True)


def _event(courses: Courses, was_open: bool) -> Event:
    """Only changes with 12 known weeks on both sides count; so do controls, which never changed."""
    weeks = len(courses.y)
    moved = (courses.changed >= SPAN) & (courses.changed <= weeks - SPAN) & (courses.was_open == was_open)
    windows = {int(week): _window(courses.y, int(week)) for week in np.unique(courses.changed[moved])}
    usable = np.zeros_like(moved)
    for week, window in windows.items():
        usable |= moved & (courses.changed == week) & np.isfinite(window).all(axis=0)
    controls = (courses.changed == NEVER) & (courses.was_open == was_open)
    clusters = np.unique(courses.cluster[usable | controls])
    if int(usable.sum()) < FEWEST_CHANGED or len(clusters) < FEWEST_UNITS or int(controls.sum()) < FEWEST_CHANGED:
        nothing = Figure.none(NOT_ENOUGH_CHANGES, n=int(usable.sum()))
        return Event(nothing, nothing, (), int(usable.sum()))
    after, before = np.repeat([-1.0, 1.0], SPAN) / SPAN, np.repeat([-2.0, 2.0, 0.0], [SPAN // 2, SPAN // 2, SPAN]) / SPAN
    reference = np.repeat([1.0, 0.0], SPAN) / SPAN
    contrasts = np.vstack([after, before, np.eye(2 * SPAN) - reference])
    gaps = _gaps(courses, windows, usable, controls, contrasts)
    found = [gap.figure(int(usable.sum())) for gap in gaps]
    if _apart(found[1]):
        return Event(found[0].because(MOVED_BEFORE), found[1], (), int(usable.sum()))
    return Event(found[0], found[1], tuple(found[2:]), int(usable.sum()))


def _window(y: Floats, week: int) -> Floats:
    return y[week - SPAN : week + SPAN]


def _gaps(courses: Courses, windows: dict[int, Floats], usable: Bools, controls: Bools, contrasts: Floats) -> list[Effect]:
    """Mean contrast of the changed minus that of the controls of the same weeks, each left without every cluster in turn."""
    _, group = np.unique(courses.cluster, return_inverse=True)
    size = int(group.max()) + 1
    total, number = np.zeros((size + 1, len(contrasts))), np.zeros(size + 1)
    for week, window in windows.items():
        known = np.isfinite(window).all(axis=0)
        moved, still = usable & (courses.changed == week), controls & known
        if not still.any():
            continue
        value = np.where(known, np.nan_to_num(window), 0.0)
        ours, theirs = (_leaving_out(contrasts @ value[:, side], group[side], size) for side in (moved, still))
        reference = theirs[0] / np.maximum(theirs[1], 1.0)[:, None]
        total += ours[0] - ours[1][:, None] * reference
        number += ours[1]
    means = total / np.maximum(number, 1.0)[:, None]
    used = np.unique(group[usable | controls])
    spread = ((means[1:][used] - means[0]) ** 2).sum(axis=0) * (len(used) - 1) / len(used)
    freedom = len(np.unique(group[usable])) - 1
    return [Effect(float(v), math.sqrt(float(s)), max(freedom, 1)) for v, s in zip(means[0], spread, strict=True)]


def _leaving_out(values: Floats, group: Ints, size: int) -> tuple[Floats, Floats]:
    """Sum and number of `values` (contrasts, n): of all in row 0, then without each cluster; shape (1 + size, ...)."""
    by = np.zeros((size, len(values)))
    if len(group):
        parts = summed(values.T, group)
        by[: len(parts)] = parts
    number = np.bincount(group, minlength=size).astype(np.float64)
    return np.vstack([by.sum(axis=0), by.sum(axis=0) - by]), np.concatenate([[number.sum()], number.sum() - number])


def _apart(figure: Figure) -> bool:
    return figure.low is not None and figure.high is not None and not figure.low <= 0 <= figure.high
