"""Drawings of the expert's page: inequality, engagement, personas, cohorts (adoption.md 5.2, 5.3, 5.5)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from adoption.charts import Bar, Bars, Chart, Cohorts, Lorenz, Quadrant, Quadrants
from adoption.charts.scales import month
from adoption.dashboards.hidden import counts, floats, total
from adoption.metrics.study import Habits
from adoption.science.figures import Figure
from rse.lib import l10n
from rse.lib.sentences import count

MONTHS = 12


def lorenz_chart(habits: Habits | None) -> Chart | None:
    if habits is None or habits.gini.value is None or not len(habits.lorenz):
        return None
    half = float(habits.lorenz[len(habits.lorenz) // 2, 1])
    text = _("The least active half of people make %(half)s of the contributions of 28 days; equality would be the diagonal.")
    return Chart(
        "lorenz", _("Gini index of contributions: %(gini)s") % {"gini": l10n.number(habits.gini.value, decimals=2)},
        count(text % {"half": l10n.percent(half)}, n=habits.gini.n),
        Lorenz([(_("Contributions"), habits.lorenz[:, 0].tolist(), habits.lorenz[:, 1].tolist())]),
        _("Among all people with access, the silent ones included."), half=True,
    )  # fmt: skip


def spread_chart(habits: Habits | None) -> Chart | None:
    if habits is None:
        return None
    found = habits.spread
    bars = [
        _bar(_("Silent over 28 days"), found.silent), _bar(_("Occasional"), found.occasional), _bar(_("Most active 1%"), found.top),
        _bar(_("Made by the occasional"), found.made_by_occasional), _bar(_("Made by the most active 1%"), found.made_by_top),
    ]  # fmt: skip
    text = _("Shares of people, then shares of what they make. The “90-9-1 rule” is no norm.")
    return Chart("spread", _("Who makes what"), count(text, n=found.silent.n), Bars(bars, unit="share"), half=True)


def engagement_chart(habits: Habits | None) -> Chart | None:
    if habits is None:
        return None
    present, conversing, sociable, engaged = counts(habits.engagement)
    cells = [
        Quadrant(_("Conversing"), conversing), Quadrant(_("Engaged"), engaged),
        Quadrant(_("Present"), present), Quadrant(_("Sociable"), sociable),
    ]  # fmt: skip
    text = _(
        "Over 28 days: at the top those with two posts, comments or mentions or more; to the right two profile views, follows or "
        "invitations."
    )
    return Chart(
        "engagement", _("Conversation and relation"), count(text, n=total(habits.engagement)),
        Quadrants(_("Relation"), _("Conversation"), cells), half=True,
    )  # fmt: skip


def personas_chart(habits: Habits | None) -> Chart | None:
    if habits is None:
        return None
    names = (_("Observers"), _("Engagers"), _("Catalysts"), _("Responders"), _("Broadcasters"))
    bars = [_bar(name, share) for name, share in zip(names, habits.personas, strict=True)]
    text = _("Shares of people by what they give and receive over 28 days; nobody sees the persona of somebody else.")
    return Chart("personas", _("Who gives, who receives"), count(text, n=habits.personas[0].n), Bars(bars, unit="share"), half=True)


def cohorts_chart(habits: Habits | None) -> Chart | None:
    if habits is None or not len(habits.cohorts.months):
        return None
    found = habits.cohorts
    begun = [date(number // MONTHS, number % MONTHS + 1, 1) for number in found.months.tolist()]
    rows = [floats(row)[: len(begun) - i] for i, row in enumerate(found.kept)]
    sizes = [None if hidden else size for size, hidden in zip(counts(found.sizes), found.hidden.tolist(), strict=True)]
    text = _("Of those who contributed for the first time in a month, the share who did so again each month after it.")
    return Chart(
        "cohorts", _("Who stays, month after month"), count(text, n=total(found.sizes)),
        Cohorts([month(day, year=True) for day in begun], [None if size is None else float(size) for size in sizes], rows),
    )  # fmt: skip


def _bar(name: str, share: Figure) -> Bar:
    return Bar(name, share.value)
