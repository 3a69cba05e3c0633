"""What a community does without those who animate it: a sentence, the index with its past, and two charts (adoption.md 5.9)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.charts import Chart, Curve, Part, Plot, Span, Spark, Sparkline, Stacks
from adoption.charts.scales import month
from adoption.dashboards.reasons import in_words
from adoption.dashboards.verdict import last_day
from adoption.metrics.carrying import HALF, LASTS, REGULAR, carries_itself, index_by_week, months, weeks_carried
from adoption.metrics.scope import ScopeFigures
from adoption.metrics.series import Series
from adoption.science import weeks
from adoption.science.figures import NOT_ENOUGH_PEOPLE, NOT_ENOUGH_WEEKS
from adoption.science.selfcarry import FEWEST_MEMBERS
from rse.lib import l10n
from rse.lib.sentences import Sentence, count, estimate

PAST = 52  # weeks of the index drawn
MONTHS = 6
TINY = 1e-9
BACK = 12  # weeks between now and what it is compared with


@dataclass(frozen=True)
class Carrying:
    """Template `adoption/_carrying.html`: `lead` and `rest` of the sentence; `index` and what it was `before`; `held`: the twelve weeks.

    `share` fills the stitches, None without an index; `badge` is only for a community whose twelve weeks and stage say it.
    """

    lead: str
    rest: Sentence | None
    index: Sentence
    share: float | None
    before: str
    held: str
    spark: Sparkline | None
    badge: bool


def carrying(figures: ScopeFigures, series: Series | None) -> Carrying:
    index, known = figures.self_carrying_index, series is not None and figures.week is not None
    past = _past(series) if series is not None and known else []
    held = weeks_carried(series) if series is not None and figures.components is not None else None
    badge = carries_itself(figures.stage, held, figures.replacement_ratio)
    seen = [value for value in past if value is not None]
    return Carrying(
        lead=_lead(figures, badge),
        rest=_rest(figures),
        index=_index(figures),
        share=None if index.value is None else index.value / 100,
        before=_before(past),
        held=_held(held),
        spark=Sparkline(Spark(past)) if len(seen) > 1 else None,
        badge=badge,
    )


def _past(series: Series) -> list[float | None]:
    return [None if value != value else value for value in index_by_week(series, PAST).tolist()]


def _lead(figures: ScopeFigures, badge: bool) -> str:
    parts = figures.components
    if figures.week is None:
        return _("Not enough data: no week is complete yet.")
    if figures.eligible.n < FEWEST_MEMBERS:
        return _("Too small to study: under 10 members, a figure would show who.")
    if parts is None or figures.self_carrying_index.value is None:
        why = figures.self_carrying_index.reason or NOT_ENOUGH_WEEKS
        if why == NOT_ENOUGH_PEOPLE:
            return _("Too few people contribute to say what it would do without those who animate it.")
        reason = in_words(why)
        return _("Nobody can say yet what it would do without those who animate it: %(reason)s.") % {"reason": reason}
    if badge:
        return _("The community carries itself: members keep it going, and it survives without being pushed.")
    if parts.s1 < HALF:
        return _("The community still rests on those who animate it.")
    if parts.s2 < HALF:
        return _("Members speak, but most answered threads still need those who animate.")
    if parts.s5 < REGULAR - TINY:
        return _("Members carry most exchanges, though not week after week.")
    return _("Members carry most exchanges; nothing shows yet that they would go on by themselves.")


def _rest(figures: ScopeFigures) -> Sentence | None:
    parts = figures.components
    if parts is None or figures.self_carrying_index.value is None:
        return None
    text = _("Over 28 days, without those who animate: %(s1)s of contributions, and %(s2)s of answered threads.")
    return count(text % {"s1": l10n.percent(parts.s1), "s2": l10n.percent(parts.s2)}, n=figures.self_carrying_index.n)


def _index(figures: ScopeFigures) -> Sentence:
    index = figures.self_carrying_index
    if index.value is None:
        return count(_("Self-carrying index: not known."))
    text = _("Self-carrying index: %(index)s of 100.") % {"index": l10n.number(round(index.value))}
    if index.low is None or index.high is None:
        return count(text, n=index.n)
    return estimate(text, n=index.n, low=l10n.number(round(index.low)), high=l10n.number(round(index.high)))


def _before(past: list[float | None]) -> str:
    """What the index was twelve weeks ago, or before where that week has none: a community is only compared with itself."""
    earlier = next((value for value in reversed(past[:-BACK]) if value is not None), None)
    return "" if earlier is None else _("twelve weeks before: %(index)s") % {"index": l10n.number(round(earlier))}


def _held(held: int | None) -> str:
    if held is None:
        return ""
    tests = _("half of contributions, half of answered threads, 10 weeks in 12")
    if not held:
        return _("The three tests of members (%(tests)s) do not all pass now; it takes 12 weeks of them to speak of self-carrying.") % {
            "tests": tests
        }
    text = ngettext(
        "The three tests of members (%(tests)s) have passed for %(n)s judged week; it takes 12, and a switch-off test that answers.",
        "The three tests of members (%(tests)s) have passed for %(n)s judged weeks in a row; it takes 12, and a switch-off test that "
        "answers.",
        held,
    )
    return text % {"n": _("more than 12") if held > LASTS else l10n.number(held), "tests": tests}


def index_chart(series: Series | None) -> Chart | None:
    """The trend of the index, of this community alone; None under two weeks with one."""
    values = _past(series) if series is not None and len(series) else []
    seen = [value for value in values if value is not None]
    if series is None or len(seen) < 2:
        return None
    first = int(series.weeks[-1]) - len(values) + 1
    days = [weeks.monday(week) for week in range(first, first + len(values))]
    low = series.low_season[-len(values) :].tolist()
    seasons = [Span(i - 0.5, i + 0.5) for i, is_low in enumerate(low) if is_low]
    facts = {"first": l10n.number(round(seen[0])), "last": l10n.number(round(seen[-1]))}
    return Chart(
        "carrying-index", _("The self-carrying index went from %(first)s to %(last)s") % facts,
        count(_("Of 100; the geometric mean of five parts, so that one of them at zero is enough to bring it to zero."), n=len(seen)),
        Plot(days, [Curve(_("Index"), values)], seasons, masked=_("low season, fewer than 5 contributors or 10 contributions")),
        _("To follow this community in time, never to compare it with another; the make-up of the index is our choice."), half=True,
    )  # fmt: skip


def months_chart(series: Series | None) -> Chart | None:
    """Contributions by those who animate and by the others; None under two months that can be shown."""
    if series is None or not len(series):
        return None
    found = months(series, MONTHS)
    others = [None if value != value else value for value in found.by_others.tolist()]
    animate = [None if value != value else value for value in (found.made - found.by_others).tolist()]
    shares = [None if o is None or a is None else o / (o + a) for o, a in zip(others, animate, strict=True)]
    seen = [(day, share) for day, share in zip(found.first_days, shares, strict=True) if share is not None]
    if len(seen) < 2:
        return None
    days = found.first_days
    names = [month(day, year=i == 0 or days[i - 1].year != day.year) for i, day in enumerate(days)]
    (then, low), (now, high) = seen[0], seen[-1]
    facts = {
        "first": l10n.percent(low), "last": l10n.percent(high), "then": month(then, year=then.year != now.year),
        "now": month(now, year=True),
    }  # fmt: skip
    made = sum(value for value in found.made.tolist() if value == value)
    return Chart(
        "carried-months", _("Members make %(last)s of contributions (%(now)s), against %(first)s before (%(then)s)") % facts,
        count(_("Of the contributions of each month, those of people who do not animate here; up to %(date)s.")
              % {"date": l10n.day(last_day(int(series.weeks[-1])))}, n=round(made)),
        Stacks(names, [Part(_("Members"), others, "1"), Part(_("Those who animate"), animate, "ctx")], share=True,
               masked=_("fewer than 5 contributors or 10 contributions")),
        _("A week belongs to the month of its Thursday."), half=True,
    )  # fmt: skip
