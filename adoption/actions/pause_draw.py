"""Who may be drawn, what the draw could show, and whom both sides share: worked out before the draw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np
from django.db.models import QuerySet

from adoption.history import Place, load_members, places
from adoption.history.clock import public_holidays
from adoption.metrics.pausing import could_show, pushing
from adoption.metrics.series import load_series
from adoption.models import CommunityWeek, FillState, Pause, PauseConsent, PauseScope
from adoption.science.figures import Figure

FEWEST = 10  # people who do not animate, for a community to be drawn: ours


def standing(pause: Pause) -> QuerySet[PauseConsent]:
    """Agreements given and not taken back, oldest first."""
    return PauseConsent.objects.filter(pause=pause, withdrawn_at__isnull=True).order_by("given_at", "id")


def willing(pause: Pause) -> dict[int, int]:
    """Communities to draw from, with their people who do not animate: those that agreed, are still open, and have 10 people."""
    agreed = set(standing(pause).values_list("community_id", flat=True))
    known = {id_ for id_, place in places().items() if id_ in agreed and not place.archived}
    rows = CommunityWeek.objects.filter(week=_through(), community_id__in=known, peers__gte=FEWEST)
    return dict(rows.values_list("community_id", "peers"))


def detectable_difference(pause: Pause) -> Figure:
    """The difference of level, in shares of people, that a draw among the willing ones would find 8 times in 10."""
    sizes = willing(pause)
    return could_show(load_series(public_holidays(), list(sizes)) if sizes else {}, sizes, pause.clean_weeks, pause.seed)


def still_to_agree(pause: Pause) -> list[Place]:
    """For a pause of the whole network: the communities animated lately that have not agreed, by name."""
    if pause.scope != PauseScope.NETWORK:
        return []
    agreed = set(standing(pause).values_list("community_id", flat=True))
    animated = pushing(_through()) - agreed
    return sorted((place for id_, place in places().items() if id_ in animated and not place.archived), key=lambda place: place.name)


def shared_members(sides: Mapping[int, bool], at: datetime) -> float:
    """Share of the members of the paused communities who are also members of communities drawn to go on."""
    members = load_members(places())
    now = members.at(int(at.timestamp() * 1000))
    paused, others = (
        np.unique(members.person[now & np.isin(members.community, [id_ for id_, one in sides.items() if one is side])])
        for side in (True, False)
    )
    return float(np.isin(paused, others).mean()) if len(paused) else 0.0


def _through() -> int:
    """The last week counted, 0 before any."""
    return FillState.objects.filter(pk=1).values_list("through", flat=True).first() or 0
