"""The stage of every community and week, written beside its counts."""

from django.db import connection
from psycopg2.extras import execute_values

from adoption.history.clock import public_holidays
from adoption.metrics.series import load_series
from adoption.metrics.thresholds import thresholds
from adoption.models import CommunityWeek
from adoption.science.stages import classify


def label() -> int:
    """Write the stages that are missing, from the first week that lacks one. Returns how many rows changed."""
    first = CommunityWeek.objects.filter(stage="").order_by("week").values_list("week", flat=True).first()
    if first is None:
        return 0
    current = thresholds()
    rows = [
        (community, judgement.week, judgement.candidate, judgement.shown)
        for community, series in load_series(public_holidays()).items()
        for judgement in classify(series.course(), current, series.upto(first - 1).stages("candidate"))
    ]
    changed = 0
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 10_000):
            execute_values(
                cursor,
                "UPDATE adoption_communityweek c SET candidate = v.candidate, stage = v.stage "
                "FROM (VALUES %s) AS v (community_id, week, candidate, stage) "
                "WHERE c.community_id = v.community_id AND c.week = v.week AND (c.candidate, c.stage) <> (v.candidate, v.stage)",
                rows[start : start + 10_000],
                page_size=10_000,
            )
            changed += cursor.rowcount
    return changed
