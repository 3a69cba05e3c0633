"""Evidence of a scope made by hand: rows as dicts, people as positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from adoption.metrics.evidence import OUTSIDE, Activity, Evidence, Lives, Towards
from adoption.metrics.series import COLUMNS, Series
from adoption.science.conversation import HOUR
from adoption.science.figures import Bools, Floats, Ints
from adoption.science.weeks import week_bounds, week_of_day

WEEK = week_of_day(date(2026, 3, 30))  # its Thursday is 2 April
PARIS = ZoneInfo("Europe/Paris")
NOW = int(week_bounds(WEEK, WEEK, PARIS)[1])
DAY = 24 * HOUR


def all_hours(since: Ints, until: Ints) -> Floats:
    """A clock for which every hour is worked."""
    return (until - since) / HOUR


def series(weeks: int = 60, low: Sequence[int] = (), community: int = 0, expected28: float = 1.0, **last: int) -> Series:
    """Weeks up to WEEK; `low`: how many weeks ago the low ones were; `last`: counts of every week."""
    counts = {name: np.full(weeks, last.get(name, 0), dtype=np.int64) for name in COLUMNS}
    counts["week"] = np.arange(WEEK - weeks + 1, WEEK + 1)
    quiet = np.zeros(weeks, dtype=np.bool_)
    quiet[[weeks - 1 - ago for ago in low]] = True
    return Series(community, counts, np.full(weeks, expected28), quiet, ~quiet, np.full(weeks, np.nan))


def act(person: int, ago: int = 0, pseudonym: int | None = None, **counts: int) -> dict[str, int]:
    """What one person did `ago` weeks ago; whoever is not eligible any more is given by pseudonym and OUTSIDE."""
    known = pseudonym if pseudonym is not None else 1000 + person
    made = sum(counts.get(name, 0) for name in ("posts", "comments", "reactions", "mentions"))
    return {"week": WEEK - ago, "person": person, "pseudonym": known, "contributions": made, **counts}


def gone(number: int, ago: int = 0, **counts: int) -> dict[str, int]:
    return act(OUTSIDE, ago, pseudonym=9000 + number, **counts)


def tie(person: int, target: int, ago: int = 0, replies: int = 1, **counts: int) -> dict[str, int]:
    return {"week": WEEK - ago, "person": person, "target": target, "replies": replies, **counts}


def life(author: int, hours_ago: float, answered: float | None = None, by: int = 0, role: int = 4, **more: int) -> dict[str, int]:
    """A thread opened so many hours before the end of WEEK, answered so many hours later."""
    opened = NOW - int(hours_ago * HOUR)
    reply = {} if answered is None else {"reply_ms": opened + int(answered * HOUR), "replier": by, "replier_role": role}
    return {"opened_ms": opened, "author": author, "asks": -1, **reply, **more}


def evidence(
    people: int, activity: Sequence[dict[str, int]] = (), ties: Sequence[dict[str, int]] = (), lives: Sequence[dict[str, int]] = (),
    course: Series | None = None, community: int = 0, unit: Sequence[int] | None = None, known: Sequence[int] | int = 60,
    came: Sequence[bool] | None = None,
) -> Evidence:  # fmt: skip
    units = np.full(people, -1) if unit is None else np.array(unit, dtype=np.int64)
    there = [row["person"] for row in activity]
    visited: Bools = np.isin(np.arange(people), there) if came is None else np.array(came, dtype=np.bool_)
    return Evidence(
        community_id=community, week=WEEK, series=series(community=community) if course is None else course, unit=units,
        pseudonyms=1000 + np.arange(people), unit_ids=np.unique(units[units >= 0]),
        unit_names=tuple(f"unit {u}" for u in np.unique(units[units >= 0])),
        weeks_known=np.full(people, known) if isinstance(known, int) else np.array(known, dtype=np.int64),
        animates=np.zeros(people, dtype=np.bool_), ever_visited=visited, activity=_columns(Activity, activity),
        ties=_columns(Towards, ties), lives=_columns(Lives, lives), now_ms=NOW, clock=all_hours,
    )  # fmt: skip


def _columns(kind: Any, rows: Sequence[dict[str, int]]) -> Any:
    return kind(**{f.name: np.array([row.get(f.name, 0) for row in rows], dtype=np.int64) for f in fields(kind)})
