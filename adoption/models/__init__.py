"""Nouns of adoption: weekly rollups, the perimeter, the thresholds."""

from .barometer import BarometerCell, BarometerReceipt, BarometerWave, Help, Hold, Position
from .ledger import PublishedCut, PublishedPeople
from .packs import EvidencePack, PackPaper, PackScope, PackState, Paper
from .pauses import LONGEST, SHORTEST, UNDER_WAY, Pause, PauseConsent, PauseScope, PauseSide, PauseState
from .perimeter import Basis, Perimeter, ThresholdSet
from .pioneers import Pioneer
from .pseudonyms import PseudonymKey
from .rollups import (
    NETWORK,
    CommunityWeek,
    FillState,
    PersonFirst,
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
    "LONGEST",
    "NETWORK",
    "SHORTEST",
    "UNDER_WAY",
    "BarometerCell",
    "BarometerReceipt",
    "BarometerWave",
    "Basis",
    "CommunityWeek",
    "EvidencePack",
    "FillState",
    "Help",
    "Hold",
    "PackPaper",
    "PackScope",
    "PackState",
    "Paper",
    "Pause",
    "PauseConsent",
    "PauseScope",
    "PauseSide",
    "PauseState",
    "Perimeter",
    "PersonFirst",
    "PersonWeek",
    "Pioneer",
    "Position",
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
