"""Partial pooling (adoption.md 5.24): a community's estimates are drawn towards the organisation's, the more so the less they are sure.

Each coefficient is shrunk on its own, with the variance between communities by the moments of DerSimonian and Laird (1986).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from adoption.science.figures import Floats
from adoption.science.switchoff.fitting import Draws

FIELDS = ("entries", "exits", "entry_spread", "exit_spread", "pace", "leaving")


def pool(organisation: Draws, communities: Sequence[Draws]) -> list[Draws]:
    """The refits of each community, shrunk; all with the same number of draws as the organisation, and push in the same unit."""
    shrunk = {name: _shrink(getattr(organisation, name), np.stack([getattr(one, name) for one in communities])) for name in FIELDS}
    free = shrunk["exits"][:, :, 0].copy()
    shrunk = {name: values if name == "leaving" else np.maximum(values, 0.0) for name, values in shrunk.items()}
    shrunk["exits"][:, :, 0] = free  # c0 alone may be negative
    return [Draws(**{name: shrunk[name][i] for name in FIELDS}) for i in range(len(communities))]


def _shrink(whole: Floats, parts: Floats) -> Floats:
    """Posterior draws of a normal model: mean w.own + (1 - w).organisation's, variance w times the own; shape (C, D, ...)."""
    centre, variance = np.median(parts, axis=1), parts.var(axis=1)
    own = between(centre, variance, np.median(whole, axis=0))
    weight = own / np.maximum(own + variance, 1e-12)
    weight, centre = weight[:, None], centre[:, None]
    return np.asarray(weight * centre + np.sqrt(weight) * (parts - centre) + (1 - weight) * whole)


def between(estimates: Floats, variances: Floats, centre: Floats) -> Floats:
    """Variance between communities around the organisation's value, never negative; first axis the communities."""
    precision = 1 / np.maximum(variances, 1e-12)
    excess = (precision * (estimates - centre) ** 2).sum(axis=0) - len(estimates)
    return np.asarray(np.maximum(excess / precision.sum(axis=0), 0.0))
