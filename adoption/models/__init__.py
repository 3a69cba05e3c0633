"""Nouns of adoption: weekly rollups, the perimeter, the thresholds."""

from .ledger import PublishedCut, PublishedPeople
from .perimeter import Basis, Perimeter, ThresholdSet
from .pioneers import Pioneer
from .pseudonyms import PseudonymKey
from .rollups import (
    NETWORK,
    CommunityWeek,
    FillState,
    PersonBefore,
    PersonWeek,
    Recruit,
    ThreadLife,
    ThreadWeek,
    TieWeek,
    UnitWeek,
    WeekMark,
)
from .studies import Study, Verdict, Word

__all__ = [
    "NETWORK",
    "Basis",
    "CommunityWeek",
    "FillState",
    "Perimeter",
    "PersonBefore",
    "PersonWeek",
    "Pioneer",
    "PseudonymKey",
    "PublishedCut",
    "PublishedPeople",
    "Recruit",
    "Study",
    "ThreadLife",
    "ThreadWeek",
    "ThresholdSet",
    "TieWeek",
    "UnitWeek",
    "Verdict",
    "WeekMark",
    "Word",
]
