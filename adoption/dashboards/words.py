"""Figures in words, each with its definition, window, n and interval."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from adoption.dashboards.reasons import in_words
from adoption.metrics.catalogue import BY_KEY, NUANCES, STAGES, TESTS, Metric
from adoption.science.figures import Figure
from adoption.science.privacy import GRAIN, SMALL
from adoption.science.stages import Judgement, Test
from rse.lib import l10n

NOTHING = "—"
SHARES = {
    "contribution_rate", "critical_mass_share", "target_invited", "above_low", "s1", "s2", "s5", "below_quarter", "below_last_year",
    "response_rate", "replies_by_animators", "two_way", "cross_two_way", "weakest_unit", "c182", "reading_rate", "power", "stickiness",
    "stickiness_contributions", "discontinuance", "evenness", "lost_without_brokers", "top5", "loss", "critical_share", "spontaneous",
}  # fmt: skip
GROWTHS = {"momentum", "slope", "growing"}
FRACTIONS = {"replacement_ratio", "transversality", "gini", "r0", "ei_index", "contagion", "recruits"}
THOUSANDTHS = {"bass_p", "bass_q"}
TENTHS = {"effective_units"}
HOURS = {"first_reply_delay"}


@dataclass(frozen=True)
class Tile:
    """A figure ready to be shown: `value` is "—" when there is none, and `reason` says why; the rest is for its "?"."""

    metric: Metric
    value: str
    interval: str
    n: str
    reason: str
    direction: int = 0  # of an arrow: 1, 0 or -1


@dataclass(frozen=True)
class TestLine:
    """A test of the stage: `state` is passed, failed or unknown."""

    name: str
    label: str
    state: str
    value: str
    threshold: str


def tile(key: str, figure: Figure, direction: int = 0) -> Tile:
    if figure.value is None:
        reason = in_words(figure.reason)
        return Tile(BY_KEY[key], NOTHING, "", l10n.number(figure.n) if figure.n else "", reason)
    between = "" if figure.low is None or figure.high is None else interval(_bare(key, figure.low), _bare(key, figure.high))
    return Tile(BY_KEY[key], value_text(key, figure.value), between, l10n.number(figure.n), "", direction)


def share_text(share: float, people: int) -> str:
    """A share of a named group; of fewer than 50 people in steps of 5 points, open at its ends, so that it never speaks of all of them."""
    if people >= SMALL:
        return l10n.percent(share)
    rounded = round(share / GRAIN) * GRAIN
    if rounded <= GRAIN:
        return _("at most %(share)s") % {"share": l10n.percent(GRAIN)}
    return _("at least %(share)s") % {"share": l10n.percent(1 - GRAIN)} if rounded >= 1 - GRAIN else l10n.percent(rounded)


def figure_text(share: Figure, people: int) -> str:
    """The same of a figure, "—" without a value."""
    return NOTHING if share.value is None else share_text(share.value, people)


def interval(low: str, high: str) -> str:
    return _("[%(low)s to %(high)s]") % {"low": low, "high": high}


def value_text(key: str, value: float) -> str:
    """A number in the unit of its metric or test."""
    if key in SHARES:
        return l10n.percent(value)
    if key in GROWTHS:
        return _("%(growth)s a week") % {"growth": _signed_percent(value)}
    if key in FRACTIONS:
        return l10n.number(value, decimals=2)
    if key in THOUSANDTHS:
        return l10n.number(value, decimals=3)
    if key in HOURS:
        return _("%(n)s h") % {"n": l10n.number(value, decimals=1)}
    if key in TENTHS:
        return l10n.number(value, decimals=1)
    return l10n.number(round(value))


def _bare(key: str, value: float) -> str:
    """A bound of an interval: its unit is already beside the value."""
    return _signed_percent(value) if key in GROWTHS else value_text(key, value)


def _signed_percent(growth: float) -> str:
    """+3 %, −2 %: one decimal under 10 %."""
    decimals = 1 if abs(growth) < 0.1 else 0
    return ("+" if growth > 0 else "") + l10n.percent(growth, decimals=decimals)


def stage_text(judgement: Judgement | None, stage: str) -> str:
    """The stage's name, with the nuance that its own tests give it."""
    if judgement is not None and judgement.nuance and judgement.candidate == stage:
        return str(NUANCES[judgement.nuance])
    return str(STAGES[stage])


def test_line(test: Test) -> TestLine:
    state = {True: "passed", False: "failed", None: "unknown"}[test["passed"]]
    value, threshold = (NOTHING if number is None else value_text(test["name"], number) for number in (test["value"], test["threshold"]))
    return TestLine(test["name"], str(TESTS[test["name"]]), state, value, threshold)
