"""The report: the same figures as the pages, as JSON (docs/adoption-report.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from adoption.dashboards.deeper import deeper, of_organisation
from adoption.fill.study import refresh
from adoption.history import Place, places
from adoption.history.clock import public_holidays, zone
from adoption.metrics.scope import ScopeFigures, scope_figures
from adoption.metrics.series import load_series
from adoption.metrics.studies import studies
from adoption.metrics.thresholds import thresholds
from adoption.models import NETWORK
from adoption.science import weeks


def report(*, at: datetime, slug: str | None = None, weekly: bool = False) -> dict[str, Any]:
    """Figures as of the last week complete at `at`: the organisation, and its communities (one of them with `slug`)."""
    week = weeks.last_complete_week(at, zone())
    known = [place for place in places().values() if slug is None or place.slug == slug]
    scopes = [NETWORK, *(place.id for place in known)]
    refresh(at=at, scopes=scopes, week=week)
    series, studied = load_series(public_holidays(), scopes), studies(scopes, week)
    current = thresholds()

    def scope(community: int) -> dict[str, Any]:
        return {**as_json(scope_figures(series.get(community), week, current), weekly), **deeper(studied.get(community))}

    return {
        "at": at.isoformat(),
        "organisation": {**scope(NETWORK), **of_organisation(studied.get(NETWORK))},
        "communities": [_community(place, scope(place.id)) for place in sorted(known, key=lambda p: p.slug)],
    }


def as_json(figures: ScopeFigures, weekly: bool) -> dict[str, Any]:
    """One scope, in the form that docs/adoption-report.md promises."""
    judgement = figures.judgement
    found: dict[str, Any] = {
        "eligible": figures.eligible.as_dict(),
        "contributors_28d": figures.contributors_28d.as_dict(),
        "contribution_rate": figures.contribution_rate.as_dict(),
        "momentum": figures.momentum.as_dict(),
        "replacement_ratio": figures.replacement_ratio.as_dict(),
        "self_carrying_index": figures.self_carrying_index.as_dict(),
        "stage": figures.stage,
        "tests": [dict(test) for test in judgement.tests] if judgement else [],
    }
    if weekly:
        found["stages"] = [{"week": weeks.label(number), "stage": stage} for number, stage in figures.stages]
    return found


def _community(place: Place, figures: dict[str, Any]) -> dict[str, Any]:
    return {"slug": place.slug, "name": place.name, "access": place.access, **figures}
