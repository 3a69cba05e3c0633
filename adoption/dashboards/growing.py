"""Growth accounting and profiles over the months (adoption.md 5.1 and 5.5): who is new, who returned, who left; who has which habit."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.charts import Chart, Flows, Part, Quadrant, Quadrants, Stacks, Tone
from adoption.charts.scales import month
from adoption.dashboards.hidden import counts, known, masked
from adoption.dashboards.verdict import last_day
from adoption.metrics.study import Habits
from adoption.science import weeks
from adoption.science.segments import PROFILES
from rse.lib import l10n
from rse.lib.sentences import Sentence, count

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
    title, sentence = _movement(*(parts[name][-1] for name in ("new", "returned", "left", "kept")))
    days = [weeks.monday(week) for week in habits.growth_weeks.tolist()]
    flows = Flows(days, parts["new"], parts["returned"], parts["left"], parts["kept"], masked=masked())
    note = _("By windows of 28 days. Those who left the organisation are counted among those who stopped.")
    return Chart("growth", title, sentence, flows, note)


def _movement(new: int | None, returned: int | None, left: int | None, kept: int | None) -> tuple[str, Sentence]:
    if new is None or returned is None or left is None or kept is None:
        return _("Who comes, who stays, who stops"), count(_("The last 28 days rest on too few people to be told in numbers."))
    facts = {name: l10n.number(value) for name, value in {"in": new + returned, "out": left, "kept": kept, "new": new}.items()}
    text = _(
        "In the last 28 days %(kept)s contributors stayed, %(in)s came or came back, of whom %(new)s for the first time; %(out)s stopped."
    )
    return _("%(in)s contributors came or came back, %(out)s stopped") % facts, count(text % facts, n=new + returned + kept)


def profiles_chart(habits: Habits | None, people: int) -> Chart | None:
    """100 % bars by month; None without a month."""
    if habits is None or not len(habits.profiles.weeks):
        return None
    found = habits.profiles
    ends = [last_day(week) for week in found.weeks.tolist()]
    names = [month(end, year=i == 0 or ends[i - 1].year != end.year) for i, end in enumerate(ends)]
    parts = [Part(str(NAMES[name]), counts(found.counts[:, PROFILES.index(name)]), TONES[name]) for name in ORDER]
    assiduous, faithful = (known(int(found.counts[-1, PROFILES.index(name)])) for name in ("assiduous", "faithful"))
    title, sentence = _habit(assiduous, faithful, people)
    note = _("Axes and names after Lecko, habit of 9 weeks in 12 after Microsoft; the rest of the cut-offs is our choice.")
    return Chart("profiles", title, sentence, Stacks(names, parts, share=True, masked=masked()), note, half=True)


def _habit(assiduous: int | None, faithful: int | None, people: int) -> tuple[str, Sentence]:
    if assiduous is None or faithful is None:
        return _("The habits of people, month after month"), count(_("This month rests on too few people to be told in numbers."))
    facts = {"assiduous": l10n.number(assiduous), "faithful": l10n.number(faithful), "all": l10n.number(people)}
    text = _("Of %(all)s people, %(assiduous)s come and contribute most weeks, %(faithful)s come and mostly read.")
    return _("%(assiduous)s people have made a habit of it") % facts, count(text % facts, n=people)


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
        Quadrants(_("Weeks with a visit"), _("Contributions a week"), cells, masked=masked()),
        _("Newcomers and those who never came are left out."), half=True,
    )  # fmt: skip
