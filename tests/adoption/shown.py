"""Invented weeks and studies for the pages: rows of a network whose share follows a given course, and a study made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from django.utils import timezone

from adoption.fill.labels import label
from adoption.history.clock import public_holidays, zone
from adoption.metrics.codec import to_json
from adoption.metrics.series import load_series
from adoption.metrics.study import FORM, Ahead, Study, SwitchOff, Way
from adoption.models import NETWORK, CommunityWeek, FillState
from adoption.models import Study as Kept
from adoption.models import Verdict as Said
from adoption.science import weeks
from adoption.science.diffusion import Churn
from adoption.science.figures import NOT_ENOUGH_WEEKS, Figure, Floats
from adoption.science.forecast.deadline import Fan, Forecast
from adoption.science.forecast.origins import Score
from adoption.science.switchoff.critical import NO_CRITICAL_SHARE, Critical
from adoption.science.switchoff.pause import Word

PEOPLE = 400


def last_week(now: datetime | None = None) -> int:
    return weeks.last_complete_week(now or timezone.now(), zone())


def put_weeks(shares: Floats, community: int = NETWORK, people: int = PEOPLE, opened: float = 1.0, **columns: Any) -> int:
    """One row a week, the last one the last complete week: contributors are `shares` of `people`; returns that week."""
    last = last_week()
    first = last - len(shares) + 1
    rows = []
    for i, share in enumerate(shares):
        active, eligible = round(share * people), round(opened * people)
        counts = {
            "eligible": eligible, "target": people, "animators": 3, "visitors28": active, "contributors": round(active * 0.7),
            "contributors28": active, "eligible28": active, "target28": active, "entrants": active // 4, "leavers": active // 4,
            "others": active // 2, "contributions": active * 2, "by_others": active, "contributions28": active * 8,
            "by_others28": active * 5, "threads": 9, "peer_threads": 6, "threads28": 30, "peer_threads28": 20, "kept28": active * 5,
            "expected28": 0.8, "ever_visited": eligible, "ever_contributed": max(active, 12), "age": i, "peers": eligible - 3,
        }  # fmt: skip
        rows.append(CommunityWeek(week=first + i, community_id=community, **(counts | columns)))
    CommunityWeek.objects.bulk_create(rows)
    FillState.objects.update_or_create(pk=1, defaults={"through": last, "filled_at": timezone.now()})
    return last


def judged() -> str:
    """Have the stages written; returns the network's."""
    label()
    return load_series(public_holidays(), [NETWORK])[NETWORK].stages()[-1]


def said(word: Word, week: int) -> None:
    """The switch-off test has answered in a week."""
    Said.objects.create(week=week, community_id=NETWORK, word=word, made_at=timezone.now())
    CommunityWeek.objects.update(stage="")


def ahead(probability: float) -> Ahead:
    middle = np.linspace(0.2, 0.2 * probability, 52)
    return Ahead(probability, np.stack([middle * part for part in (0.6, 0.8, 1.0, 1.2, 1.4)]))


def switched(verdict: Word = "unknown", reason: str = "push_never_varied", kept: float = 0.8, lost: float = 0.1) -> SwitchOff:
    nowhere = Critical(Figure.none(NO_CRITICAL_SHARE), None)
    return SwitchOff(verdict, reason, ahead(kept), ahead(lost), ahead(0.9), ahead(0.3), nowhere, None)


def forecast_of(week: int, *reasons: str, earliest: int | None = 15, latest: int | None = 20) -> Forecast:
    """A forecast seen from `week`; reliable without reasons."""
    coming = np.arange(week + 1, week + 41)
    fan = Fan(coming, np.linspace(0.15, 0.18, 40), np.linspace(0.16, 0.25, 40), np.linspace(0.17, 0.33, 40))
    bounds = [None if weeks_on is None else week + weeks_on for weeks_on in (earliest, latest)]
    scores = tuple(Score(name, horizon, error, 9) for name, error in (("damped", 0.012), ("naive", 0.02)) for horizon in (4, 12))
    return Forecast(bounds[0], bounds[1], 0.12, not reasons, reasons, 45, "damped", 0.7, scores, fan)


def way_of(found: Forecast) -> Way:
    churn = Churn(*(Figure(value, value / 2, value * 2, n=45) for value in (0.01, 0.3, 0.3, 1.0, 0.2)))
    return Way(churn, found, Figure.none(NOT_ENOUGH_WEEKS))


def keep(week: int, community: int = NETWORK, people: int = PEOPLE, **parts: Any) -> Study:
    """Keep a study with these parts; those of the forecast and of the switch-off test are unsure unless given."""
    made = Study(community, week, people, way=way_of(forecast_of(week, "no_better_than_naive")), switch_off=switched())
    made = replace(made, **parts)
    Kept.objects.update_or_create(
        week=week, community_id=community, defaults={"edition": 0, "form": FORM, "data": to_json(made), "made_at": timezone.now()}
    )
    return made
