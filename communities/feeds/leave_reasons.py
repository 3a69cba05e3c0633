"""Why people left a community, for whoever moderates it: how many for each reason, never who."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from communities.models import Community, LeaveReason

LEAST = 5  # people at a time, as everywhere where people are counted


@dataclass(frozen=True)
class LeaveReasons:
    """What is shown: how many people in all, and for each reason its words and its count, the most frequent first."""

    people: int
    reasons: Sequence[tuple[str, int]]
    least: int = LEAST


def leave_reasons(community: Community, *, at: datetime) -> LeaveReasons:
    """The reasons of the months that are over, once at least five more people gave one; none before.

    Whoever looks before and after a departure would read its reason in the difference, were they counted
    one at a time: what is shown grows by whole months, and by five people or more.
    """
    rows = LeaveReason.objects.filter(community=community, month__lt=LeaveReason.month_of(at), people__gt=0).order_by("month", "reason")
    shown: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for _month, month in groupby(rows, key=lambda row: row.month):
        waiting.update({row.reason: row.people for row in month})
        if waiting.total() >= LEAST:
            shown.update(waiting)
            waiting.clear()
    words = dict(LeaveReason.Reason.choices)
    return LeaveReasons(shown.total(), [(str(words[reason]), people) for reason, people in shown.most_common()])
