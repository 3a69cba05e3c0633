"""What the rollups say of a pause: its weeks, its levels, its stop rule, the comparison and the word (adoption.md 5.24)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Sum

from adoption.metrics.series import Series
from adoption.models import NETWORK, CommunityWeek
from adoption.science import weeks
from adoption.science.figures import NOT_ENOUGH_WEEKS, Bools, Figure, Floats, Ints
from adoption.science.privacy import K
from adoption.science.switchoff import Clusters, Contrast, compare_paused, judge_pause
from adoption.science.switchoff.pause import PAUSE_TOO_SHORT, SHORTEST, Pause
from adoption.science.trials import detectable, draw_plan
from adoption.science.weeks import WINDOW, YEAR

RECENT = 12  # weeks in which a community was animated or not
PERIODS = 4  # earlier periods of the length of the pause that the detectable difference rests on, at most
SIDES = 2


@dataclass(frozen=True)
class Calendar:
    """The weeks of a pause, from its first one to the last; shape (n,)."""

    weeks: Ints
    low: Bools
    clean: Bools  # their 28 days touch no low week: these are counted

    @property
    def last(self) -> int:
        return int(self.weeks[-1])


@dataclass(frozen=True)
class Span:
    """First and last week of a pause, the last one being the last counted, and the clean weeks planned."""

    start: int
    last: int
    clean_weeks: int


def calendar(start: int, clean_weeks: int, holidays: Collection[date]) -> Calendar:
    """As many weeks as it takes to have `clean_weeks` clean ones, the low season and the three weeks after it being skipped."""
    clean = weeks.judged_weeks(start, start + YEAR - 1, holidays)
    until = int(np.flatnonzero(clean)[clean_weeks - 1]) + 1
    span = np.arange(start, start + until)
    return Calendar(span, weeks.low_season(span.tolist(), holidays), clean[:until])


def level_before(series: Series, start: int) -> float | None:
    """Mean of the engaged people over the last 4 clean weeks before `start`; None under 5 people, where chance alone may halve it."""
    past = np.flatnonzero((series.weeks < start) & series.judged)[-WINDOW:]
    level = float(series.counts["engaged28"][past].mean()) if len(past) == WINDOW else 0.0
    return level if level >= K else None


def stopped(series: Series, start: int, share: float) -> int | None:
    """The first clean week from `start` on whose engaged people are under `share` of the level before; None while there is none."""
    level = level_before(series, start)
    if level is None:
        return None
    under = (series.weeks >= start) & series.judged & (series.counts["engaged28"] < share * level)
    return int(series.weeks[under][0]) if under.any() else None


def table(series: Mapping[int, Series], ids: Sequence[int], span: Ints, name: str) -> Floats:
    """One count of each community in each week of `span`, consecutive; 0 where it was not there. Shape (communities, weeks)."""
    found = np.zeros((len(ids), len(span)))
    for row, id_ in enumerate(ids):
        if id_ in series:
            at = series[id_].weeks - span[0]
            inside = (at >= 0) & (at < len(span))
            found[row, at[inside]] = series[id_].counts[name][inside]
    return found


def compared(
    series: Mapping[int, Series], sides: Mapping[int, bool], span_of: Span, shared: float, holidays: Collection[date]
) -> Contrast | str:
    """The paused communities against the others over the clean weeks of `span_of`; the reason where they are under 8.

    Before is as many clean weeks just before the start as were planned. All drawn communities count on the side they were drawn on.
    """
    ids = sorted(sides)
    start, first = span_of.start, span_of.start - YEAR
    span = np.arange(first, span_of.last + 1)
    clean = weeks.judged_weeks(first, span_of.last, holidays)
    before, during = np.flatnonzero(clean & (span < start))[-span_of.clean_weeks :], np.flatnonzero(clean & (span >= start))
    if len(during) < SHORTEST:
        return PAUSE_TOO_SHORT
    kept = np.concatenate([before, during])
    people, engaged, entries, exits = (table(series, ids, span, name)[:, kept] for name in ("peers", "engaged28", "arrived", "gone"))
    paused = np.array([sides[id_] for id_ in ids])
    return compare_paused(Clusters(paused, span[kept] >= start, people, engaged, entries, exits, shared))


def judged(network: Series, start: int, last: int) -> Pause:
    """The word after a pause of the whole network: only the weeks after the last recorded push are weeks without push."""
    inside = (network.weeks >= start) & (network.weeks <= last)
    pushed = network.weeks[inside & (network.counts["push"] > 0)]
    silent = inside & (network.weeks > (pushed[-1] if len(pushed) else start - 1))
    share = network.floats("engaged28") / np.maximum(network.floats("peers"), 1)
    people = int(network.counts["peers"][inside][-1]) if inside.any() else 0
    return judge_pause(share[silent], network.judged[silent], people)


def could_show(series: Mapping[int, Series], sizes: Mapping[int, int], clean_weeks: int, seed: int) -> Figure:
    """The difference of level that the draw would find 8 times in 10, from the past of these communities. Shares of their people."""
    ids = sorted(sizes)
    if len(ids) < SIDES:
        return Figure.none(NOT_ENOUGH_WEEKS, n=len(ids))
    longest = max((series[id_] for id_ in ids if id_ in series), key=len, default=None)
    span = longest.weeks[longest.judged] if longest is not None else np.array([], dtype=np.int64)
    periods = min(PERIODS, len(span) // clean_weeks)
    if longest is None or not periods:
        return Figure.none(NOT_ENOUGH_WEEKS, n=len(ids))
    every = np.arange(int(longest.weeks[0]), int(longest.weeks[-1]) + 1)
    chosen = (span[-periods * clean_weeks :] - every[0]).astype(np.int64)
    shape = (len(ids), periods, clean_weeks)
    engaged, people = (table(series, ids, every, name)[:, chosen].reshape(shape).sum(axis=2) for name in ("engaged28", "peers"))
    past = np.divide(engaged, people, out=np.full(engaged.shape, np.nan), where=people > 0)
    return detectable(draw_plan(np.array([sizes[id_] for id_ in ids]), SIDES, seed), past, seed)


def drawn(sizes: Mapping[int, int], seed: int) -> dict[int, bool]:
    """Who is paused, by lot: communities ranked by size are paired, one of each pair is paused; the same seed draws the same."""
    ids = sorted(sizes)
    step = draw_plan(np.array([sizes[id_] for id_ in ids], dtype=np.int64), SIDES, seed).step
    return {id_: bool(one == 1) for id_, one in zip(ids, step, strict=True)}


def pushing(week: int) -> set[int]:
    """Communities in which push was recorded in the last 12 weeks: those in which a pause would stop something."""
    rows = CommunityWeek.objects.filter(week__gt=week - RECENT, week__lte=week).exclude(community_id=NETWORK)
    return set(rows.values("community_id").annotate(pushed=Sum("push")).filter(pushed__gt=0).values_list("community_id", flat=True))
