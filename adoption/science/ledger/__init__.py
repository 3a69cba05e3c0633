"""Query ledger (adoption.md 6, rule 2): what was shown stays known, so that a figure is judged beside all those before it."""

from adoption.science.ledger.cuts import PublishedCut, Window, pack, unpack
from adoption.science.ledger.rules import (
    COMBINATION,
    DIFFERENCE,
    FROZEN,
    MASKED,
    MEMBERSHIP_CHANGED,
    NEW,
    NOT_WEEKLY,
    UNPROVEN,
    WINDOWS_OVERLAP,
    Decision,
    may_publish,
    review,
)

__all__ = [
    "COMBINATION", "DIFFERENCE", "FROZEN", "MASKED", "MEMBERSHIP_CHANGED", "NEW", "NOT_WEEKLY", "UNPROVEN", "WINDOWS_OVERLAP", "Decision",
    "PublishedCut", "Window", "may_publish", "pack", "review", "unpack",
]  # fmt: skip
