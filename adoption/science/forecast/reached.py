"""When a level counts as reached (adoption.md 5.18): 11 of 12 clean weeks, not the first passage; and how long a transition took."""

from __future__ import annotations

import numpy as np

from adoption.science.figures import NOT_ENOUGH_WEEKS, Bools, Figure, Floats, Ints

SPAN = 12
NEEDED = 11
LOW_LEVEL, HIGH_LEVEL = 0.10, 0.25
NOT_REACHED = "level_not_reached"


def first_held(above: Bools) -> Ints:
    """Position of the first clean week that closes 12 of which 11 are `above`, -1 where none does; `above` of shape (..., n)."""
    if above.shape[-1] < SPAN:
        return np.full(above.shape[:-1], -1)
    total: Ints = np.cumsum(above, axis=-1, dtype=np.int64)
    window = total[..., SPAN - 1 :].copy()
    window[..., 1:] -= total[..., :-SPAN]
    held = window >= NEEDED
    return np.where(held.any(axis=-1), held.argmax(axis=-1) + SPAN - 1, -1)


def weeks_between(share: Floats, weeks: Ints, clean: Bools, low: float = LOW_LEVEL, high: float = HIGH_LEVEL) -> Figure:
    """Calendar weeks from taking `low` to taking `high`, each the start of 11 of 12 clean weeks; arrays by week, shape (n,).

    A history that begins at the higher level has no transition to measure: 0 weeks would be an artefact.
    """
    kept, when = share[clean], weeks[clean]
    if len(kept) < SPAN:
        return Figure.none(NOT_ENOUGH_WEEKS, n=len(kept))
    start, end = _taken(kept >= low), _taken(kept >= high)
    if start is None or end is None:
        return Figure.none(NOT_REACHED, n=len(kept))
    if end == 0:
        return Figure.none(NOT_ENOUGH_WEEKS, n=len(kept))
    return Figure(float(when[end] - when[start]), n=len(kept))


def _taken(above: Bools) -> int | None:
    """Position of the first week above in the first 12 that count as held."""
    last = int(first_held(above))
    return last - SPAN + 1 + int(above[last - SPAN + 1 :].argmax()) if last >= 0 else None
