"""The order of "For you": what a post is to a person, turned into a score and one reason. Pure arithmetic, all of it written here.

Only what the network itself shows counts: memberships, follows, a profile's skills, what one has read, and the answers and reactions
that one gave in sight of all. Weights are ours: each signal adds its own to a base of one, and a post is worth half as much every
36 hours.
"""

from collections.abc import Iterable
from typing import NamedTuple

HALF_LIFE = 36.0  # hours
DAYS = 14  # older posts are not candidates
LATELY = 30  # days that an answer or a reaction of one's own counts
BASE = 1.0
WEIGHTS = {"skill": 6.0, "person": 5.0, "topic": 4.0, "exchange": 3.0, "community": 2.0}  # the heaviest held is the reason
_HEAVIEST_FIRST = sorted(WEIGHTS.items(), key=lambda item: -item[1])
SCALE = 1_000_000  # scores are whole numbers, so that a page can end at one


class Signals(NamedTuple):
    """What is so between a person and a post. Texts name what holds, and are empty when it does not."""

    skill: str = ""  # a question on this skill of one's profile, unanswered, and unread where one is a member
    person: str = ""  # its author, followed
    topic: str = ""  # a topic of it, followed
    exchange: str = ""  # its author: one answered what they wrote, or reacted to posts of theirs, lately
    community: str = ""  # where it is, joined
    is_own: bool = False
    is_left_out: bool = False  # its author or a topic of it is muted, or its author blocked


class Scored(NamedTuple):
    """`reason` is a key of WEIGHTS, or nothing; `about` what it names."""

    score: int
    reason: str = ""
    about: str = ""


class Ranked(NamedTuple):
    id: int
    scored: Scored


def score(signals: Signals, *, hours: float) -> Scored | None:
    """The worth of a post published so many hours ago, and why; None when it is not to be shown.

    One's own posts have their age only: no signal ranks them up.
    """
    if signals.is_left_out:
        return None
    weight, reason, about = BASE, "", ""
    for name, each in () if signals.is_own else _HEAVIEST_FIRST:
        if held := getattr(signals, name):
            weight += each
            reason, about = (reason, about) if reason else (name, held)
    return Scored(round(weight * 0.5 ** (max(hours, 0.0) / HALF_LIFE) * SCALE), reason, about)


def rank(candidates: Iterable[tuple[int, Signals, float]]) -> list[Ranked]:
    """(id, signals, hours) in their order: the best first, of equals the newest."""
    kept = [Ranked(id_, scored) for id_, signals, hours in candidates if (scored := score(signals, hours=hours)) is not None]
    return sorted(kept, key=lambda each: (-each.scored.score, -each.id))
