"""Nouns of adoption: weekly rollups, the perimeter, the thresholds, trials."""

from .asking import Nomination, PioneerAsk, Suggested, Willing
from .barometer import BarometerCell, BarometerReceipt, BarometerWave, Help, Hold, Position
from .campaigns import (
    ActKind,
    Campaign,
    CampaignAct,
    CampaignCluster,
    CampaignDone,
    CampaignOver,
    CampaignReading,
    CampaignState,
)
from .launch import Launch, LaunchStep, Planned, Wave
from .ledger import PublishedCut, PublishedPeople
from .letters import Letter, LetterKind
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
    "ActKind",
    "BarometerCell",
    "BarometerReceipt",
    "BarometerWave",
    "Basis",
    "Campaign",
    "CampaignAct",
    "CampaignCluster",
    "CampaignDone",
    "CampaignOver",
    "CampaignReading",
    "CampaignState",
    "CommunityWeek",
    "EvidencePack",
    "FillState",
    "Help",
    "Hold",
    "Launch",
    "LaunchStep",
    "Letter",
    "LetterKind",
    "Nomination",
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
    "PioneerAsk",
    "Planned",
    "Position",
    "PseudonymKey",
    "PublishedCut",
    "PublishedPeople",
    "Recruit",
    "Study",
    "Suggested",
    "ThreadLife",
    "ThreadWeek",
    "ThresholdSet",
    "TieWeek",
    "UnitWeek",
    "Verdict",
    "Wave",
    "WeekMark",
    "Willing",
    "Word",
]
