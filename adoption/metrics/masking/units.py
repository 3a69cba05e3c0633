"""What is left of units: what their own `hidden` and `matrix_hidden` say, and never 1 to k - 1 people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from adoption.metrics.masking.rules import cover, veil
from adoption.metrics.study import Units
from adoption.science.privacy import K_UNITS, K


def mask_units(found: Units) -> Units:
    """Hidden besides: the size of a unit under 10 people, and a unit of 1 to 4 contributors or visitors, both with a mate."""
    small = cover(found.eligible, None, K_UNITS)
    hidden = found.hidden | small
    for counts in (found.contributors, found.visitors):
        hidden = hidden | cover(counts, hidden)
    matrix = found.matrix_hidden | ((found.matrix > 0) & (found.matrix < K))
    return replace(
        found,
        eligible=veil(found.eligible, small),
        contributors=veil(found.contributors, hidden),
        visitors=veil(found.visitors, hidden),
        hidden=hidden,
        share=np.where(hidden[:, None], np.nan, found.share),
        matrix=veil(found.matrix, matrix),
        matrix_hidden=matrix,
    )
