"""Profiles of adoption, of engagement, and personas (adoption.md 5.1 and 5.2): who comes, who talks, who meets people.

Axes and names after Lecko (frequency of visits x activity; conversation x relation), the habit cut-off of 9 weeks in 12 and the 15
actions a week of power users after Microsoft's vivainsights, personas after SWOOP Analytics. The other cut-offs, the mapping of Lecko's
names to quadrants and the weights of the social score are ours. Codes are positions in the tuples of names.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from adoption.science.figures import NO_PEOPLE, Bools, Figure, Ints
from adoption.science.health import wilson
from adoption.science.intervals import mean_figure

PROFILES = ("never_came", "newcomer", "inactive", "irregular", "faithful", "bursting", "assiduous")
NEVER, NEW, INACTIVE, IRREGULAR, FAITHFUL, BURSTING, ASSIDUOUS = range(len(PROFILES))
ENGAGEMENTS = ("present", "conversing", "sociable", "engaged")
PRESENT, CONVERSING, SOCIABLE, ENGAGED = range(len(ENGAGEMENTS))
PERSONAS = ("observer", "engager", "catalyst", "responder", "broadcaster")
OBSERVER, ENGAGER, CATALYST, RESPONDER, BROADCASTER = range(len(PERSONAS))

QUARTER = 12
FEWEST_WEEKS = 4
OFTEN, SOMETIMES = 9 / 12, 3 / 12
ACTIVE, POWER = 1, 15  # contributions a week
HIGH = 2
SCORE = np.array([0.0, 50.0, 50.0, 100.0])
SURPLUS = 2.0


@dataclass(frozen=True)
class Profiles:
    """One code of PROFILES a person and who is a power user, shape (people,); everybody has exactly one profile."""

    code: Ints
    power: Bools


@dataclass(frozen=True)
class SocialScore:
    """Score in 0..100 and its four parts in the order of ENGAGEMENTS; `medians` of conversation and relation, to recalibrate `high`."""

    score: Figure
    parts: tuple[Figure, ...]
    medians: tuple[float, float] | None


def profiles(visit_weeks: Ints, contributions: Ints, weeks_known: Ints, ever_visited: Bools) -> Profiles:
    """Profiles over the last 12 weeks; all of shape (people,).

    `visit_weeks`: weeks with a visit, `contributions`: their number, both since the person is eligible if that is less than 12 weeks;
    `weeks_known`: complete weeks since then. Under 12 weeks both cut-offs of frequency shrink to ceil(3/4 and 1/4 of the weeks); under
    4 weeks somebody who came is a newcomer. Who contributed has come, even where no visit was recorded.
    """
    weeks = np.clip(weeks_known, 1, QUARTER)
    often, sometimes = np.ceil(OFTEN * weeks), np.ceil(SOMETIMES * weeks)
    active = contributions >= ACTIVE * weeks
    code = np.select(
        [
            ~ever_visited & (visit_weeks == 0) & (contributions == 0),
            weeks_known < FEWEST_WEEKS,
            active & (visit_weeks >= often),
            active,
            visit_weeks >= often,
            visit_weeks >= sometimes,
        ],
        [NEVER, NEW, ASSIDUOUS, BURSTING, FAITHFUL, IRREGULAR],
        INACTIVE,
    )
    return Profiles(code, (contributions >= POWER * weeks) & (weeks_known >= FEWEST_WEEKS))


def adoption_matrix(found: Profiles) -> Ints:
    """People by frequency (seldom, often) and activity (low, high), newcomers and those who never came left out. Shape (2, 2)."""
    count = np.bincount(found.code, minlength=len(PROFILES))
    return np.array([[count[INACTIVE] + count[IRREGULAR], count[BURSTING]], [count[FAITHFUL], count[ASSIDUOUS]]])


def shares(code: Ints, names: tuple[str, ...]) -> tuple[Figure, ...]:
    """Share of people of each name, in their order, each with Wilson's interval; null for nobody."""
    return tuple(wilson(int(count), len(code)) for count in np.bincount(code, minlength=len(names)))


def engagement(conversation: Ints, relation: Ints, high: int = HIGH) -> Ints:
    """Codes of ENGAGEMENTS from the conversational and relational events of 28 days, both of shape (people,)."""
    return np.where(conversation >= high, CONVERSING, PRESENT) + np.where(relation >= high, SOCIABLE, PRESENT)


def social_score(conversation: Ints, relation: Ints, high: int = HIGH) -> SocialScore:
    """100 x (half the conversing + half the sociable + the engaged) over all people given, with a t-interval clipped to 0..100."""
    code = engagement(conversation, relation, high)
    score, parts = mean_figure(SCORE[code]), shares(code, ENGAGEMENTS)
    if score.value is None:
        return SocialScore(Figure.none(NO_PEOPLE), parts, None)
    if score.low is not None and score.high is not None:
        score = Figure(score.value, max(0.0, score.low), min(100.0, score.high), n=score.n)
    return SocialScore(score, parts, (float(np.median(conversation)), float(np.median(relation))))


def personas(posts: Ints, comments: Ints, reactions: Ints, received: Ints) -> Ints:
    """Codes of PERSONAS over 28 days, all of shape (people,): made G = posts + comments + reactions, received R replies and reactions.

    Observer G < 2; then rho = (R + 1) / (G + 1): engager from 1/2 to 2, catalyst above, below a responder where comments and reactions
    are at least the posts, else a broadcaster.
    """
    made = posts + comments + reactions
    rho = (received + 1) / (made + 1)
    return np.select(
        [made < HIGH, rho > SURPLUS, rho >= 1 / SURPLUS, comments + reactions >= posts],
        [OBSERVER, CATALYST, ENGAGER, RESPONDER],
        BROADCASTER,
    )
