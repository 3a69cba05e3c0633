"""Raw signs of the first weeks, for a network too young for figures: counts of threads, returns and small acts, never of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from adoption.history.places import places
from rse.lib.ids import first_id

MISSIONS = ("ask", "answer", "thank", "bring", "tell")  # five small acts of a pioneer
_DONE = """
SELECT e.actor_id,
  CASE WHEN e.verb = 'post' THEN CASE WHEN p.kind = 'story' THEN 'tell' ELSE 'ask' END
       WHEN e.verb = 'comment' THEN 'answer' WHEN e.verb = 'reaction' THEN 'thank' ELSE 'bring' END,
  count(*)
FROM communities_event e LEFT JOIN communities_post p ON e.verb = 'post' AND p.id = e.object_id
WHERE e.id >= %s AND e.actor_id = ANY(%s) AND e.verb IN ('post', 'comment', 'reaction', 'invite')
  AND (e.verb <> 'comment' OR e.target_id IS DISTINCT FROM e.actor_id)
GROUP BY 1, 2
"""
_THREADS = """
SELECT count(*) FILTER (WHERE question), count(*) FILTER (WHERE question AND first IS NOT NULL),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY (first >> 21) - (id >> 21)) FILTER (WHERE question AND first IS NOT NULL),
  count(*) FILTER (WHERE first IS NOT NULL), count(*) FILTER (WHERE across), count(*) FILTER (WHERE story), count(DISTINCT author_id)
FROM (
  SELECT p.id, p.author_id, p.kind = 'question' AS question, p.kind = 'story' AS story,
    min(c.id) AS first, bool_or(a.unit_id <> b.unit_id) AS across
  FROM communities_post p
  LEFT JOIN communities_comment c ON c.post_id = p.id AND c.author_id <> p.author_id AND c.deleted_at IS NULL
  LEFT JOIN people_person a ON a.id = p.author_id LEFT JOIN people_person b ON b.id = c.author_id
  WHERE p.id >= %s AND p.deleted_at IS NULL AND p.community_id = ANY(%s) GROUP BY p.id
) AS thread
"""
_RETURNS = """
SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM adoption_personweek n WHERE n.week = f.week + 1 AND n.person = f.person))
FROM (SELECT person, min(week) AS week FROM adoption_personweek GROUP BY person) AS f
WHERE f.week >= %s AND f.week < %s
"""


@dataclass(frozen=True)
class Threads:
    """Threads begun since the launch in places that are in the figures. `hours`: median time to a question's first answer."""

    questions: int
    answered: int
    hours: float | None
    talks: int  # with an answer by somebody else
    across: int  # of which by somebody of another unit
    stories: int
    authors: int


def threads_since(start: datetime) -> Threads:
    with connection.cursor() as cursor:
        cursor.execute(_THREADS, [first_id(start), list(places())])
        questions, answered, median, talks, across, stories, authors = cursor.fetchone()
    return Threads(questions, answered, None if median is None else float(median) / 3_600_000, talks, across, stories, authors)


def returns(first_week: int, through: int | None) -> tuple[int, int]:
    """How many people came for the first time from that week on, and how many of them in the next week too."""
    if through is None:
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(_RETURNS, [first_week, through])
        came, back = cursor.fetchone()
    return came, back


def missions_done(people: Sequence[int], since: datetime) -> dict[int, dict[str, int]]:
    """How often each of these people did each of the MISSIONS since then; for themselves, or to be added up."""
    done: dict[int, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [first_id(since), list(people)])
        for person, mission, count in cursor.fetchall():
            done.setdefault(person, {})[mission] = count
    return done


def started_by(person: int, since: datetime) -> tuple[int, int, int]:
    """Threads that somebody began since then, the answers they got, and from how many people: for that person alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT p.id), count(c.id), count(DISTINCT c.author_id) FROM communities_post p LEFT JOIN communities_comment c "
            "ON c.post_id = p.id AND c.author_id <> p.author_id AND c.deleted_at IS NULL "
            "WHERE p.author_id = %s AND p.id >= %s AND p.deleted_at IS NULL",
            [person, first_id(since)],
        )
        threads, answers, people = cursor.fetchone()
    return threads, answers, people
