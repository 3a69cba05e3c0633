"""The verdict: where the network, or a community, stands, in one sentence that says what it rests on."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from adoption.dashboards.words import value_text
from adoption.metrics.scope import ScopeFigures
from adoption.models import NETWORK
from adoption.science import weeks
from adoption.science.stages import Thresholds
from rse.lib import l10n
from rse.lib.sentences import Sentence, count, estimate


def last_day(week: int) -> date:
    """The Sunday that closes a week."""
    return weeks.monday(week) + timedelta(days=6)


def verdict(figures: ScopeFigures, thresholds: Thresholds) -> Sentence:
    """One sentence: an estimate with its interval where there are figures, else a count that says why not."""
    share = figures.critical_mass_share
    if figures.week is None or share.value is None or share.low is None or share.high is None:
        return count(_nothing(figures))
    if figures.stage in ("too_early", "insufficient"):
        return count(_young(figures, thresholds), n=figures.target.n)
    facts = {
        "share": l10n.percent(share.value),
        "target": l10n.number(figures.target.n),
        "date": l10n.day(last_day(figures.week)),
        "mass": l10n.percent(thresholds.enter_mass),
        "low": l10n.percent(thresholds.enter_low),
    }
    text = f"{_lead(figures)} {_level(figures) % facts}"
    return estimate(text, n=figures.target.n, low=l10n.percent(share.low), high=l10n.percent(share.high))


def _lead(figures: ScopeFigures) -> str:
    nuance = figures.judgement.nuance if figures.judgement and figures.judgement.candidate == figures.stage else ""
    leads = {
        "launch": _("Launch: contribution is still the act of a few."),
        "transition": _("Transition: contribution is spreading, critical mass is not reached."),
        "critical_mass": _("The critical mass threshold is held; nothing yet shows that it would hold without being pushed."),
        "self_carrying": _("Self-carrying: it goes on without being pushed."),
        "stagnation": _("Stagnation: few people contribute, and they are not getting more numerous."),
        "decline": _("Decline: contributors are getting fewer."),
    }
    nuances = {
        "no_yearly_reference": _("Possible decline: contributors are getting fewer, and there is no year to compare with yet."),
        "long_launch": _("Long launch: few people contribute, but they are getting more numerous."),
    }
    return nuances.get(nuance) or leads[figures.stage]


def _level(figures: ScopeFigures) -> str:
    if figures.community_id == NETWORK:
        plain = _("In the four weeks to %(date)s, %(share)s of the %(target)s people of the target contributed.")
        low = _(
            "In the four weeks to %(date)s, %(share)s of the %(target)s people of the target contributed; a transition starts at %(low)s."
        )
        mass = _(
            "In the four weeks to %(date)s, %(share)s of the %(target)s people of the target contributed; "
            "critical mass asks for %(mass)s in 11 weeks out of 12."
        )
    else:
        plain = _("In the four weeks to %(date)s, %(share)s of the %(target)s members contributed.")
        low = _("In the four weeks to %(date)s, %(share)s of the %(target)s members contributed; a transition starts at %(low)s.")
        mass = _(
            "In the four weeks to %(date)s, %(share)s of the %(target)s members contributed; "
            "critical mass asks for %(mass)s in 11 weeks out of 12."
        )
    return {"launch": low, "stagnation": low, "transition": mass}.get(figures.stage, plain)


def _young(figures: ScopeFigures, thresholds: Thresholds) -> str:
    facts = {
        "opened": l10n.number(figures.eligible.n), "target": l10n.number(figures.target.n), "invited": l10n.percent(thresholds.invited),
    }  # fmt: skip
    if figures.stage == "too_early":
        return (
            _("Too early to judge: %(opened)s of the %(target)s people of the target have access, and %(invited)s of them are needed.")
            % facts
        )
    return _("Not enough data to judge yet: four judged weeks after the first month, and ten people who contributed, are needed.")


def _nothing(figures: ScopeFigures) -> str:
    if figures.week is None or figures.eligible.value == 0:
        return _("Not enough data: nobody can take part yet, or no week is complete.")
    return _("Not enough people contribute to say more without showing who: figures rest on 5 people at least.")


def replaced(figures: ScopeFigures) -> Sentence | None:
    """Whether those who stop are replaced, with the interval; None without figures."""
    ratio = figures.replacement_ratio
    if ratio.value is None or ratio.low is None or ratio.high is None:
        return None
    low, high = value_text("replacement_ratio", ratio.low), value_text("replacement_ratio", ratio.high)
    text = _("For one person who stops contributing, %(ratio)s start or come back.")
    text = text % {"ratio": value_text("replacement_ratio", ratio.value)}
    return estimate(text, n=ratio.n, low=low, high=high)
