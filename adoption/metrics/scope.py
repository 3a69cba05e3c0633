"""The figures of one scope, the network or a community, as of a week: what the report prints and the pages show."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from adoption.metrics.series import Series
from adoption.models import NETWORK
from adoption.science import health, privacy
from adoption.science.figures import ANIMATORS_UNKNOWN, NO_PEOPLE, NOT_ENOUGH_PEOPLE, NOT_ENOUGH_WEEKS, Figure
from adoption.science.momentum import arrow, momentum, momentum_by_week
from adoption.science.selfcarry import Components, components, self_carrying_index
from adoption.science.stages import Judgement, Stage, Thresholds, classify


@dataclass(frozen=True)
class ScopeFigures:
    """Every figure of a scope; those resting on fewer than five people have no value. `week` is the last one counted."""

    community_id: int
    week: int | None
    eligible: Figure
    target: Figure
    contributors_28d: Figure
    contribution_rate: Figure
    critical_mass_share: Figure
    momentum: Figure
    replacement_ratio: Figure
    self_carrying_index: Figure
    components: Components | None
    stages: tuple[tuple[int, Stage], ...]  # (week, label shown)
    judgement: Judgement | None  # the last week's, where it was asked for
    direction: int = 0  # of the momentum's arrow

    @property
    def stage(self) -> Stage:
        return self.stages[-1][1] if self.stages else "insufficient"


def scope_figures(series: Series | None, week: int, thresholds: Thresholds | None) -> ScopeFigures:
    """Figures of a series as it stood at the end of `week`; with thresholds, the tests of its stage too."""
    known = series.upto(week) if series is not None else None
    if known is None or not len(known):
        return nothing(series.community_id if series is not None else NETWORK)
    judgement = None if thresholds is None else classify(known.course(), thresholds, known.stages("candidate")[:-1])[0]
    figures = ScopeFigures(
        community_id=known.community_id,
        week=int(known.weeks[-1]),
        eligible=Figure.count(known.last("eligible")),
        target=Figure.count(known.last("target")),
        contributors_28d=Figure.count(known.last("eligible28")),
        contribution_rate=health.wilson(known.last("eligible28"), known.last("eligible")),
        critical_mass_share=health.wilson(known.last("target28"), known.last("target")),
        momentum=_momentum(known),
        replacement_ratio=health.replacement_ratio(known.floats("entrants"), known.floats("leavers"), known.judged),
        self_carrying_index=_index(known),
        components=components(known.parts(), ~known.low_season, known.judged) if known.last("animators") else None,
        stages=tuple(zip(known.weeks.tolist(), known.stages(), strict=True)),
        judgement=judgement,
        direction=_direction(known),
    )
    return masked(figures)


def masked(figures: ScopeFigures) -> ScopeFigures:
    """The same figures with nothing left on fewer than five people, and shares of fewer than fifty rounded to five points."""
    people, active = figures.eligible.n, figures.contributors_28d.n
    if people == 0:
        return replace(figures, contribution_rate=Figure.none(NO_PEOPLE), critical_mass_share=Figure.none(NO_PEOPLE))
    if people < privacy.K:
        hidden = Figure.none(NOT_ENOUGH_PEOPLE)
        return replace(
            figures, eligible=hidden, target=hidden, contributors_28d=hidden, contribution_rate=hidden,
            critical_mass_share=hidden, momentum=hidden, replacement_ratio=hidden, self_carrying_index=hidden, components=None,
            stages=tuple((week, "insufficient") for week, _ in figures.stages), judgement=None, direction=0,
        )  # fmt: skip
    if active < privacy.K:
        hidden = Figure.none(NOT_ENOUGH_PEOPLE)
        return replace(
            figures, contributors_28d=hidden, contribution_rate=hidden, critical_mass_share=hidden, momentum=hidden,
            replacement_ratio=hidden, self_carrying_index=hidden, components=None, direction=0,
            judgement=_without_values(figures.judgement) if figures.judgement else None,
        )  # fmt: skip
    return replace(
        figures,
        contribution_rate=privacy.coarse_share(figures.contribution_rate, people),
        critical_mass_share=privacy.coarse_share(figures.critical_mass_share, figures.target.n),
    )


def _without_values(judgement: Judgement) -> Judgement:
    """Whether each test passed, without the number behind it."""
    return replace(judgement, tests=tuple({**test, "value": None} for test in judgement.tests))


def nothing(community_id: int) -> ScopeFigures:
    """Of a scope without a week."""
    none, young = Figure.none(NO_PEOPLE), Figure.none(NOT_ENOUGH_WEEKS)
    zero = Figure.count(0)
    return ScopeFigures(community_id, None, zero, zero, zero, none, none, young, young, young, None, (), None)


def _momentum(series: Series) -> Figure:
    clean = np.flatnonzero(~series.low_season)
    return momentum(series.floats("contributors")[clean], series.weeks[clean])


def _direction(series: Series) -> int:
    _, low, high = momentum_by_week(series.floats("contributors"), series.weeks, ~series.low_season)
    return arrow(low, high, series.judged)


def _index(series: Series) -> Figure:
    if not series.last("animators"):
        return Figure.none(ANIMATORS_UNKNOWN)
    seed = int(series.weeks[-1]) * 1_000_003 + series.community_id
    return self_carrying_index(series.parts(), series.last("eligible"), ~series.low_season, series.judged, seed=seed)
