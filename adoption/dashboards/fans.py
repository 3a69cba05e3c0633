"""The drawing of the switch-off test (adoption.md 5.24): both bounds over a year, and the gradual withdrawal beside them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from adoption.charts import Chart, Curve, Fan, Panels, Plot, Tone
from adoption.dashboards.switch_off import chance, hypothesis
from adoption.metrics.series import Series, over
from adoption.metrics.study import Ahead, Study
from adoption.science import weeks
from adoption.science.privacy import K
from adoption.science.switchoff.simulation import ALIVE
from adoption.science.weeks import YEAR
from rse.lib import l10n
from rse.lib.sentences import count, estimate

PAST = 52  # weeks drawn before the simulated ones
LOW, MIDDLE, HIGH = 0, 2, 4  # 5, 50 and 95 % among the kept quantiles


def switch_off_chart(study: Study | None, series: Series | None) -> Chart | None:
    """Two panels, everything stopped at once and halved each quarter, each with both hypotheses; None where nothing was simulated."""
    test = study.switch_off if study else None
    if series is None or test is None or test.kept is None or test.lost is None:
        return None
    panels = [(_("All animation stops at once"), _plot(series, test.kept, test.lost))]
    if test.gradual_kept is not None and test.gradual_lost is not None:
        panels.append((_("Animation is halved each quarter"), _plot(series, test.gradual_kept, test.gradual_lost)))
    low, high = sorted((test.kept.probability, test.lost.probability))
    titles = {
        "survives": _("Without animation, it would probably survive"),
        "dies": _("Without animation, it would probably die out"),
        "unknown": _("Without animation, nobody knows yet what it would become"),
    }
    text = _(
        "Alive in a year, %(alive)s of people contributing or more, in %(kept)s of simulations if those who come by themselves go on, in "
        "%(lost)s if they stop too."
    ) % {"alive": l10n.percent(ALIVE), "kept": chance(test.kept.probability), "lost": chance(test.lost.probability)}
    sentence = (
        estimate(text, n=len(series), low=chance(low), high=chance(high)) if test.verdict != "unknown" else count(text, n=len(series))
    )
    note = _(
        "Bands: 9 simulations in 10. People who animate are left out of the share. %(hypothesis)s The word of the test is ours, and "
        "never says to cut the budget: look at the gradual withdrawal."
    ) % {"hypothesis": hypothesis()}
    return Chart("switch-off-fans", titles[test.verdict], sentence, Panels(panels), note)


def _plot(series: Series, kept: Ahead, lost: Ahead) -> Plot:
    past = _past(series)
    first = int(series.weeks[-1]) - len(past) + 1
    days = [weeks.monday(week) for week in range(first, first + len(past) + YEAR)]
    known = [value for value in past if value is not None]
    after = known[-1] if known else None
    fans = [
        _fan(_("they go on"), kept, len(past), after, "1"),
        _fan(_("they stop too"), lost, len(past), after, "2"),
    ]
    return Plot(days, [Curve(_("so far"), past, "5")], threshold=ALIVE, threshold_text=_("alive"), fans=fans, unit="share")


def _past(series: Series) -> Sequence[float | None]:
    """Engaged people over people, animators left out; nothing under five people."""
    share, engaged = over(series.floats("engaged28"), series.floats("peers")), series.counts["engaged28"]
    pairs = zip(share.tolist(), engaged.tolist(), strict=True)
    return [value if number >= K and value == value else None for value, number in pairs][-PAST:]


def _fan(name: str, bound: Ahead, start: int, after: float | None, tone: Tone) -> Fan:
    low, middle, high = (bound.shares[row].tolist() for row in (LOW, MIDDLE, HIGH))
    return Fan(name, start, low, middle, high, after=after, tone=tone, odds=9)
