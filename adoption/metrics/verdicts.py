"""What the switch-off test has said of each scope, week after week, and for how long a word is still known."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from adoption.models import Verdict, Word
from adoption.science.figures import Floats, Ints

LASTS = 13  # weeks after which a word is no longer known: a quarter, ours
MEANS = {Word.SURVIVES: 1.0, Word.DIES: 0.0, Word.UNKNOWN: np.nan}

Said = tuple[int, float]  # week, meaning


def verdicts(communities: Collection[int] | None = None) -> dict[int, list[Said]]:
    """By scope, in order of the weeks."""
    rows = Verdict.objects.order_by("community_id", "week")
    if communities is not None:
        rows = rows.filter(community_id__in=communities)
    found: dict[int, list[Said]] = {}
    for community, week, word in rows.values_list("community_id", "week", "word"):
        found.setdefault(community, []).append((week, MEANS[Word(word)]))
    return found


def as_known(said: list[Said], weeks: Ints) -> Floats:
    """The newest word of the thirteen weeks up to each of `weeks`, NaN for none; shape of `weeks`."""
    known = np.full(len(weeks), np.nan)
    for week, meaning in said:
        known[(weeks >= week) & (weeks < week + LASTS)] = meaning
    return known
