"""What a reader has before them: lists, tables and trees with their totals, and nothing where a cell is hidden."""

import numpy as np

from adoption.science.figures import Bools, Floats, Ints


def with_totals(counts: Ints) -> Floats:
    """What would be printed of a list or table, totals last."""
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts.astype(np.float64)


def of_units(parent: Ints, own: Ints) -> Floats:
    """What would be printed of a tree: every unit with all that is below it."""
    full = own.copy()
    for unit in range(len(parent) - 1, 0, -1):
        if parent[unit] >= 0:
            full[parent[unit]] += full[unit]
    return (full if own.ndim == 1 else np.concatenate([full, full.sum(axis=1, keepdims=True)], axis=1)).astype(np.float64)


def hide(printed: Floats, hidden: Bools) -> Floats:
    return np.where(hidden, np.nan, printed)
