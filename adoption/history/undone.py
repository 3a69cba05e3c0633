"""Acts that were undone: what was deleted, reactions taken back, follows ended. They count nowhere, from the start.

A reaction counts as long as more were given than taken back by the same person on the same object; then only its first one.
"""

import numpy as np
from django.db import connection

from adoption.science.figures import Ints
from rse.lib.bulk import copy_out

WRITTEN = "('post', 'comment', 'upload', 'mention', 'poll_vote')"
PAIRS = {"unreact": "reaction", "unfollow": "follow"}
UNDOING = "('delete', 'unreact', 'unfollow')"
# Of what was given, taken back and is given again since, the first time counts again.
_UNDOING_AGAIN = (
    "SELECT DISTINCT e.id FROM communities_event a "
    f"JOIN communities_event u ON u.object_id = a.object_id AND u.actor_id = a.actor_id AND u.verb IN {UNDOING} "
    "AND u.verb = CASE a.verb WHEN 'reaction' THEN 'unreact' ELSE 'unfollow' END "
    "JOIN communities_event e ON e.actor_id = a.actor_id AND e.object_id = a.object_id AND e.verb = a.verb "
    "WHERE a.seq > %s AND a.verb IN ('reaction', 'follow')"
)


def undone(low: int, high: int) -> Ints:
    """Sorted ids, within low <= id < high, of the events that a later one undid."""
    deleted = copy_out(
        "SELECT e.id FROM communities_event e JOIN communities_event u ON u.verb = 'delete' AND u.object_id = e.object_id "
        f"WHERE e.id >= {low} AND e.id < {high} AND e.verb IN {WRITTEN} "
        "AND (u.object_type = e.object_type OR e.verb = 'mention' OR '' IN (u.object_type, e.object_type))",
        1,
    )
    taken_back = [copy_out(_toggled(undo, done, low, high), 1) for undo, done in PAIRS.items()]
    return np.unique(np.concatenate([deleted[:, 0], *(rows[:, 0] for rows in taken_back)]))


def _toggled(undo: str, done: str, low: int, high: int) -> str:
    """Ids of the acts `done` in the range that do not count: all of a pair's where none stands, else all but its first."""
    return (
        f"WITH near AS MATERIALIZED (SELECT DISTINCT e.actor_id, e.object_id FROM communities_event e "
        f"JOIN communities_event u ON u.verb = '{undo}' AND u.object_id = e.object_id AND u.actor_id = e.actor_id "
        f"WHERE e.id >= {low} AND e.id < {high} AND e.verb = '{done}'), "
        f"acts AS (SELECT e.id, e.verb, count(*) FILTER (WHERE e.verb = '{done}') OVER pair AS given, count(*) OVER pair AS acts, "
        f"row_number() OVER (PARTITION BY e.actor_id, e.object_id, e.verb ORDER BY e.id) AS rank "
        f"FROM near JOIN communities_event e ON e.actor_id = near.actor_id AND e.object_id = near.object_id "
        f"WHERE e.verb IN ('{done}', '{undo}') WINDOW pair AS (PARTITION BY e.actor_id, e.object_id)) "
        f"SELECT id FROM acts WHERE verb = '{done}' AND id >= {low} AND id < {high} AND (given <= acts - given OR rank > 1)"
    )


def undone_since(mark: int) -> list[int]:
    """Ids of the acts that events arrived after `mark` undid, or gave their standing back: their weeks must be counted again."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDOING_AGAIN, [mark])
        again = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT DISTINCT e.id FROM communities_event u JOIN communities_event e "
            "ON e.actor_id = coalesce(CASE WHEN u.verb = 'delete' THEN u.target_id END, u.actor_id) AND e.object_id = u.object_id "
            f"WHERE u.seq > %s AND u.verb IN {UNDOING} "
            f"AND CASE u.verb WHEN 'delete' THEN e.verb IN {WRITTEN} WHEN 'unreact' THEN e.verb = 'reaction' ELSE e.verb = 'follow' END",
            [mark],
        )
        return [*again, *(row[0] for row in cursor.fetchall())]
