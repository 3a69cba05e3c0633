"""What is left of ties: shares of dyads, units of contributors, and what hangs on a few."""

from __future__ import annotations

import math
from dataclasses import replace

from adoption.metrics.masking.rules import FEWEST, few, nothing, number, numerator, resting, rounded
from adoption.metrics.study import Ties, TiesPeople
from adoption.science.breadth import LARGE, TOP_BROKERS, Brokers, Coverage, Diversity
from adoption.science.figures import Figure
from adoption.science.network import Transversality
from adoption.science.privacy import K_UNITS, SMALL, K, coarse_share
from adoption.science.selfcarry import TOP
from adoption.science.ties import TOP_SHARE, KeyPeople

UNKNOWN = TiesPeople(0, 0, 0, 0, 0, 0, 0)
TENTH, HALF = 0.1, 0.5


def mask_ties(found: Ties, eligible: int, contributors: int) -> Ties:
    """Of a scope with k people and k contributors of 28 days or more."""
    behind = found.behind or UNKNOWN
    crossing = _transversality(found.transversality, behind)
    across = crossing.relative.value is not None
    ei = _dyads(found.ei, behind.crossing, behind.inside)
    return replace(
        found,
        transversality=crossing,
        ei=ei,
        ei_expected=found.ei_expected if ei.value is not None else None,
        two_way=_dyads(found.two_way, behind.mutual, behind.one_way),
        cross_two_way=_dyads(found.cross_two_way, behind.mutual_crossing, behind.mutual_inside),
        diversity=_diversity(found.diversity),
        brokers=_brokers(found.brokers, behind),
        coverage=_coverage(found.coverage),
        keys=_keys(found.keys),
        loss=resting(found.loss, contributors, TOP + K),
        broad=found.broad if across or eligible < LARGE else None,
        behind=None,
    )


def _dyads(figure: Figure, some: int, others: int) -> Figure:
    """A share of dyads: people in those it counts, and in the others."""
    return resting(figure, 0 if few(some) or few(others) else max(some, others))


def _transversality(found: Transversality, behind: TiesPeople) -> Transversality:
    relative, headcount = (_dyads(one, behind.crossing, behind.inside) for one in (found.relative, found.headcount))
    if relative.value is None:
        return Transversality(relative, headcount)
    return replace(found, relative=relative, headcount=headcount)


def _diversity(found: Diversity) -> Diversity:
    if found.blau.value is None or found.blau.n >= SMALL:
        return Diversity(*(resting(one, one.n) for one in (found.entropy, found.effective_units, found.evenness, found.blau)))
    return Diversity(
        entropy=rounded(found.entropy, TENTH),
        effective_units=rounded(found.effective_units, HALF),
        evenness=coarse_share(found.evenness, found.evenness.n),
        blau=coarse_share(found.blau, found.blau.n),
    )


def _brokers(found: Brokers, behind: TiesPeople) -> Brokers:
    bridging = int(found.number.value or 0)
    beside = bridging if bridging >= TOP_BROKERS + K and not few(behind.crossing) else 0
    return Brokers(number(found.number), resting(found.lost_without_top, beside))


def _coverage(found: Coverage) -> Coverage:
    weakest, tenth = found.weakest, found.tenth_percentile
    active = numerator(weakest)
    return Coverage(
        weakest=nothing() if few(active) or few(weakest.n - active) else coarse_share(weakest, weakest.n),
        tenth_percentile=coarse_share(resting(tenth, tenth.n, K_UNITS), 0),
    )


def _keys(found: KeyPeople) -> KeyPeople:
    people = found.k50.n
    even = people >= FEWEST and (found.effective.value or 0) >= K
    return replace(
        found,
        k50=number(found.k50),
        top5=resting(found.top5, math.ceil(TOP_SHARE * people - 1e-9)),
        hhi=found.hhi if even else nothing(),
        effective=found.effective if even else nothing(),
    )
