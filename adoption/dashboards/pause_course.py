"""How a pause went, in charts and sentences: both sides week by week, the comparison, the word, the push still recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts import Chart, Curve, Dot, Dots, Moment, Plot
from adoption.charts import Span as Band
from adoption.metrics.pausing import RECENT, judged, table
from adoption.metrics.series import Series
from adoption.models import Pause, PauseScope
from adoption.science import weeks
from adoption.science.figures import NOT_ENOUGH_WEEKS, Figure, Floats
from adoption.science.health import wilson
from adoption.science.privacy import GRAIN, SMALL, K
from adoption.science.switchoff import Contrast
from adoption.science.switchoff.pause import NOT_ENOUGH_CLUSTERS, PAUSE_TOO_SHORT, PAUSE_UNDECIDED
from adoption.science.trials import TOO_FEW_CLUSTERS
from rse.lib import l10n
from rse.lib.sentences import Sentence, causal, count, estimate

BEFORE = 26  # weeks shown before the start


@dataclass(frozen=True)
class Side:
    """One side, its series summed: counts of the weeks shown, shape (n,)."""

    name: str
    engaged: Floats
    people: Floats
    push: Floats
    animators: Floats


def why(reason: str) -> str:
    """Why a pause says nothing, and so what would make it speak."""
    few = _("fewer than 8 communities on each side: no interval can be given, so no figure is")
    return {
        NOT_ENOUGH_CLUSTERS: few,
        TOO_FEW_CLUSTERS: few,
        NOT_ENOUGH_WEEKS: _("the past of these communities is too short, or has holes"),
        PAUSE_TOO_SHORT: _("fewer than 8 clean weeks without push have been counted"),
        PAUSE_UNDECIDED: _("the level, its trend and chance do not all say the same"),
    }[reason]


def side(name: str, series: dict[int, Series], ids: Sequence[int], first: int, last: int) -> Side:
    span = np.arange(first, last + 1)
    return Side(name, *(table(series, ids, span, column).sum(axis=0) for column in ("engaged28", "peers", "push", "animators")))


def course(pause: Pause, sides: Sequence[Side], first: int, low: Sequence[tuple[int, int]]) -> Chart | None:
    """Share of engaged people of each side, from half a year before the start; None before a week of anything."""
    curves = [Curve(one.name, _shown(one), "2" if i else "1") for i, one in enumerate(sides)]
    known = [[value for value in curve.values if value is not None] for curve in curves]
    if not all(known):
        return None
    days = [weeks.monday(first + i) for i in range(len(sides[0].engaged))]
    levels = _(" and ").join(
        _("%(share)s (%(side)s)") % {"share": l10n.percent(values[-1]), "side": curve.name.lower()}
        for values, curve in zip(known, curves, strict=True)
    )
    started = pause.start_week - first
    return Chart(
        key="pause-course",
        title=_("Engaged people, before and during the pause"),
        sentence=count(
            _("In the last week counted, %(levels)s of the people who do not animate were engaged.") % {"levels": levels},
            n=int(sum(one.people[-1] for one in sides)),
        ),
        spec=Plot(
            days,
            curves,
            [Band(a - first - 0.5, b - first + 0.5, _("low season")) for a, b in low],
            unit="share",
            moments=[Moment(started, _("start of the pause"))] if started < len(days) else [],
            masked=_("fewer than 5 people"),
        ),
        note=_(
            "Engaged: contributed in the 28 days that end with the week. The first three weeks of a pause still hold days from before it."
        ),
    )


def _shown(one: Side) -> list[float | None]:
    """Shares that may be shown: none on fewer than five people, to five points under fifty."""
    found: list[float | None] = []
    for engaged, people in zip(one.engaged.tolist(), one.people.tolist(), strict=True):
        share = engaged / people if people and engaged >= K else None
        found.append(share if share is None or people >= SMALL else round(share / GRAIN) * GRAIN)
    return found


def effects(contrast: Contrast, started: str) -> list[tuple[str, Figure, Sentence]]:
    """Level, entries and exits: each with its name, its figure and what may be said of it."""
    names = (_("Level: people engaged"), _("Entries a week, of those not engaged"), _("Exits a week, of those engaged"))
    figures = (contrast.level, contrast.entries, contrast.exits)
    return [(name, figure, _effect(name, figure, started)) for name, figure in zip(names, figures, strict=True)]


def _effect(name: str, figure: Figure, started: str) -> Sentence:
    if figure.value is None or figure.low is None or figure.high is None:
        return count(_("No estimate: %(reason)s.") % {"reason": why(figure.reason)}, n=figure.n)
    facts = {"name": name, "points": points(figure.value)}
    if figure.low > 0 or figure.high < 0:
        text = _("%(name)s: the pause changed it by %(points)s points.") % facts
    else:
        text = _("%(name)s: %(points)s points, which chance alone may explain.") % facts
    comparison = _("communities drawn at random on %(day)s") % {"day": started}
    return causal(text, n=figure.n, low=points(figure.low), high=points(figure.high), comparison=comparison)


def effects_chart(found: Sequence[tuple[str, Figure, Sentence]]) -> Chart | None:
    """The three differences on one scale; None where there is no estimate."""
    if any(figure.value is None for _name, figure, _said in found):
        return None
    return Chart(
        key="pause-effects",
        title=_("Paused communities against the others"),
        sentence=found[0][2],
        spec=Dots(
            [Dot(name, figure.value, figure.low, figure.high) for name, figure, _said in found],
            left=_("paused lower"),
            right=_("paused higher"),
            unit="points",
        ),
        note=_(
            "Change from before to during the pause, paused minus others; Welch intervals on communities at 95%, "
            "drawn communities counted on the side they were drawn on, whatever was done there."
        ),
    )


def points(share: float) -> str:
    return l10n.signed(share * 100, decimals=1)


def word(series: Series, pause: Pause, last: int) -> Sentence:
    """The word after a pause of the whole network, or why there is none."""
    found = judged(series, pause.start_week, last)
    if found.verdict == "unknown" or found.level is None:
        return count(_("Unknown: %(reason)s.") % {"reason": why(found.reason or PAUSE_UNDECIDED)}, n=found.clean_weeks)
    people = series.last("peers")
    level = wilson(round(found.level * people), people)
    texts = {
        "survives": _(
            "It survives without being pushed: after %(n)s clean weeks, %(share)s of the people are engaged, and the trend holds."
        ),
        "dies": _(
            "It dies out without being pushed: after %(n)s clean weeks, %(share)s of the people are engaged, and they are too few or on "
            "their way to be."
        ),
    }
    text = texts[found.verdict] % {"n": found.clean_weeks, "share": l10n.percent(found.level)}
    return estimate(text, n=people, low=l10n.percent(level.low or 0.0), high=l10n.percent(level.high or 0.0))


def kept(pause: Pause, paused: Side, first: int) -> Sentence:
    """How much push was recorded where there should be none; nothing where fewer than five people animate."""
    start = pause.start_week - first
    if paused.animators[max(start - RECENT, 0) :].max(initial=0) < K:
        return count(_("Fewer than 5 people animate there: how much they still contributed is not shown."))
    before, during = paused.push[max(start - RECENT, 0) : start], paused.push[start:]
    if not len(during):
        return count(_("No week of the pause has been counted yet."))
    facts = {
        "before": l10n.number(float(before.mean()) if len(before) else 0.0, decimals=1),
        "during": l10n.number(float(during.mean()), decimals=1),
    }
    if not during.any():
        return count(_("The pause was kept: no push was recorded, against %(before)s a week before.") % facts)
    if not len(before) or during.mean() >= before.mean():
        text = _("Push did not fall: %(during)s a week, against %(before)s before. Whatever the figures say, it is not of a pause.")
    elif pause.scope == PauseScope.NETWORK:
        text = _("Push went on: %(during)s a week, against %(before)s before. Only the weeks after the last of it count.")
    else:
        text = _("Push went on: %(during)s a week, against %(before)s before. The comparison then speaks of less push, not of none.")
    return count(text % facts)
