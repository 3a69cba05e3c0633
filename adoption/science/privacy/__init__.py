"""Privacy floor (adoption.md 6): nothing on fewer than k people, shares of small groups rounded, tables safe from subtraction."""

from adoption.science.privacy.audit import Offender, audit, hidden_sets
from adoption.science.privacy.floor import (
    AT_LEAST,
    AT_MOST,
    GRAIN,
    K_UNITS,
    SMALL,
    K,
    carried_by,
    coarse_share,
    masked,
    minimum,
    of_the_few,
    publishable,
    share_end,
    top_cells,
)
from adoption.science.privacy.network import rolled
from adoption.science.privacy.suppression import Mask, suppress, suppress_list, suppress_table, suppress_units

__all__ = [
    "AT_LEAST", "AT_MOST", "GRAIN", "K_UNITS", "SMALL", "K", "Mask", "Offender", "audit", "carried_by", "coarse_share", "hidden_sets",
    "masked", "minimum", "of_the_few", "publishable", "rolled", "share_end", "suppress", "suppress_list", "suppress_table",
    "suppress_units", "top_cells",
]  # fmt: skip
