"""Units of ten people or more, for those who convince the managers: one after the other by name, never in an order of merit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.utils.translation import gettext as _

from adoption.charts import Chart, Curve, Plot, Spark, Sparkline
from adoption.dashboards.pages import asked
from adoption.dashboards.verdict import last_day
from adoption.dashboards.words import NOTHING, figure_text, interval
from adoption.metrics.masking import HIDDEN
from adoption.metrics.masking.rules import share
from adoption.metrics.studies import newest
from adoption.metrics.study import Units
from adoption.models import NETWORK
from adoption.science import weeks
from adoption.science.figures import NOT_ENOUGH_PEOPLE, Figure
from adoption.science.health import wilson
from rse.lib import l10n
from rse.lib.fold import fold
from rse.lib.sentences import Sentence, count, estimate


@dataclass(frozen=True)
class Row:
    """One unit; `value` is empty where the figures are hidden. `id` is 0 for the small units together."""

    id: int
    name: str
    people: str
    value: str
    between: str
    course: Sparkline | None


@dataclass(frozen=True)
class UnitsPage:
    """Template: rows (id, name, people, value, between, course.svg) · week_ends; without rows there is not life enough yet."""

    rows: tuple[Row, ...]
    week_ends: date | None


@dataclass(frozen=True)
class UnitPage:
    """Template: row · finding · chart · met (names of units it deals with) · few (some are not shown) · week_ends."""

    row: Row
    finding: Sentence
    chart: Chart
    met: tuple[str, ...]
    few: bool
    week_ends: date


def units_page(*, at: datetime) -> UnitsPage:
    found, week = _units(at)
    if found is None:
        return UnitsPage((), None)
    rows = [_row(found, place) for place in range(len(found.ids)) if found.eligible[place]]
    return UnitsPage(tuple(sorted(rows, key=lambda row: (not row.id, fold(str(row.name))))), last_day(week))


def unit_page(id_: int, *, at: datetime, named: str = "") -> UnitPage | None:
    """None for a unit without figures: too small, unknown, or those put together. `named`: as of that week, for papers."""
    found, week = _units(at, named)
    if found is None or not id_ or id_ not in found.ids:
        return None
    place = int(np.flatnonzero(found.ids == id_)[0])
    row, figure = _row(found, place), _figure(found, place)
    met, few = _met(found, place)
    return UnitPage(row, _finding(row.name, figure), _chart(found, place, figure), met, few, last_day(week))


def _units(at: datetime, named: str = "") -> tuple[Units | None, int]:
    study = newest(NETWORK, asked(at, named))
    return (None, 0) if study is None else (study.units, study.week)


def _figure(found: Units, place: int) -> Figure:
    people = int(found.eligible[place])
    if found.hidden[place] or people <= 0:
        return Figure.none(NOT_ENOUGH_PEOPLE)
    return share(wilson(int(found.contributors[place]), people))


def _row(found: Units, place: int) -> Row:
    people, figure = int(found.eligible[place]), _figure(found, place)
    between = "" if figure.low is None or figure.high is None else interval(l10n.percent(figure.low), l10n.percent(figure.high))
    values = _values(found, place)
    known = any(value is not None for value in values)
    return Row(
        int(found.ids[place]),
        found.names[place] or _("Small units, together"),
        NOTHING if people == HIDDEN else l10n.number(people),
        "" if figure.value is None else figure_text(figure, people),
        between,
        Sparkline(Spark(values, unit="share")) if known and figure.value is not None else None,
    )


def _values(found: Units, place: int) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in found.share[place]]


def _finding(name: str, figure: Figure) -> Sentence:
    if figure.value is None or figure.low is None or figure.high is None:
        return count(_("%(unit)s: not shown. Too few people contribute, or too few do not.") % {"unit": name})
    text = _("%(unit)s: %(share)s of its people took part in the last four weeks.")
    facts = {"unit": name, "share": figure_text(figure, figure.n)}
    return estimate(text % facts, n=figure.n, low=l10n.percent(figure.low), high=l10n.percent(figure.high))


def _chart(found: Units, place: int, figure: Figure) -> Chart:
    return Chart(
        key="unit-weeks",
        title=_("Share who contribute, week after week"),
        sentence=count(
            _("People of the unit who contributed over 28 days, over its people with access, in each of the last weeks."), n=figure.n
        ),
        spec=Plot(
            [weeks.monday(week) for week in found.weeks.tolist()],
            [Curve(_("Share who contribute"), _values(found, place))],
            unit="share",
            masked=_("1 to 4 people, in the share or outside, or hidden against subtraction"),
        ),
    )


def _met(found: Units, place: int) -> tuple[tuple[str, ...], bool]:
    """Names of the units with which it has ties that may be shown, by name; and whether there are some that may not."""
    if place >= len(found.matrix):
        return (), False
    there = (found.matrix[place] > 0) | (found.matrix[:, place] > 0)
    hidden = found.matrix_hidden[place] | found.matrix_hidden[:, place]
    names = [found.names[other] for other in np.flatnonzero(there & ~hidden).tolist() if other != place]
    return tuple(sorted(names, key=fold)), bool(hidden.any())
