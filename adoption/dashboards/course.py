"""How a community goes on, week by week, and how its newcomers find their way in (adoption.md 5.12)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from adoption.charts import Bar, Bars, Chart, Curve, Plot, Span
from adoption.dashboards.hidden import counts
from adoption.metrics.series import Series
from adoption.metrics.study import Talk
from adoption.science import weeks
from adoption.science.privacy import K
from rse.lib import l10n
from rse.lib.sentences import count

SHOWN = 26  # weeks


def weeks_chart(series: Series | None) -> Chart | None:
    """Contributions and answered threads by week; None under two weeks that can be shown."""
    if series is None or len(series) < 2:
        return None
    kept = slice(-SHOWN, None)
    active = series.counts["contributors"][kept]
    enough = ((series.counts["eligible28"][kept] >= K) & ((active >= K) | (active == 0))).tolist()
    if sum(enough) < 2:
        return None
    made, answered = (
        [value if there else None for value, there in zip(series.counts[name][kept].tolist(), enough, strict=True)]
        for name in ("contributions", "threads")
    )
    last = int(series.weeks[-1])
    days = [weeks.monday(week) for week in range(last - len(made) + 1, last + 1)]
    seasons = [Span(i - 0.5, i + 0.5) for i, low in enumerate(series.low_season[kept].tolist()) if low]
    facts = {"made": _text(made[-1]), "answered": _text(answered[-1])}
    curves = [Curve(_("Contributions"), made), Curve(_("Answered threads"), answered, "2")]
    return Chart(
        "weeks", _("Contributions last week: %(made)s; threads answered: %(answered)s") % facts,
        count(_("Posts, comments, reactions, mentions, votes and files of each week; and threads of less than four weeks that got an "
                "answer in it."), n=sum(value or 0 for value in made)),
        Plot(days, curves, seasons, masked=_("fewer than 5 contributors")), _("Shaded weeks are of the low season."),
        half=True,
    )  # fmt: skip


def funnel_chart(talk: Talk | None) -> Chart | None:
    """Those who arrived, and what they had done eight weeks later; None where five of them cannot be counted."""
    steps = counts(talk.funnel) if talk else []
    arrived = steps[0] if steps else None
    if not arrived:
        return None
    names = (_("Arrived"), _("Came"), _("Reacted"), _("Answered"), _("Posted"))
    posted = _text(steps[-1])
    return Chart(
        "funnel", _("Of %(arrived)s who arrived, %(posted)s had posted within eight weeks") % {
            "arrived": l10n.number(arrived), "posted": posted,
        },
        count(_("People who became members 9 to 16 weeks ago, and what they did in the week of their arrival and the 8 that followed."),
              n=arrived),
        Bars([Bar(name, step) for name, step in zip(names, steps, strict=True)], masked=_("too few to show")),
        _("Steps are not a path: one may post without ever reacting."), half=True,
    )  # fmt: skip


def _text(value: int | None) -> str:
    return _("a few") if value is None else l10n.number(value)
