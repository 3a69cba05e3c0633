"""What became of the threads opened in a week during their first seven days: the first answer, who gave it, reactions."""

from __future__ import annotations

import numpy as np
from django.db import connection

from adoption.fill.population import Population
from adoption.history import Events, asking, window
from adoption.science.conversation import WITHIN
from adoption.science.figures import Bools, Ints
from rse.lib.bulk import Kind, copy_in

TABLE = "adoption_threadlife"
ANIMATOR, PIONEER, MANAGER, PEER = 1, 2, 3, 4


def write_lives(week: int, last: int, population: Population, gone: Ints) -> None:
    """Replace the threads opened in `week`, as far as the week after it is complete; `last` is the last complete week."""
    events = window(week, min(week + 1, last), population.places, gone, ("post", "comment", "reaction"))
    events = events.where(population.counted(events.actor, events.ms)[1])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE opened_week = %s", [week])
    inside = window(week, week, population.places, gone, ("post", "comment"))
    opened = events.of("post")
    opened = opened.where(np.isin(opened.id, inside.id) & (opened.object != 0))
    opened = opened.where(np.unique(opened.object, return_index=True)[1])
    if not len(opened):
        return
    answer = _first_answers(opened, events.of("comment"))
    spell, _ = population.counted(opened.actor, opened.ms)
    columns: list[tuple[str, Kind, Ints]] = [
        ("community_id", "i8", opened.community),
        ("root_id", "i8", opened.object),
        ("opened_week", "i4", np.full(len(opened), week)),
        ("opened_ms", "i8", opened.ms),
        ("author", "i8", population.pseudonym(opened.actor)),
        ("by_animator", "i2", population.animate(spell, opened.community, opened.actor, opened.ms).astype(np.int64)),
        ("earliest", "i2", np.isin(opened.id, inside.id[np.unique(inside.actor, return_index=True)[1]]).astype(np.int64)),
        ("asks", "i2", _asks(opened, week)),
        ("reactions", "i2", _reactions(opened, events.of("reaction"))),
        *_repliers(opened, answer, events.of("comment"), population),
    ]
    copy_in(TABLE, columns)


def _thread(opened: Events, events: Events, about: Ints) -> tuple[Ints, Bools]:
    """For each event the position of the thread it is about, and whether it counts: by somebody else, within seven days."""
    at = np.searchsorted(opened.object, about).clip(0, len(opened) - 1)
    late = events.ms - opened.ms[at]
    counts: Bools = (opened.object[at] == about) & (events.actor != opened.actor[at]) & (late >= 0) & (late <= WITHIN)
    return at, counts


def _first_answers(opened: Events, comments: Events) -> Ints:
    """Position in `comments` of the first answer to each thread, -1 without one. Shape (threads,)."""
    at, counts = _thread(opened, comments, comments.root)
    rows = np.flatnonzero(counts)
    threads, first = np.unique(at[rows], return_index=True)
    found = np.full(len(opened), -1)
    found[threads] = rows[first]
    return found


def _reactions(opened: Events, reactions: Events) -> Ints:
    at, counts = _thread(opened, reactions, reactions.object)
    return np.bincount(at[counts], minlength=len(opened))


def _repliers(opened: Events, answer: Ints, comments: Events, population: Population) -> list[tuple[str, Kind, Ints]]:
    answered = np.flatnonzero(answer >= 0)
    given = comments.where(answer[answered])
    spell, _ = population.counted(given.actor, given.ms)
    author, _ = population.counted(opened.actor[answered], given.ms)
    role = np.select(
        [
            population.animate(spell, given.community, given.actor, given.ms),
            population.pioneer(given.actor, given.ms),
            population.people.manager[author] == given.actor,
        ],
        [ANIMATOR, PIONEER, MANAGER],
        PEER,
    )
    columns: list[tuple[str, Kind, Ints]] = []
    values = {"reply_ms": given.ms, "replier": population.pseudonym(given.actor), "replier_role": role}
    for name, found in values.items():
        whole = np.zeros(len(opened), dtype=np.int64)
        whole[answered] = found
        columns.append((name, "i2" if name == "replier_role" else "i8", whole))
    return columns


def _asks(opened: Events, week: int) -> Ints:
    """1 for a question, 0 for none, -1 for a thread whose words are not here."""
    known = asking(week, week)
    if not len(known):
        return np.full(len(opened), -1)
    at = np.searchsorted(known[:, 0], opened.object).clip(0, len(known) - 1)
    return np.where(known[at, 0] == opened.object, known[at, 1], -1)
