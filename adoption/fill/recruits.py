"""First contributions of a week, and who may have brought each of them about in the fortnight before (adoption.md 5.8)."""

from __future__ import annotations

import numpy as np
from django.db import connection

from adoption.fill.population import Population
from adoption.history import CONTRIBUTIONS, Events, code, window
from adoption.science import recruitment
from adoption.science.conversation import DAY
from adoption.science.figures import Ints
from rse.lib.bulk import copy_in

TABLE = "adoption_recruit"
BACK = 2  # weeks of events before
REACH = 14 * DAY
NONE = 0
INVITED, MENTIONED, REPLIED, REACTED, AUTHORED = range(1, len(recruitment.KINDS) + 1)  # in their order there
KINDS = {"invite": INVITED, "mention": MENTIONED, "comment": REPLIED, "reaction": REACTED}


def write_recruits(week: int, newcomers: Ints, population: Population, gone: Ints) -> None:
    """Replace the rows of a week; `newcomers` are the ids of those who contributed in it and never before."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE week = %s", [week])
    if not len(newcomers):
        return
    events = window(week - BACK, week, population.places, gone, (*CONTRIBUTIONS, "invite"), about=np.sort(newcomers))
    events = events.where(population.counted(events.actor, events.ms)[1])
    first = _firsts(events, newcomers)
    rows = np.concatenate([_towards(events, first, population), _authors(first, population), _nobody(first)])
    rows = np.unique(rows, axis=0)
    alone = (rows[:, 1] != 0) | ~np.isin(rows[:, 0], rows[rows[:, 1] != 0, 0])
    _put(week, rows[alone], first, population)


def _firsts(events: Events, newcomers: Ints) -> Events:
    """The first contribution of each newcomer, sorted by person."""
    made = events.where(np.isin(events.verb, code(*CONTRIBUTIONS)) & np.isin(events.actor, newcomers))
    return made.where(np.unique(made.actor, return_index=True)[1])


def _towards(events: Events, first: Events, population: Population) -> Ints:
    """(newcomer, trigger, kind) of what others did towards each newcomer in the fortnight before."""
    acts = events.of(*KINDS)
    at = np.searchsorted(first.actor, acts.target).clip(0, len(first) - 1)
    before = first.ms[at] - acts.ms
    near = (first.actor[at] == acts.target) & (acts.actor != acts.target) & (before >= 0) & (before <= REACH)
    acts = acts.where(near & np.isin(acts.actor, population.ids))
    kind = np.zeros(len(acts), dtype=np.int64)
    for verb, number in KINDS.items():
        kind[acts.verb == code(verb)[0]] = number
    return np.stack([acts.target, acts.actor, kind], axis=1)


def _authors(first: Events, population: Population) -> Ints:
    """(newcomer, author, kind) where the first contribution answers or reacts to somebody."""
    answers = first.of("comment", "reaction")
    answers = answers.where((answers.target != 0) & (answers.target != answers.actor) & np.isin(answers.target, population.ids))
    return np.stack([answers.actor, answers.target, np.full(len(answers), AUTHORED)], axis=1)


def _nobody(first: Events) -> Ints:
    return np.stack([first.actor, np.zeros(len(first), np.int64), np.zeros(len(first), np.int64)], axis=1)


def _put(week: int, rows: Ints, first: Events, population: Population) -> None:
    at = np.searchsorted(first.actor, rows[:, 0])
    ms = first.ms[at]
    named = rows[:, 1] != 0
    trigger = np.zeros(len(rows), dtype=np.int64)
    trigger[named] = population.pseudonym(rows[named, 1])
    copy_in(
        TABLE,
        [
            ("week", "i4", np.full(len(rows), week)),
            ("person", "i8", population.pseudonym(rows[:, 0])),
            ("unit_id", "i8", population.people.unit[population.people.as_of(rows[:, 0], ms)]),
            ("at_ms", "i8", ms),
            ("trigger", "i8", trigger),
            ("kind", "i2", rows[:, 2]),
            ("pioneer", "i2", (named & population.pioneer(rows[:, 1], ms)).astype(np.int64)),
        ],
    )
