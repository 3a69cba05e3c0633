"""Ties (adoption.md 4, 5.10, 5.11, 5.13 and 5.19): who deals with whom, across which walls, and what hangs on a few.

Dyads are of the last 26 weeks, between people eligible now. Units count from 10 eligible people on in the network, and from 5 members
on in a community, where no unit is ever named.
"""

from __future__ import annotations

import numpy as np

from adoption.metrics.evidence import HALF_YEAR, OUTSIDE, Evidence
from adoption.metrics.series import Series
from adoption.metrics.study import Ties, TiesPeople
from adoption.models import NETWORK
from adoption.science import breadth, network, privacy, selfcarry
from adoption.science import ties as pairs
from adoption.science.dyads import NO_UNIT, Dyads, dyads_of, large_units, within_units
from adoption.science.figures import NO_ACTIVITY, Bools, Figure, Ints
from adoption.science.maturity import Maturity, maturity
from adoption.science.weeks import WINDOW

QUARTER = 12  # weeks in which a voice of 5.19 was heard


def ties(evidence: Evidence, seed: int) -> Ties | None:
    """The ties of a scope as of the evidence's week; None without eligible people or without a week."""
    if not len(evidence) or not len(evidence.series):
        return None
    whole = evidence.community_id == NETWORK
    people = len(evidence)
    dyads = _dyads(evidence)
    unit = large_units(evidence.unit, np.ones(people, dtype=np.bool_), privacy.K_UNITS if whole else privacy.K)
    made = evidence.total("contributions", WINDOW)
    active = made > 0
    crossing = network.transversality(dyads, unit, seed)
    diversity = breadth.diversity(unit[active], len(np.unique(unit[unit != NO_UNIT])))
    return Ties(
        transversality=crossing,
        ei=network.ei_index(dyads, unit),
        ei_expected=network.ei_expected(unit),
        two_way=pairs.two_way(dyads),
        cross_two_way=breadth.cross_two_way(dyads, unit),
        diversity=diversity,
        brokers=breadth.brokers(dyads, unit),
        coverage=breadth.coverage(active, unit),
        keys=pairs.key_people(made),
        loss=_loss(evidence.series),
        broad=None if whole else breadth.large_and_transversal(people, diversity.effective_units, crossing),
        maturity=None if whole else _maturity(evidence, dyads),
        behind=_behind(dyads, unit),
    )


def _dyads(evidence: Evidence) -> Dyads:
    rows = evidence.ties
    weight = rows.replies + rows.reactions + rows.mentions
    told = (rows.week > evidence.week - HALF_YEAR) & (rows.person != OUTSIDE) & (rows.target != OUTSIDE) & (weight > 0)
    return dyads_of(rows.person[told], rows.target[told], len(evidence), weight[told])


def _loss(series: Series) -> Figure:
    """s4 of the last week: contributions of 28 days left without three people, over their expectation; `n` counts contributions."""
    made = series.last("contributions28")
    if not made:
        return Figure.none(NO_ACTIVITY)
    return Figure(selfcarry.components(series.parts(), ~series.low_season, series.judged).s4, n=made)


def _maturity(evidence: Evidence, dyads: Dyads) -> Maturity | None:
    voices = evidence.total("posts", QUARTER) + evidence.total("comments", QUARTER) > 0
    return maturity(int(voices.sum()), len(evidence), dyads)


def _behind(dyads: Dyads, unit: Ints) -> TiesPeople:
    housed = within_units(dyads, unit)
    across = unit[housed.a] != unit[housed.b]
    return TiesPeople(
        tied=_people(dyads),
        mutual=_people(dyads, dyads.mutual),
        one_way=_people(dyads, ~dyads.mutual),
        crossing=_people(housed, across),
        inside=_people(housed, ~across),
        mutual_crossing=_people(housed, across & housed.mutual),
        mutual_inside=_people(housed, ~across & housed.mutual),
    )


def _people(dyads: Dyads, which: Bools | None = None) -> int:
    return int((dyads.per_person(which) > 0).sum())
