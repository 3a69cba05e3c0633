"""The end of what the rollups keep about people: their weeks are dropped, the first ones stay known as such. Sums stay."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from adoption.fill.population import load_population
from adoption.fill.run import basis
from adoption.history.clock import zone
from adoption.models import FillState, Pioneer, PseudonymKey
from adoption.science import weeks
from adoption.science.weeks import WINDOW

TABLES = {
    "adoption_personweek": "week", "adoption_tieweek": "week", "adoption_threadweek": "week", "adoption_threadlife": "opened_week",
    "adoption_recruit": "week",
}  # fmt: skip


def freeze(before: int) -> None:
    """Have no week before this one counted again."""
    state = FillState.objects.get(pk=1)
    state.frozen_before = before if state.frozen_before is None else max(before, state.frozen_before)
    state.save(update_fields=["frozen_before"])


def people_kept_from() -> int | None:
    """The first week kept person by person; None as long as every week may still be counted again from its events.

    The eight weeks before those that may be counted again are read when they are, so they stay.
    """
    state = FillState.objects.get(pk=1)
    if state.through is None or state.frozen_before is None:
        return None
    return min(state.through - settings.PERSON_WEEKS_KEPT + 1, state.frozen_before - 2 * WINDOW)


def forget_people(before: int) -> dict[str, int]:
    """Drop what is kept person by person of the weeks before this one. Returns the rows dropped, by table."""
    dropped = dict.fromkeys(TABLES, 0)
    for week in _weeks(before):
        with transaction.atomic(), connection.cursor() as cursor:
            for table, column in TABLES.items():
                cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [week])
                dropped[table] += cursor.rowcount
    return dropped


def _weeks(before: int) -> list[int]:
    every = " UNION ".join(f"SELECT {column} FROM {table} WHERE {column} < {before:d}" for table, column in TABLES.items())
    with connection.cursor() as cursor:
        cursor.execute(f"{every} ORDER BY 1")
        return [week for (week,) in cursor.fetchall()]


@transaction.atomic
def forget_pioneers(before: int) -> int:
    """Drop the spells of pioneers that ended before a week. What is counted again does not rest on them, so nothing is."""
    ended: datetime = weeks.starts_at(before, zone())
    gone = Pioneer.objects.filter(to_at__lt=ended).delete()[0]
    if gone:
        FillState.objects.filter(pk=1).update(settings=basis(load_population(PseudonymKey.objects.get(pk=1))))
    return gone
