"""One week of events counted into the rows of people, ties and threads."""

from __future__ import annotations

import numpy as np
from django.db import connection

from adoption.fill.population import Population
from adoption.history import CONTRIBUTIONS, VERBS, Events, code, window
from adoption.history.clock import id_bounds
from adoption.science.figures import Bools, Ints
from adoption.science.weeks import WINDOW
from rse.lib.bulk import Kind, copy_in

COLUMNS = {
    "visit": "visits", "profile_view": "profile_views", "search": "searches", "post": "posts", "comment": "comments",
    "reaction": "reactions", "mention": "mentions", "poll_vote": "poll_votes", "upload": "uploads", "follow": "follows",
    "invite": "invites", "announce": "announcements",
}  # fmt: skip
TIES = {"comment": "replies", "reaction": "reactions", "mention": "mentions", "invite": "invites"}
TABLES = ("adoption_personweek", "adoption_tieweek", "adoption_threadweek")


def count_week(week: int, population: Population, gone: Ints) -> int:
    """Replace the rows of one week; `gone` are the acts undone in it and the three before. Returns how many events counted."""
    events = window(week, week, population.places, gone)
    spell, known = population.counted(events.actor, events.ms)
    events, spell = events.where(known), spell[known]
    animates = population.animate(spell, events.community, events.actor, events.ms)
    pushes = population.people.sponsor[spell] | population.pioneer(events.actor, events.ms)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table} WHERE week = %s", [week])
    _people(week, events, {"animates": animates, "pushes": pushes}, population)
    _ties(week, events, population)
    _threads(week, events, animates, population, gone)
    return len(events)


def _people(week: int, events: Events, roles: dict[str, Bools], population: Population) -> None:
    groups, rank = _grouped(events.community, events.actor)
    table = np.bincount(rank * len(VERBS) + events.verb, minlength=len(groups) * len(VERBS)).reshape(len(groups), len(VERBS))
    counts: list[tuple[str, Kind, Ints]] = [(COLUMNS[verb], "i2", table[:, i]) for i, verb in enumerate(VERBS)]
    held: list[tuple[str, Kind, Ints]] = [
        (name, "i2", (np.bincount(rank, weights=role, minlength=len(groups)) > 0).astype(np.int64)) for name, role in roles.items()
    ]
    copy_in(
        TABLES[0],
        [
            *_keys(week, groups[:, 0]),
            ("person", "i8", population.pseudonym(groups[:, 1])),
            *held,
            *counts,
            ("contributions", "i2", table[:, code(*CONTRIBUTIONS)].sum(axis=1)),
        ],
    )


def _ties(week: int, events: Events, population: Population) -> None:
    towards = events.of(*TIES)
    towards = towards.where(np.isin(towards.target, population.ids))
    groups, rank = _grouped(towards.community, towards.actor, towards.target)
    numbers = code(*TIES)
    place = rank * len(numbers) + np.searchsorted(numbers, towards.verb)
    table = np.bincount(place, minlength=len(groups) * len(numbers)).reshape(len(groups), len(numbers))
    counts: list[tuple[str, Kind, Ints]] = [(name, "i2", table[:, i]) for i, name in enumerate(TIES.values())]
    people: list[tuple[str, Kind, Ints]] = [
        (name, "i8", population.pseudonym(groups[:, i])) for i, name in enumerate(("person", "target"), start=1)
    ]
    copy_in(TABLES[1], [*_keys(week, groups[:, 0]), *people, *counts])


def _threads(week: int, events: Events, animates: Bools, population: Population, gone: Ints) -> None:
    """Threads opened in the last four weeks: whether they were opened this week, and how often others answered them in it."""
    opened = window(week - WINDOW + 1, week, population.places, gone, ("post",))
    opened = opened.where(opened.object != 0)
    opened = opened.where(np.unique(opened.object, return_index=True)[1])
    if not len(opened):
        return
    spell, _ = population.counted(opened.actor, opened.ms)
    by_animator = population.animate(spell, opened.community, opened.actor, opened.ms) & (spell >= 0)
    answers = events.verb == code("comment")[0]
    at = np.searchsorted(opened.object, events.root).clip(0, len(opened) - 1)
    answers &= (opened.object[at] == events.root) & (opened.actor[at] != events.actor)
    replies = np.bincount(at[answers], minlength=len(opened))
    peers = np.bincount(at[answers & ~animates], minlength=len(opened))
    opened_week = _weeks_of(opened, week)
    keep = (replies > 0) | (opened_week == week)
    copy_in(
        TABLES[2],
        [
            *_keys(week, opened.community[keep]),
            ("root_id", "i8", opened.object[keep]),
            ("opened_week", "i4", opened_week[keep]),
            ("by_animator", "i2", by_animator[keep].astype(np.int64)),
            ("replies", "i2", replies[keep]),
            ("peer_replies", "i2", peers[keep]),
        ],
    )


def _weeks_of(events: Events, last: int) -> Ints:
    """The week of each event of the four weeks up to `last`."""
    starts = np.array([id_bounds(week, week)[0] for week in range(last - WINDOW + 1, last + 1)])
    return last - WINDOW + np.searchsorted(starts, events.id, side="right")


def _keys(week: int, community: Ints) -> list[tuple[str, Kind, Ints]]:
    return [("week", "i4", np.full(len(community), week)), ("community_id", "i8", community)]


def _grouped(*columns: Ints) -> tuple[Ints, Ints]:
    """Distinct rows of the columns, shape (groups, columns), and the group of each row."""
    stacked = np.stack(columns, axis=1)
    if not len(stacked):
        return stacked, np.zeros(0, dtype=np.int64)
    order = np.lexsort(columns[::-1])
    ordered = stacked[order]
    starts = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)])
    rank = np.empty(len(stacked), dtype=np.int64)
    rank[order] = np.cumsum(starts) - 1
    return ordered[starts], rank
