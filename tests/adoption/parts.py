"""Parts of a study made by hand: habits, talk, ties, units, survival; -1 and NaN are what masking leaves of a hidden cell."""

from __future__ import annotations

import numpy as np

from adoption.metrics.study import Habits, Organisation, Profiles, Recruits, Talk, Ties, Units
from adoption.science.bass import BassFit, Curve
from adoption.science.breadth import Brokers, Coverage, Diversity
from adoption.science.cohorts import Cohorts, Growth
from adoption.science.conversation import Curiosity
from adoption.science.exemplarity import Exemplarity
from adoption.science.figures import NOT_ENOUGH_PEOPLE, Figure
from adoption.science.forecast.firsts import Backtest
from adoption.science.inequality import Spread, Stickiness
from adoption.science.network import Transversality
from adoption.science.opening import Event
from adoption.science.openness import Comparison, Gap, Standing
from adoption.science.pioneers import Returns
from adoption.science.pull import Pull
from adoption.science.pushes import Hypothesis, Kind, Push
from adoption.science.recruitment import Recruitment
from adoption.science.segments import SocialScore
from adoption.science.survival import Survival, kaplan_meier
from adoption.science.thresholds import NOT_BEYOND_CHANCE, Contagion
from adoption.science.ties import KeyPeople
from adoption.science.welcome import Return


def share(value: float, n: int = 400) -> Figure:
    return Figure(value, max(value - 0.05, 0.0), min(value + 0.05, 1.0), n=n)


def habits_of(week: int) -> Habits:
    months = np.array([week - 8, week - 4, week])
    counts = np.array([[40, 20, 100, 60, 150, 10, 20], [30, 20, 100, 60, 150, 15, 25], [20, 20, 100, 60, 150, 20, 30]])
    matrix = np.array([[160, -1], [150, 30]])
    lorenz = np.column_stack([np.linspace(0, 1, 21), np.linspace(0, 1, 21) ** 6])
    kept = np.array([[1.0, 0.5, 0.4], [np.nan, np.nan, np.nan], [1.0, np.nan, np.nan]])
    cohorts = Cohorts(np.array([12 * 2026 + 7, 12 * 2026 + 8, 12 * 2026 + 9]), np.array([20, 0, 11]), kept, np.array([False, True, False]))
    growth = Growth(np.array([12, 9, 7]), np.array([40, 45, 44]), np.array([6, 8, 5]), np.array([10, 9, 13]))
    stuck = Stickiness(share(0.6), share(0.47))
    return Habits(
        profiles=Profiles(months, counts, tuple(share(one) for one in counts[-1] / 400), matrix, share(0.02)),
        score=SocialScore(Figure(31.0, 28.0, 34.0, n=400), tuple(share(one) for one in (0.6, 0.2, 0.12, 0.08)), (0.0, 0.0)),
        engagement=np.array([240, 80, 48, 32]),
        personas=tuple(share(one) for one in (0.8, 0.1, 0.04, 0.04, 0.02)),
        c182=share(0.43), reading=share(0.51), spread=Spread(share(0.8), share(0.19), share(0.01), share(0.7), share(0.3)),
        gini=Figure(0.81, n=400), lorenz=lorenz, visits=stuck, contributions=stuck, discontinuance=share(0.38), cohorts=cohorts,
        growth_weeks=months, growth=growth,
    )  # fmt: skip


def talk_of(rate: float = 0.45, waiting: int = 7) -> Talk:
    none = Figure.none(NOT_ENOUGH_PEOPLE)
    buckets = np.array([10, 12, 8, 15, 55])
    return Talk(
        share(rate, 100), "red" if rate < 0.5 else "green", Figure(6.5, 4.0, 9.0, n=100), buckets, share(0.4, 45),
        Curiosity(none, none, none, none), Return(none, none, none), Figure.count(waiting), np.array([40, 30, 20, 10, 5]),
    )  # fmt: skip


def ties_of() -> Ties:
    return Ties(
        Transversality(Figure(0.72, 0.66, 0.78, n=900), Figure(0.6, n=900), 1.2, 0.97, 1.03, 0.002), Figure(0.3, 0.2, 0.4, n=900), 0.8,
        share(0.55, 900), share(0.61, 500), Diversity(Figure(1.9, n=90), Figure(6.7, n=90), Figure(0.84, n=90), Figure(0.8, n=90)),
        Brokers(Figure.count(9), Figure(0.21, n=500)), Coverage(share(0.05, 40), share(0.08, 6)),
        KeyPeople(Figure(14, n=90), Figure(0.24, n=90), Figure(0.03, n=90), Figure(33.0, n=90), False), Figure(0.81, n=800), None, None,
    )  # fmt: skip


def units_of(week: int) -> Units:
    weeks = np.arange(week - 29, week + 1)
    share = np.stack([np.full(30, 0.4), np.full(30, 0.05), np.full(30, np.nan)])
    matrix = np.array([[90, 12], [12, -1]])
    return Units(
        np.array([1, 2, 0]), ("Quality", "Finance", ""), np.array([60, 80, 12]), np.array([24, -1, -1]), np.array([50, 40, -1]),
        np.array([False, False, True]), weeks, share, matrix, matrix < 0, np.array([False, False, False]),
    )  # fmt: skip


def survival_of() -> Survival:
    left = np.array([4.0, 9, 20, 30, 60, 60, 60, 60, 60, 60])
    return kaplan_meier(left, left < 60)


def compared(standing: Standing = "not_concluding") -> Comparison:
    names = ("c28", "response_rate", "transversality", "s1", "survival")
    gap = Figure(0.04, -0.02, 0.1, n=21)
    gaps = tuple(Gap(name, 12, 9, share(0.2), share(0.16), gap, gap, 0.11, 0.3, standing, "none") for name in names)
    return Comparison(12, 9, standing, gaps)


def hypothesis(kind: Kind, key: str, people: int, gain: float | None) -> Hypothesis:
    told = Figure.none("no_estimate") if gain is None else Figure(gain, gain - 2, gain + 2, n=5)
    return Hypothesis(1, Push(kind, key, people), told, Figure.none("switch_off_unknown"))


def organisation_of(pushes: tuple[Hypothesis, ...] = (), open_closed: Comparison | None = None) -> Organisation:
    """What the pages read; effects and pioneers are left without figures."""
    none = Figure.none(NOT_ENOUGH_PEOPLE)
    event = Event(none, none, (), 0)
    return Organisation(
        bass=BassFit(Curve(0.01, 0.2, 260.0), n=70), backtest=Backtest(0.12, 0.09, 20, 0),
        contagion=Contagion(Figure.none(NOT_BEYOND_CHANCE, n=90), 0.4, np.linspace(0.05, 0.5, 10), None), survival=survival_of(),
        open_closed=open_closed or compared(), opened=event, closed=event,
        exemplarity=Exemplarity(none, none, none, none, none, none, none, 0),
        recruits=Recruits(Recruitment(Figure(0.4, 0.3, 0.5, n=60), share(0.3), 0, 8), none), pull=Pull(none, None, none, none),
        returns=Returns((), none, ()), lasting=survival_of(), pushes=pushes,
    )  # fmt: skip
