"""The plan that leads to a launch, counted back from its date. Weeks are ours: they leave the works council its month to be consulted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

CONSULTATION, OPINION, SIGN_ON, CHARTERS, ASK, PIONEERS, OPENING, LOOK = (
    "consultation", "opinion", "sign-on", "charters", "ask", "pioneers", "opening", "look",
)  # fmt: skip
STEPS: dict[str, int] = {  # days from the launch
    CONSULTATION: -84, OPINION: -49, SIGN_ON: -42, CHARTERS: -35, ASK: -28, PIONEERS: -14, OPENING: 0, LOOK: 112,
}  # fmt: skip
BETWEEN = timedelta(days=14)  # one wave and the next
MOST_WAVES = 6


def back_plan(launch: date) -> dict[str, date]:
    """The day of each step."""
    return {key: launch + timedelta(days=days) for key, days in STEPS.items()}


@dataclass(frozen=True)
class Group:
    """Units invited together, with how many people they hold."""

    units: tuple[int, ...]
    people: int


def waves_of(sizes: Sequence[tuple[int, int]], most: int = MOST_WAVES) -> list[Group]:
    """Units `(id, people)` in at most `most` waves: the largest one opens, the smallest are put together at the end."""
    ordered = sorted(sizes, key=lambda one: (-one[1], one[0]))
    groups = [Group((unit,), people) for unit, people in ordered[: most - 1 if len(ordered) > most else most]]
    rest = ordered[len(groups) :]
    if rest:
        groups.append(Group(tuple(unit for unit, _people in rest), sum(people for _unit, people in rest)))
    return groups
