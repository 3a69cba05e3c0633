"""Growth accounting and profiles over the months (adoption.md 5.1 and 5.5): who is new, who returned, who left; who has which habit."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.charts import Chart, Flows, Part, Quadrant, Quadrants, Stacks, Tone
from adoption.charts.scales import month
from adoption.dashboards.hidden import counts, known, total
from adoption.dashboards.verdict import last_day
from adoption.metrics.study import Habits
from adoption.science import weeks
from adoption.science.segments import PROFILES
from rse.lib import l10n
from rse.lib.sentences import count

NAMES = {
    "never_came": gettext_lazy("Never came"),
    "newcomer": gettext_lazy("Newcomers"),
    "inactive": gettext_lazy("Inactive"),
    "irregular": gettext_lazy("Irregular"),
    "faithful": gettext_lazy("Faithful"),
    "bursting": gettext_lazy("Compulsive"),
    "assiduous": gettext_lazy("Assiduous"),
}
TONES: dict[str, Tone] = {
    "never_came": "ctx",
    "newcomer": "3",
    "inactive": "ctx",
    "irregular": "4",
    "faithful": "3",
    "bursting": "2",
    "assiduous": "1",
}
ORDER = ("assiduous", "bursting", "faithful", "irregular", "newcomer", "inactive", "never_came")  # from the bottom of a bar


def growth_chart(habits: Habits | None) -> Chart | None:
    """Contributors of each 28 days: new, returned, kept, and who left; None without two windows."""
    if habits is None or len(habits.growth_weeks) < 2:
        return None
    parts = {name: counts(getattr(habits.growth, name)) for name in ("new", "returned", "left", "kept")}
    arrived, left = _sum(parts["new"][-1], parts["returned"][-1]), parts["left"][-1]
    facts = {"in": _text(arrived), "out": _text(left), "kept": _text(parts["kept"][-1]), "new": _text(parts["new"][-1])}
    text = _(
        "In the last 28 days %(kept)s contributors stayed, %(in)s came or came back, of whom %(new)s for the first time; %(out)s stopped."
    )
    return Chart(
        "growth",
        _("%(in)s contributors came or came back, %(out)s stopped") % facts,
        count(text % facts),
        Flows([_monday(week) for week in habits.growth_weeks.tolist()], parts["new"], parts["returned"], parts["left"], parts["kept"]),
        _("By windows of 28 days. Those who left the organisation are counted among those who stopped."),
    )


def profiles_chart(habits: Habits | None) -> Chart | None:
    """100 % bars by month; None without a month."""
    if habits is None or not len(habits.profiles.weeks):
        return None
    found = habits.profiles
    ends = [last_day(week) for week in found.weeks.tolist()]
    names = [month(end, year=i == 0 or ends[i - 1].year != end.year) for i, end in enumerate(ends)]
    parts = [Part(str(NAMES[name]), counts(found.counts[:, PROFILES.index(name)]), TONES[name]) for name in ORDER]
    now = {name: known(int(found.counts[-1, i])) for i, name in enumerate(PROFILES)}
    facts = {
        "assiduous": _text(now["assiduous"]), "never": _text(now["never_came"]), "all": l10n.number(total(found.counts[-1])),
        "faithful": _text(now["faithful"]),
    }  # fmt: skip
    return Chart(
        "profiles",
        _("%(assiduous)s people have made a habit of it, %(never)s never came") % facts,
        count(_("Of %(all)s people, %(assiduous)s come and contribute most weeks, %(faithful)s come and mostly read.") % facts),
        Stacks(names, parts, share=True),
        _("Axes and names after Lecko, habit of 9 weeks in 12 after Microsoft; the rest of the cut-offs is our choice."),
        half=True,
    )


def matrix_chart(habits: Habits | None) -> Chart | None:
    """The four profiles of Lecko today."""
    if habits is None:
        return None
    (seldom_low, seldom_high), (often_low, often_high) = (counts(row) for row in habits.profiles.matrix)
    cells = [
        Quadrant(_("Compulsive"), seldom_high), Quadrant(_("Assiduous"), often_high),
        Quadrant(_("Inactive and irregular"), seldom_low), Quadrant(_("Faithful"), often_low),
    ]  # fmt: skip
    text = _("Over 12 weeks: to the right those who come 9 weeks or more, at the top those who contribute once a week or more.")
    return Chart(
        "matrix", _("How often people come, and how much they contribute"), count(text),
        Quadrants(_("Weeks with a visit"), _("Contributions a week"), cells),
        _("Newcomers and those who never came are left out."), half=True,
    )  # fmt: skip


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _text(value: int | None) -> str:
    return _("a few") if value is None else l10n.number(value)


def _monday(week: int) -> date:
    return weeks.monday(week)
