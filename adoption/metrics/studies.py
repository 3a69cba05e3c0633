"""Kept studies, read back."""

from __future__ import annotations

from collections.abc import Collection

from adoption.metrics.codec import from_json
from adoption.metrics.study import FORM, Study
from adoption.models import FillState
from adoption.models import Study as Kept
from adoption.science.figures import Figure


def studies(communities: Collection[int], week: int) -> dict[int, Study]:
    """The kept studies of these scopes as of a week, by scope; a scope that has none is missing."""
    rows = Kept.objects.filter(community_id__in=communities, week=week, form=FORM)
    return {row.community_id: from_json(row.data, Study) for row in rows}


def newest(community: int, week: int) -> Study | None:
    """The newest kept study of a scope up to a week."""
    row = Kept.objects.filter(community_id=community, week__lte=week, form=FORM).order_by("-week").first()
    return None if row is None else from_json(row.data, Study)


def stamp(community: int, week: int) -> str:
    """What changes whenever the weekly counts or the newest study of a scope up to a week do."""
    state = FillState.objects.filter(pk=1).values_list("edition", "filled_at").first()
    kept = Kept.objects.filter(community_id=community, week__lte=week, form=FORM).order_by("-week").values_list("week", "made_at").first()
    return f"{state} {kept}"


def kept_weeks(community: int, most: int) -> list[int]:
    """The weeks of which a scope has a kept study, newest first."""
    rows = Kept.objects.filter(community_id=community, form=FORM).order_by("-week")
    return list(rows.values_list("week", flat=True)[:most])


def response_rates(communities: Collection[int], week: int) -> dict[int, Figure]:
    """The response rate that the studies of these scopes as of a week hold, without reading them whole."""
    rows = Kept.objects.filter(community_id__in=communities, week=week, form=FORM, data__talk__response_rate__isnull=False)
    return {scope: from_json(rate, Figure) for scope, rate in rows.values_list("community_id", "data__talk__response_rate")}
