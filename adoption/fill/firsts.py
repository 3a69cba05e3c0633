"""First weeks: who came, contributed and wrote in each place for the first time, found once and kept."""

from __future__ import annotations

from django.db import connection

from adoption.models import PersonFirst
from adoption.science.figures import Ints
from rse.lib.bulk import copy_out

CONDITIONS = {PersonFirst.CAME: "true", PersonFirst.CONTRIBUTED: "contributions > 0", PersonFirst.WROTE: "posts + comments > 0"}


def forget_firsts(week: int) -> None:
    """Drop the firsts of this week and of those after it: they are found anew when these weeks are written."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM adoption_personfirst WHERE week >= %s", [week])


def add_firsts(week: int) -> None:
    """Keep who did something in this week for the first time; the weeks before it must have been added."""
    with connection.cursor() as cursor:
        for kind, condition in CONDITIONS.items():
            cursor.execute(
                f"INSERT INTO adoption_personfirst (kind, community_id, person, week) SELECT {kind:d}, community_id, person, week "
                f"FROM adoption_personweek WHERE week = %s AND {condition} ON CONFLICT DO NOTHING",
                [week],
            )


def known_before(week: int, kind: int) -> Ints:
    """(community, person) of everyone who had done this before a week; shape (rows, 2)."""
    return copy_out(f"SELECT community_id, person FROM adoption_personfirst WHERE kind = {kind:d} AND week < {week:d}", 2)


def first_traces() -> Ints:
    """(community, week) of the first trace of each community; shape (communities, 2)."""
    return copy_out(f"SELECT community_id, min(week)::bigint FROM adoption_personfirst WHERE kind = {PersonFirst.CAME:d} GROUP BY 1", 2)
