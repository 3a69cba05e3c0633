"""The switch-off test of the scopes of one week (adoption.md 5.24), each community's estimates drawn towards the organisation's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from adoption.metrics.series import Series
from adoption.metrics.study import Ahead, SwitchOff
from adoption.models import NETWORK
from adoption.science.figures import NOT_ENOUGH_WEEKS, Bools, Figure
from adoption.science.switchoff import Critical, Draws, Fan, History, critical_share, pool, refit
from adoption.science.switchoff.fitting import BLOCK, DRAWS
from adoption.science.switchoff.verdict import switch_off


def history_of(series: Series, ahead_low: Bools) -> History:
    """What the test reads of a scope: people, engaged ones and flows without the animators, push per person."""
    people = series.counts["peers"]
    return History(
        people=people,
        engaged=series.counts["engaged28"],
        entries=series.counts["arrived"],
        exits=series.counts["gone"],
        push=series.floats("push") / np.maximum(people, 1),
        low=series.low_season,
        ahead_low=ahead_low,
    )


def fitted(histories: Mapping[int, History], seed: int) -> dict[int, Draws]:
    """Refits of every scope that has enough weeks; the communities' are pooled where the organisation has its own."""
    found = {id_: refit(history, seed, DRAWS) for id_, history in histories.items() if history.fitted.sum() >= 2 * BLOCK}
    whole = found.pop(NETWORK, None)
    if whole is None:
        return found
    ids = sorted(found)
    pooled = pool(whole, [found[id_] for id_ in ids]) if ids else []
    return {NETWORK: whole, **dict(zip(ids, pooled, strict=True))}


def tested(history: History, draws: Draws | None, seed: int) -> SwitchOff:
    """The test of one scope with its refits, None where it has too few weeks."""
    answer = switch_off(history, seed, draws)
    nowhere = Critical(Figure.none(NOT_ENOUGH_WEEKS), None)
    return SwitchOff(
        verdict=answer.verdict,
        reason=answer.reason,
        kept=_ahead(answer.kept),
        lost=_ahead(answer.lost),
        gradual_kept=_ahead(answer.gradual_kept),
        gradual_lost=_ahead(answer.gradual_lost),
        critical=nowhere if draws is None else _without_far(critical_share(history, draws)),
        pause=answer.pause,
    )


def _ahead(fan: Fan | None) -> Ahead | None:
    return None if fan is None else Ahead(fan.probability, np.round(fan.quantiles(), 5))


def _without_far(found: Critical) -> Critical:
    """A distance to a share that is not shown is not shown either."""
    return found if found.share.value else replace(found, distance=None)
