"""Nouns of adoption: weekly rollups, the perimeter, the thresholds."""

from .perimeter import Basis, Perimeter, ThresholdSet
from .pseudonyms import PseudonymKey
from .rollups import NETWORK, CommunityWeek, FillState, PersonWeek, ThreadWeek, TieWeek, WeekMark

__all__ = [
    "NETWORK",
    "Basis",
    "CommunityWeek",
    "FillState",
    "Perimeter",
    "PersonWeek",
    "PseudonymKey",
    "ThreadWeek",
    "ThresholdSet",
    "TieWeek",
    "WeekMark",
]
