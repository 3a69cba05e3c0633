"""The figures that a pack may hold, by scope: a group, where its number is found on the page, and its chart. In their order of reading."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from adoption.metrics.catalogue import BY_KEY, Metric
from adoption.models import PackScope

GROUPS: dict[str, Promise] = {
    "where": _("Where it stands"),
    "moves": _("Where it is heading"),
    "alone": _("Without being pushed"),
    "talk": _("Are people answered?"),
    "who": _("Who takes part"),
    "wide": _("How wide it is"),
    "lives": _("How communities live"),
}


@dataclass(frozen=True)
class Choice:
    """`key` is of the catalogue; `chart` is a chart of the page by its key, or "own" for the course of the figure itself."""

    key: str
    group: str
    chart: str = ""
    default: bool = True

    @property
    def metric(self) -> Metric:
        return BY_KEY[self.key]


NETWORK = (
    Choice("critical_mass_share", "where", "own"),
    Choice("stage", "where"),
    Choice("contributors_28d", "where", "adoption-curve"),
    Choice("momentum", "moves", "own"),
    Choice("replacement_ratio", "moves", default=False),
    Choice("growth", "moves", "growth"),
    Choice("forecast", "moves"),
    Choice("self_carrying_index", "alone"),
    Choice("switch_off", "alone", "switch-off-fans", default=False),
    Choice("response_rate", "talk", "delays"),
    Choice("first_reply_delay", "talk", default=False),
    Choice("replies_by_animators", "talk", default=False),
    Choice("contribution_rate", "who", "own", default=False),
    Choice("profiles", "who", "profiles"),
    Choice("transversality", "wide"),
    Choice("two_way", "wide", default=False),
    Choice("cross_two_way", "wide", default=False),
    Choice("weakest_unit", "wide", "units"),
    Choice("unit_ties", "wide", "unit-ties", default=False),
    Choice("survival", "lives", "survival"),
)
COMMUNITY = (
    Choice("contributors_28d", "where", "adoption-curve"),
    Choice("stage", "where"),
    Choice("contribution_rate", "who", "own"),
    Choice("momentum", "moves", "own"),
    Choice("replacement_ratio", "moves"),
    Choice("growth", "moves", "growth"),
    Choice("self_carrying_index", "alone", "carrying-index"),
    Choice("carried_months", "alone", "carried-months"),
    Choice("response_rate", "talk", "delays"),
    Choice("first_reply_delay", "talk"),
    Choice("weekly_course", "talk", "weeks", default=False),
    Choice("profiles", "who", "profiles"),
    Choice("maturity", "wide"),
    Choice("two_way", "wide", default=False),
    Choice("transversality", "wide", default=False),
    Choice("effective_units", "wide", default=False),
)
UNIT = (Choice("unit_share", "where", "unit-weeks"),)

OFFERED: dict[str, tuple[Choice, ...]] = {PackScope.NETWORK: NETWORK, PackScope.COMMUNITY: COMMUNITY, PackScope.UNIT: UNIT}


def chosen(scope: str, keys: list[str]) -> list[Choice]:
    """Those of these keys that the scope offers, in the order of the keys."""
    offered = {choice.key: choice for choice in OFFERED[scope]}
    return [offered[key] for key in keys if key in offered]
