"""Open and closed communities side by side (adoption.md 5.15): associations, refused under eight a side, never the effect of opening."""

from __future__ import annotations

from django.utils.translation import gettext as _

from adoption.charts import Chart, Dot, Dots
from adoption.dashboards.reasons import in_words
from adoption.metrics.study import Study
from adoption.science.openness import FEWEST_SIDE, SURE_SIDE, Comparison, Gap
from rse.lib import l10n
from rse.lib.sentences import Sentence, association, count


def open_or_closed(study: Study | None) -> Chart | None:
    """The adjusted gaps of shares with their intervals; None without a study, or where the comparison is refused."""
    found = study.organisation.open_closed if study and study.organisation else None
    if found is None or found.standing == "refused" or not found.gaps:
        return None
    names = {
        "c28": _("Members who contribute"), "response_rate": _("Posts answered"), "s1": _("Contributions by members"),
        "survival": _("Still alive"),
    }  # fmt: skip
    dots = [_dot(names[gap.name], gap) for gap in found.gaps if gap.name in names]
    spec = Dots(dots, left=_("closed higher"), right=_("open higher"))
    return Chart("open-closed", _title(found), _sentence(found), spec, _note(found))


def refusal(study: Study | None) -> str:
    """Why open and closed communities are not compared; empty where they are, or where nobody tried."""
    found = study.organisation.open_closed if study and study.organisation else None
    if found is None or found.standing != "refused":
        return ""
    text = _("Open and closed communities are not compared: it takes %(k)s of each, old enough, and there are %(open)s and %(closed)s.")
    return text % {"k": FEWEST_SIDE, "open": found.n_open, "closed": found.n_closed}


def _dot(name: str, gap: Gap) -> Dot:
    figure = gap.adjusted
    return Dot(name, figure.value, figure.low, figure.high, "" if figure.value is not None else in_words(figure.reason))


def _title(found: Comparison) -> str:
    return {
        "open_higher": _("Members of open communities take part more often"),
        "closed_higher": _("Members of closed communities take part more often"),
        "not_told_apart": _("Open and closed communities are not told apart"),
        "none": _("Too few communities to conclude"),
    }[found.gaps[0].verdict]


def _sentence(found: Comparison) -> Sentence:
    gap, n = found.gaps[0].adjusted, found.n_open + found.n_closed
    facts = {"open": l10n.number(found.n_open), "closed": l10n.number(found.n_closed)}
    text = _("%(open)s open and %(closed)s closed communities, at equal size, age and kind.") % facts
    if gap.value is None or gap.low is None or gap.high is None:
        return count(text, n=n)
    return association(text, n=n, low=_points(gap.low), high=_points(gap.high))


def _points(share: float) -> str:
    return _("%(n)s points") % {"n": l10n.signed(100 * share, decimals=1)}


def _note(found: Comparison) -> str:
    caveat = _("Closed groups are often born of teams that existed before: the gap is not the effect of opening.")
    if found.standing == "concluding":
        return caveat
    return f"{caveat} " + _("Under %(k)s communities a side, nothing is concluded.") % {"k": SURE_SIDE}
