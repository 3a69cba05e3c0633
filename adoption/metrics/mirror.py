"""One's own mirror (adoption.md 5.1, 5.2): what the weekly counts say of the person who asks, for that person alone.

The pseudonym is made from the key for the time of the request; only rows of that pseudonym are read, and of others only how many they
are and in how many units. Whole weeks only. Nothing here compares with anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db.models import Sum

from adoption.models import PersonFirst, PersonWeek, PseudonymKey, ThreadLife, TieWeek
from adoption.models.pseudonyms import pseudonym_of, pseudonyms
from adoption.science.figures import Ints
from adoption.science.segments import PERSONAS, PROFILES, QUARTER, personas, profiles
from adoption.science.weeks import WINDOW
from rse.people.models import Person

CIRCLE = 26  # weeks in which two people count as tied, as everywhere else


@dataclass(frozen=True)
class Circle:
    """Colleagues with whom one turned to each other, both ways, over 26 weeks; `units`: how many units they are of."""

    people: int
    units: int


@dataclass(frozen=True)
class Mirror:
    """Of one person, over the 12 weeks that end with `week`. `by_week` arrays have shape (12,), the asked week last.

    `profile` and `persona`: names of PROFILES and PERSONAS. `made` and `received`: acts and echoes of the last 28 days, which the persona
    rests on. `given`: answers to others' threads, `answers`: answers received, both over 12 weeks. `threads`: those opened whose seven days
    have run, `answered` of them got an answer in time. `waiting`: root ids of the others. `questions`: threads of others to which one gave
    the first answer, of those known to ask something.
    """

    week: int
    weeks_known: int
    profile: str
    persona: str
    made: int
    received: int
    came: int
    contributions_by_week: Ints
    answers_by_week: Ints
    given: int
    answers: int
    thanks: int
    threads: int
    answered: int
    waiting: tuple[int, ...]
    questions: int
    circle: Circle


def mirror(person: int, week: int, since: int) -> Mirror:
    """The mirror of `person` (id) at the end of `week`; `since`: the week they became an employee. Call it for whoever asks only."""
    own, known = pseudonym_of(person), max(week - since + 1, 0)
    acts = _acts(own, week)
    month = acts[:, -WINDOW:].sum(axis=1)
    echoes = _towards(own, week)
    received = int(echoes[:2, -WINDOW:].sum())
    came, wrote = int((acts[4] > 0).sum()), int(acts[3].sum())
    ever = bool(came) or PersonFirst.objects.filter(person=own, kind=PersonFirst.CAME, week__lte=week).exists()
    profile = profiles(np.array([came]), np.array([wrote]), np.array([known]), np.array([ever]))
    posts, comments, reactions = (np.array([n]) for n in month[:3])
    persona = personas(posts, comments, reactions, np.array([received]))
    threads = list(
        ThreadLife.objects.filter(author=own, opened_week__gt=week - QUARTER, opened_week__lt=week).order_by("-opened_ms")
    )  # fmt: skip
    given = TieWeek.objects.filter(person=own, week__gt=week - QUARTER, week__lte=week).aggregate(n=Sum("replies"))["n"]
    return Mirror(
        week=week,
        weeks_known=known,
        profile=PROFILES[profile.code[0]],
        persona=PERSONAS[persona[0]],
        made=int(month[:3].sum()),
        received=received,
        came=came,
        contributions_by_week=acts[3],
        answers_by_week=echoes[0],
        given=given or 0,
        answers=int(echoes[0].sum()),
        thanks=int(echoes[1].sum()),
        threads=len(threads),
        answered=sum(one.reply_ms > 0 for one in threads),
        waiting=tuple(one.root_id for one in threads if not one.reply_ms),
        questions=ThreadLife.objects.filter(replier=own, asks=1, opened_week__gt=week - QUARTER, opened_week__lte=week).count(),
        circle=_circle(own, week),
    )


def _acts(own: int, week: int) -> Ints:
    """Posts, comments, reactions, contributions and traces (rows) by week; shape (5, 12)."""
    table = np.zeros((5, QUARTER), dtype=np.int64)
    rows = PersonWeek.objects.filter(person=own, week__in=range(week - QUARTER + 1, week + 1))  # each of them by the index
    for at, *counts in rows.values_list("week", "posts", "comments", "reactions", "contributions"):
        table[:, at - week + QUARTER - 1] += (*counts, 1)
    return table


def _towards(own: int, week: int) -> Ints:
    """Replies and reactions received by week; shape (2, 12)."""
    table = np.zeros((2, QUARTER), dtype=np.int64)
    rows = TieWeek.objects.filter(target=own, week__gt=week - QUARTER, week__lte=week)
    for at, replies, reactions in rows.values_list("week", "replies", "reactions"):
        table[:, at - week + QUARTER - 1] += (replies, reactions)
    return table


def _circle(own: int, week: int) -> Circle:
    ties = TieWeek.objects.filter(week__gt=week - CIRCLE, week__lte=week)
    towards = set(ties.filter(person=own).values_list("target", flat=True))
    both = towards & set(ties.filter(target=own).values_list("person", flat=True)) - {own}
    return Circle(len(both), _units_of(both) if both else 0)


def _units_of(people: set[int]) -> int:
    """In how many units the people of these pseudonyms are now; nobody is told which pseudonym is whose."""
    key = PseudonymKey.objects.get(pk=1)
    rows = np.array(Person.objects.filter(is_guest=False, unit__isnull=False).values_list("pk", "unit_id"), dtype=np.int64).reshape(-1, 2)
    found = np.isin(pseudonyms(bytes(key.key), rows[:, 0]), list(people))
    return len(np.unique(rows[found, 1]))
