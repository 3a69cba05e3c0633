"""The study of a scope as of a week: every figure that takes more than the weekly counts, in the dataclasses of science.

`adoption.fill.study` works it out and keeps it, already masked (`adoption.metrics.masking`); pages, report and exports only read it.
"""

from __future__ import annotations

from dataclasses import dataclass

from adoption.science.bass import BassFit
from adoption.science.breadth import Brokers, Coverage, Diversity
from adoption.science.cohorts import Cohorts, Growth
from adoption.science.conversation import Band, Curiosity
from adoption.science.diffusion import Churn
from adoption.science.exemplarity import Exemplarity
from adoption.science.figures import Bools, Figure, Floats, Ints
from adoption.science.forecast.deadline import Forecast
from adoption.science.forecast.firsts import Backtest
from adoption.science.inequality import Spread, Stickiness
from adoption.science.maturity import Maturity
from adoption.science.network import Transversality
from adoption.science.opening import Event
from adoption.science.openness import Comparison
from adoption.science.pioneers import Returns
from adoption.science.pull import Pull
from adoption.science.pushes import Hypothesis
from adoption.science.recruitment import Recruitment
from adoption.science.segments import SocialScore
from adoption.science.survival import Survival
from adoption.science.switchoff.critical import Critical
from adoption.science.switchoff.pause import Pause, Word
from adoption.science.thresholds import Contagion
from adoption.science.ties import KeyPeople
from adoption.science.welcome import Return

FORM = 1  # raise it when the dataclasses below change: kept studies of another form are made again


@dataclass(frozen=True)
class Ahead:
    """52 weeks ahead under one bound: chance to be alive at their end, and 5, 25, 50, 75, 95 % of the share by week, shape (5, 52)."""

    probability: float
    shares: Floats


@dataclass(frozen=True)
class SwitchOff:
    """5.24: the word, why it is not surer, both bounds as fans over 52 weeks, the gradual withdrawal, a*, and the last pause."""

    verdict: Word
    reason: str
    kept: Ahead | None
    lost: Ahead | None
    gradual_kept: Ahead | None
    gradual_lost: Ahead | None
    critical: Critical
    pause: Pause | None


@dataclass(frozen=True)
class Way:
    """3.2 and 5.18: adoption with churn, the forecast, and weeks from 10 % to 25 %."""

    churn: Churn
    forecast: Forecast
    speed: Figure


@dataclass(frozen=True)
class Profiles:
    """5.1, by month of the past year, the newest last: `counts[month, profile]` of people, in the order of `segments.PROFILES`.

    `shares`, `matrix` and `power` are of the last week: frequency (seldom, often) x activity (low, high). `weeks` are the last weeks
    of the months.
    """

    weeks: Ints
    counts: Ints
    shares: tuple[Figure, ...]
    matrix: Ints
    power: Figure


@dataclass(frozen=True)
class Habits:
    """5.2 to 5.5: who takes part, how unevenly, who stays. `growth` is by 28 days that end with the weeks `growth_weeks`.

    `lorenz` as of `inequality.lorenz`; masked, it keeps the points that show nobody, none at all under 20 people.
    """

    profiles: Profiles
    score: SocialScore
    engagement: Ints  # people of each of segments.ENGAGEMENTS
    personas: tuple[Figure, ...]
    c182: Figure
    reading: Figure
    spread: Spread
    gini: Figure
    lorenz: Floats
    visits: Stickiness  # weekly over monthly visitors
    contributions: Stickiness
    discontinuance: Figure
    cohorts: Cohorts
    growth_weeks: Ints
    growth: Growth


@dataclass(frozen=True)
class TalkPeople:
    """Distinct people: authors of the judged threads, first repliers, authors of questions and of what is none."""

    authors: int
    repliers: int
    asking: int
    telling: int


@dataclass(frozen=True)
class Talk:
    """5.12 and 5.14: are posts answered. `buckets`: threads answered under 1, 4, 24 working hours, later within 7 days, never.

    `funnel`: people who arrived in the 8 weeks before the last 8; of them who came, reacted, answered and posted within 8 weeks.
    `behind`: the people that the figures rest on, None once masked.
    """

    response_rate: Figure
    band: Band | None
    delay: Figure
    buckets: Ints
    by_animators: Figure
    curiosity: Curiosity
    returns: Return
    newcomers_waiting: Figure
    funnel: Ints
    behind: TalkPeople | None = None


@dataclass(frozen=True)
class TiesPeople:
    """Distinct people of the dyads: of all, two-way, one-way; those of large units, by whether the dyad crosses units, and two-way."""

    tied: int
    mutual: int
    one_way: int
    crossing: int
    inside: int
    mutual_crossing: int
    mutual_inside: int


@dataclass(frozen=True)
class Ties:
    """4, 5.10, 5.11, 5.13 and 5.19: who deals with whom over 26 weeks; `loss`: what is left without three people, over its expectation.

    `behind`: the people that the figures rest on, None once masked.
    """

    transversality: Transversality
    ei: Figure
    ei_expected: float | None
    two_way: Figure
    cross_two_way: Figure
    diversity: Diversity
    brokers: Brokers
    coverage: Coverage
    keys: KeyPeople
    loss: Figure
    broad: bool | None
    maturity: Maturity | None
    behind: TiesPeople | None = None


@dataclass(frozen=True)
class Units:
    """Units of 10 people or more, the rest folded into `other`: by unit, and who ties with whom. Hidden cells are masked with a mate.

    `weeks` and `share[unit, week]`: contributors of 28 days over eligible people, NaN where hidden. `matrix[u, v]`: dyads.
    """

    ids: Ints
    names: tuple[str, ...]
    eligible: Ints
    contributors: Ints
    visitors: Ints
    hidden: Bools
    weeks: Ints
    share: Floats
    matrix: Ints
    matrix_hidden: Bools


@dataclass(frozen=True)
class Recruits:
    """5.8: recruits of the people active eight weeks ago, and of one newcomer over their first 26 weeks."""

    recruitment: Recruitment
    spell: Figure


@dataclass(frozen=True)
class Organisation:
    """What only the network has: Bass on first contributions with its past errors, thresholds, survival of communities, effects, pushes."""

    bass: BassFit
    backtest: Backtest | None
    contagion: Contagion | None
    survival: Survival
    open_closed: Comparison
    opened: Event
    closed: Event
    exemplarity: Exemplarity
    recruits: Recruits
    pull: Pull
    returns: Returns
    lasting: Survival
    pushes: tuple[Hypothesis, ...]


@dataclass(frozen=True)
class Study:
    """A scope; a part is None where the scope has nobody to study or too little life for it.

    `contributors`: distinct eligible people who contributed in the last 28 days. Once masked, a hidden count is -1.
    """

    community_id: int
    week: int
    eligible: int
    contributors: int = 0
    way: Way | None = None
    switch_off: SwitchOff | None = None
    habits: Habits | None = None
    talk: Talk | None = None
    ties: Ties | None = None
    units: Units | None = None
    by_others: Figure | None = None  # share of the contributions of 28 days made by people who do not animate
    organisation: Organisation | None = None
