"""How long communities live, beside the points of Lecko's studies (adoption.md 5.5)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from adoption.charts import Chart, Reference, Steps, Survival
from adoption.metrics.study import Study
from adoption.science.cohorts import LECKO_SURVIVAL
from adoption.science.survival import Survival as Found
from rse.lib import l10n
from rse.lib.sentences import Sentence, count, estimate

MONTH = 30.44 / 7  # weeks
YEAR = 12  # months
FEWEST = 8  # communities; ours


def survival_chart(study: Study | None) -> Chart | None:
    """None under eight communities: a curve would speak of each of them."""
    found = study.organisation.survival if study and study.organisation else None
    if found is None or found.subjects < FEWEST:
        return None
    name = _("Our communities")
    times, share, low, high = ((found.times / MONTH).tolist(), found.share.tolist(), found.low.tolist(), found.high.tolist())
    steps = Steps(name, times, share, low, high, last=found.last / MONTH)
    texts = {
        "all": _("all spaces, %(share)s (press)"), "community": _("communities, %(share)s (press)"),
        "diffusion": _("diffusion spaces, %(share)s (press)"),
    }  # fmt: skip
    points = [
        Reference(month, share, texts[kind] % {"share": l10n.percent(share)})
        for kind, known in LECKO_SURVIVAL.items()
        for month, share in known
    ]
    title, sentence = _finding(found)
    return Chart(
        "survival", title, sentence, Survival(_("Months since the opening"), [steps], points, until=max(24.0, found.last / MONTH)),
        _("A community ends when fewer than three people contribute in 28 days, weeks of low season aside. Points: press summaries of "
          "Lecko studies (2014), a landmark, not a norm."),
    )  # fmt: skip


def _finding(found: Found) -> tuple[str, Sentence]:
    year = found.at(YEAR * MONTH)
    if year.value is None or year.low is None or year.high is None:
        months = l10n.number(round(found.last / MONTH))
        left = l10n.percent(float(found.share[-1]) if len(found.share) else 1.0)
        title = _("%(left)s of communities still live after %(months)s months") % {"left": left, "months": months}
        return title, count(_("No community is a year old yet, or too few are left to be followed that far."), n=found.subjects)
    title = _("%(left)s of communities still live a year after their opening") % {"left": l10n.percent(year.value)}
    text = _("Of %(n)s communities, those still going on counted as such.") % {"n": l10n.number(found.subjects)}
    return title, estimate(text, n=found.subjects, low=l10n.percent(year.low), high=l10n.percent(year.high))
