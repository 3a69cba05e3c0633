"""How long communities live (adoption.md 5.5): one survival curve over those that ever held ten people, protected and secret ones aside."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adoption.metrics.series import Series
from adoption.models import NETWORK
from adoption.science.cohorts import community_survival
from adoption.science.survival import Survival

FEWEST_COMMUNITIES = 8  # under that a curve would speak of each of them; ours
FEWEST_PEOPLE = 10


def lives(known: Mapping[int, Series]) -> Survival | None:
    """Survival in weeks of age, from the series of all scopes up to one week; None under eight communities."""
    whole = known.get(NETWORK)
    grown = [series for id_, series in known.items() if id_ != NETWORK and len(series) and series.counts["eligible"].max() >= FEWEST_PEOPLE]
    if whole is None or not len(whole) or len(grown) < FEWEST_COMMUNITIES:
        return None
    first = int(whole.weeks[0])
    people = np.zeros((len(whole), len(grown)), dtype=np.int64)
    for column, series in enumerate(grown):
        people[series.weeks - first, column] = series.counts["contributors28"]
    opened = np.array([int(series.weeks[-1]) - series.last("age") - first for series in grown], dtype=np.int64)
    return community_survival(people, opened, whole.judged)
