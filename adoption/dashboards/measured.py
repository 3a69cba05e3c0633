"""The public page "What is measured": the catalogue, the thresholds and their changes, what is never measured."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise

from adoption.metrics.catalogue import METRICS, STAGES, TESTS, Metric
from adoption.metrics.thresholds import thresholds
from adoption.models import Perimeter, ThresholdSet
from adoption.science.privacy import GRAIN, K_UNITS, SMALL, K
from adoption.science.stages import Thresholds
from rse.lib import l10n


@dataclass(frozen=True)
class MeasuredPage:
    """Template: metrics · stages and tests (words) · k, k_units, small, grain · thresholds · months, weeks (how long acts and weekly
    counts are kept) · decisions (thresholds and perimeters decided, newest first, each with decided_at and reason; never by whom)."""

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
        METRICS, tuple(STAGES.values()), tuple(TESTS.values()), K, K_UNITS, SMALL, l10n.number(GRAIN * 100), current, levels,
        inside, settings.EVENTS_KEPT_MONTHS, settings.PERSON_WEEKS_KEPT,
        tuple(ThresholdSet.objects.order_by("-id")) if inside else (),
        tuple(Perimeter.objects.order_by("-id")) if inside else (),
    )  # fmt: skip
