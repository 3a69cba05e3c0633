"""The public page "What is measured": who sees what, what is kept, the catalogue by page, the thresholds and their changes."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from adoption.metrics.catalogue import METRICS, STAGES, TESTS, Metric
from adoption.metrics.catalogue_mirror import MIRROR
from adoption.metrics.thresholds import thresholds
from adoption.models import Perimeter, ThresholdSet
from adoption.science.privacy import GRAIN, K_UNITS, SMALL, K
from adoption.science.stages import Thresholds
from rse.lib import l10n


@dataclass(frozen=True)
class Reader:
    """Who, what they see, and what they never see."""

    who: Promise
    sees: Promise
    never: Promise


@dataclass(frozen=True)
class Group:
    """Metrics of one page: `key` is the anchor."""

    key: str
    name: Promise
    metrics: tuple[Metric, ...]


READERS = (
    Reader(_("Everyone, about themselves"), _("their own mirror, what is kept about them, this page"), _("a figure about a colleague")),
    Reader(
        _("Animators and owners"), _("the figures of their own community"), _("visits, or profiles looked at, of a person"),
    ),
    Reader(_("Managers"), _("a private guide; their own team as a whole, from ten people on"), _("a person of the team, or another team")),
    Reader(_("HR and business leads"), _("units of ten people or more"), _("anything to appraise somebody with")),
    Reader(_("Sponsors"), _("the whole network, its communities, its units"), _("a name behind a figure")),
    Reader(_("The project team"), _("the same, and fixes the target and the thresholds"), _("rows about people, even in an export")),
    Reader(_("Elected members, data protection officer"), _("this page, and who looked at which figures"), _("the figures themselves")),
    Reader(_("Administrators"), _("accounts and settings"), _("figures, or the mirror of anybody")),
)  # fmt: skip
GROUPS: tuple[tuple[str, Promise, tuple[Metric, ...]], ...] = (("figures-own", _("One’s own mirror, a manager’s team, units"), MIRROR),)


@dataclass(frozen=True)
class MeasuredPage:
    """Template: metrics · stages and tests (words) · k, k_units, small, grain · thresholds · months, weeks (how long acts and weekly
    counts are kept) · decisions (thresholds and perimeters decided, newest first, each with decided_at and reason; never by whom)."""

    readers: tuple[Reader, ...]
    groups: tuple[Group, ...]  # the same metrics, by page
    metrics: tuple[Metric, ...]
    stages: tuple[Promise, ...]
    tests: tuple[Promise, ...]
    k: int
    k_units: int
    small: int
    grain: str
    thresholds: Thresholds
    levels: dict[str, str]
    inside: bool
    months: int
    weeks: int
    decided_thresholds: tuple[ThresholdSet, ...]
    decided_perimeters: tuple[Perimeter, ...]


def measured_page(*, inside: bool) -> MeasuredPage:
    """`inside`: for someone of the organisation, who reads the decisions and their reasons too."""
    current = thresholds()
    levels = {name: l10n.percent(getattr(current, name)) for name in ("enter_mass", "leave_mass", "enter_low", "leave_low", "invited")}
    return MeasuredPage(
        READERS, groups(),
        METRICS, tuple(STAGES.values()), tuple(TESTS.values()), K, K_UNITS, SMALL, l10n.number(GRAIN * 100), current, levels,
        inside, settings.EVENTS_KEPT_MONTHS, settings.PERSON_WEEKS_KEPT,
        tuple(ThresholdSet.objects.order_by("-id")) if inside else (),
        tuple(Perimeter.objects.order_by("-id")) if inside else (),
    )  # fmt: skip


def groups() -> tuple[Group, ...]:
    """Every metric once, those of no group of their own first."""
    grouped = {metric.key for _key, _name, metrics in GROUPS for metric in metrics}
    common = tuple(metric for metric in METRICS if metric.key not in grouped)
    return (Group("figures-network", _("The network and its communities"), common), *(Group(*group) for group in GROUPS))
