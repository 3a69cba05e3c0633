"""The course of a figure week by week over the period of a pack, masked as the pages mask it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts import Chart, Curve, Plot, Span
from adoption.dashboards.verdict import last_day
from adoption.evidence.content import Week
from adoption.metrics.catalogue import BY_KEY
from adoption.metrics.series import Series
from adoption.science import health, weeks
from adoption.science.figures import NOT_ENOUGH_PEOPLE, Figure
from adoption.science.privacy import K, coarse_share
from adoption.science.stages import Thresholds
from rse.lib import l10n
from rse.lib.sentences import Sentence, count


def course(key: str, series: Series, first: int, *, drawn: bool = False) -> tuple[Week, ...]:
    """One figure a week from `first` on; empty for a figure that is not told by week. `drawn`: what its chart shows, where that differs."""
    made = _DRAWN.get(key) if drawn else None
    made = made or _MADE.get(key)
    if made is None:
        return ()
    places = np.flatnonzero(series.weeks >= first).tolist()
    return tuple(_week(int(series.weeks[i]), made(series, i)) for i in places)


def course_chart(key: str, series: Series, first: int, current: Thresholds) -> Chart | None:
    """The same drawn, with the weeks of the low season; None under two weeks that can be shown."""
    told = course(key, series, first, drawn=True)
    values = [week.value for week in told]
    if sum(value is not None for value in values) < 2:
        return None
    share = key not in _DRAWN
    name = str(BY_KEY[key].name) if share else _("Contributors each week")
    low = np.flatnonzero(series.low_season[-len(told) :]).tolist()
    seasons = [Span(start - 0.5, end + 0.5, _("low season")) for start, end in weeks.runs(low)]
    mass = current.enter_mass if key == "critical_mass_share" else None
    text = "" if mass is None else _("critical mass, %(share)s") % {"share": l10n.percent(mass)}
    plot = Plot(
        [weeks.monday(int(week)) for week in series.weeks[-len(told) :]], [Curve(name, values)], seasons, (), mass, text,
        unit="share" if share else "count",
    )  # fmt: skip
    return Chart(f"course-{key}", _title(name, values, share=share), _sentence(told), plot)


def _title(name: str, values: list[float | None], *, share: bool) -> str:
    known = [value for value in values if value is not None]
    first, last = (l10n.percent(value) if share else l10n.number(round(value)) for value in (known[0], known[-1]))
    return _("%(name)s: from %(first)s to %(last)s") % {"name": name, "first": first, "last": last}


def _sentence(told: tuple[Week, ...]) -> Sentence:
    facts = {"n": l10n.number(len(told)), "date": l10n.day(date.fromisoformat(told[-1].ends))}
    return count(_("Week by week, over %(n)s weeks up to %(date)s.") % facts, n=told[-1].n)


def _week(number: int, figure: Figure) -> Week:
    return Week(weeks.label(number), last_day(number).isoformat(), figure.value, figure.low, figure.high, figure.n or None)


def _people(name: str) -> Callable[[Series, int], Figure]:
    def made(series: Series, i: int) -> Figure:
        people = int(series.counts[name][i])
        return Figure.count(people) if people >= K else Figure.none(NOT_ENOUGH_PEOPLE)

    return made


def _share(part: str, whole: str) -> Callable[[Series, int], Figure]:
    def made(series: Series, i: int) -> Figure:
        some, people = int(series.counts[part][i]), int(series.counts[whole][i])
        if some < K or people < K or int(series.counts["eligible28"][i]) < K:
            return Figure.none(NOT_ENOUGH_PEOPLE)
        return coarse_share(health.wilson(some, people), people)

    return made


_MADE: dict[str, Callable[[Series, int], Figure]] = {
    "contributors_28d": _people("eligible28"),
    "critical_mass_share": _share("target28", "target"),
    "contribution_rate": _share("eligible28", "eligible"),
}
_DRAWN: dict[str, Callable[[Series, int], Figure]] = {"momentum": _people("contributors")}
