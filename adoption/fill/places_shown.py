"""The shares of units, judged by the ledger before they are shown beside all that was shown before."""

from __future__ import annotations

from datetime import datetime

from adoption.fill.gather import Gatherer
from adoption.fill.ledger import publish
from adoption.metrics.evidence import Evidence
from adoption.metrics.studies import newest
from adoption.metrics.study import Units
from adoption.metrics.units import members, with_former
from adoption.models import NETWORK
from adoption.science.ledger import PublishedCut, Window
from adoption.science.weeks import WINDOW

FIGURE = "contribution"  # one key for what can be had from each other: share, contributors, people


def judged(found: Units, gather: Gatherer, evidence: Evidence, at: datetime) -> Units:
    """The masked units of the week; those whose people have changed by one to four since they were shown keep their former share."""
    window = Window.of_weeks(gather.week, WINDOW)
    whole = PublishedCut.of(FIGURE, "network", window, evidence.pseudonyms)
    rows = [row for row, hidden in enumerate(found.hidden.tolist()) if not hidden]
    people = members(found, gather.placed)
    cuts = [whole, *(PublishedCut.of(FIGURE, f"unit:{found.ids[row]}", window, people[row], ("network",)) for row in rows)]
    decisions = publish(cuts, at=at)
    refused = [row for row, decision in zip(rows, decisions[1:], strict=True) if not decision.allowed]
    before = newest(NETWORK, gather.week - 1) if refused else None
    return with_former(found, refused, before.units if before else None)
