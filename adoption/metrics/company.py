"""What the study of the whole organisation takes beside its own evidence: who managed whom, who turned to whom, and the communities.

People are dense numbers over everybody whom the rollups name, those who have left included; the eligible ones come first, in the order
of the network's `Evidence`.
"""

from __future__ import annotations

from dataclasses import dataclass

from adoption.science.figures import Bools, Floats, Ints

NEVER = -1


@dataclass(frozen=True)
class Firsts:
    """First contributions ever, one row a person and possible trigger; shape (rows,). `trigger` NEVER and `kind` 0 where there is none."""

    week: Ints
    person: Ints
    unit: Ints
    trigger: Ints
    kind: Ints  # 1 invited, 2 mentioned, 3 replied, 4 reacted, 5 authored what was answered first


@dataclass(frozen=True)
class Turns:
    """Who turned to whom in which week, by invitations, mentions, answers and reactions; shape (rows,)."""

    week: Ints
    person: Ints
    target: Ints
    on_content: Ints  # answers and reactions
    pioneer: Bools  # the one who turned was a pioneer then


@dataclass(frozen=True)
class Team:
    """Of the eligible people, by week: manager as a position among them or NEVER; shape (weeks, people). `weeks` are their numbers."""

    weeks: Ints
    manager: Ints


@dataclass(frozen=True)
class Places:
    """One row a community; `y`: share of its members who contributed over 28 days, by week, NaN before it opened; (weeks, communities)."""

    id: Ints
    open: Bools
    opened: Ints  # week, from the first of the history, negative before it
    home: Ints  # unit of most of its members, NO_UNIT
    home_size: Ints
    changed: Ints  # week of its change of access, from the first of the history, or NEVER
    was_open: Bools
    contributors28: Ints
    y: Floats
    members: tuple[Ints, ...]  # pseudonyms of each, at the week's end


@dataclass(frozen=True)
class Company:
    """Everything above, `people` in all; `pioneer_since` (eligible people,): week in which each became a pioneer, or NEVER."""

    people: int
    firsts: Firsts
    turns: Turns
    team: Team
    places: Places
    pioneer_since: Ints
