"""The answer of the forecast (adoption.md 5.18): between which dates the threshold would be held, or that nothing reliable can be said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.dashboards.answers import Answer
from adoption.dashboards.naive import naive_share, naive_text
from adoption.dashboards.reasons import why_unreliable
from adoption.dashboards.verdict import last_day
from adoption.metrics.series import Series
from adoption.metrics.study import Study
from adoption.science.forecast.deadline import ALREADY, Forecast
from adoption.science.forecast.origins import HORIZONS, NAIVE
from adoption.science.stages import Thresholds
from rse.lib import l10n
from rse.lib.sentences import Sentence, count, estimate


def when(study: Study | None, series: Series | None, thresholds: Thresholds) -> Answer:
    """Two dates and the chance of neither, or "forecast not reliable" and why; the naive forecast and past errors unfold."""
    question = _("When will critical mass hold?")
    found = study.way.forecast if study and study.way else None
    if found is None:
        return Answer("when", question, _("Forecast not reliable"), "open", count(_because([""])), link="#adoption-curve", brief=False)
    mass, more = l10n.percent(thresholds.enter_mass), _more(found, series)
    if ALREADY in found.reasons and found.earliest is not None:
        sentence = count(
            _("%(mass)s of the target or more in 11 weeks out of 12 outside holidays, since the week ending %(date)s.")
            % {"mass": mass, "date": l10n.day(last_day(found.earliest))},
            n=found.n,
        )
        return Answer("when", question, _("It holds now"), "good", sentence, more, "#adoption-curve")
    if not found.reliable or found.earliest is None or found.latest is None:
        return Answer("when", question, _("Forecast not reliable"), "open", _doubted(found, series), more, "#adoption-curve", brief=False)
    first, last = last_day(found.earliest), last_day(found.latest)
    return Answer(
        "when", question, _dates(first, last), "open", _reliable(found, mass, first, last), more, "#adoption-curve",
        counted=ngettext("%(n)s week outside holidays", "%(n)s weeks outside holidays", found.n) % {"n": l10n.number(found.n)},
        brief=False, icon="calendar-clock",
    )  # fmt: skip


def _dates(first: date, last: date) -> str:
    if first == last:
        return _("About %(date)s") % {"date": l10n.day(first)}
    facts = {"first": l10n.day(first, year=first.year != last.year), "last": l10n.day(last)}
    return _("Between %(first)s and %(last)s") % facts


def _reliable(found: Forecast, mass: str, first: date, last: date) -> Sentence:
    text = _("%(mass)s of the target held, 8 chances in 10; not reached within 52 weeks: %(missed)s.")
    facts = {"mass": mass, "missed": _missed(found)}
    return estimate(text % facts, n=found.n, low=l10n.day(first), high=l10n.day(last))


def _doubted(found: Forecast, series: Series | None) -> Sentence:
    """Every reason, and what the simplest forecast says."""
    text, share = _because(found.reasons or ("",)), naive_share(series)
    if share is not None:
        naive = _("If nothing changes: %(share)s of the target.") % {"share": l10n.percent(share)}
        text = f"{text} {naive}"
    return count(text, n=found.n)


def _because(reasons: Sequence[str]) -> str:
    said = "; ".join(str(why_unreliable(reason).said) for reason in reasons)
    return f"{said[:1].upper()}{said[1:]}."


def _missed(found: Forecast) -> str:
    return "—" if found.p_not_reached is None else l10n.percent(found.p_not_reached)


def _more(found: Forecast, series: Series | None) -> tuple[tuple[str, str], ...]:
    """What a sceptic asks for: the simplest forecast, how wrong both were, and how much they rest on."""
    lines = [(_("If nothing changes (mean of the last 3 weeks outside holidays)"), naive_text(series))]
    for horizon in HORIZONS:
        errors = {score.candidate: score.error for score in found.scores if score.horizon == horizon}
        if {NAIVE, found.candidate} <= set(errors):
            facts = {"model": _points(errors[found.candidate]), "naive": _points(errors[NAIVE])}
            name = _("Past error, %(weeks)s weeks ahead") % {"weeks": horizon}
            lines.append((name, _("%(model)s for the model, %(naive)s for “nothing changes”") % facts))
    if not found.reliable and found.p_not_reached is not None:
        lines.append((_("Not reached within 52 weeks, by this forecast"), _missed(found)))
    if not found.reliable and found.reasons:
        lines.append((_("What would make it reliable"), str(why_unreliable(found.reasons[0]).remedy)))
    return (*lines, (_("Weeks outside holidays that it rests on"), l10n.number(found.n)))


def _points(error: float) -> str:
    return _("%(n)s points") % {"n": l10n.number(100 * error, decimals=1)}
