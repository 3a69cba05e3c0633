"""The verdict: where the network, or a community, stands, in one sentence that says what it rests on."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from adoption.metrics.catalogue import TESTS
from adoption.metrics.scope import ScopeFigures
from adoption.models import NETWORK
from adoption.science import weeks
from adoption.science.stages import Test, Thresholds
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
    return nuances.get(nuance) or leads.get(figures.stage, "")


def _level(figures: ScopeFigures) -> str:
    if figures.community_id == NETWORK:
        plain = _("In the four weeks to %(date)s, %(share)s of the %(target)s people of the target contributed.")
        low = _(
            "In the four weeks to %(date)s, %(share)s of the %(target)s people of the target contributed; a transition starts at %(low)s."
        )
        mass = _(
            "In the four weeks to %(date)s, %(share)s of the %(target)s people of the target contributed; critical mass asks for "
            "%(mass)s in 11 weeks out of 12."
        )
    else:
        plain = _("In the four weeks to %(date)s, %(share)s of the %(target)s members contributed.")
        low = _("In the four weeks to %(date)s, %(share)s of the %(target)s members contributed; a transition starts at %(low)s.")
        mass = _(
            "In the four weeks to %(date)s, %(share)s of the %(target)s members contributed; critical mass asks for %(mass)s in 11 weeks "
            "out of 12."
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


def lead(figures: ScopeFigures, sentence: Sentence) -> str:
    """The part of the verdict that names the stage, to be set larger: all of it where it is one sentence."""
    named = _lead(figures)
    return named if named and sentence.text.startswith(named) else sentence.text


def holds_back(figures: ScopeFigures, thresholds: Thresholds) -> Sentence | None:
    """What is missing for the next stage, or what made it fall, with the numbers of its tests; None where nothing is known."""
    if figures.judgement is None:
        return None
    tests = {test["name"]: test for test in figures.judgement.tests}
    if figures.stage == "transition":
        return _weeks_held(tests["level_held_12"], thresholds)
    if figures.stage == "decline":
        return _fallen(tests["below_quarter"])
    if figures.stage == "critical_mass":
        return _not_carried(tests)
    return None


def _weeks_held(test: Test, thresholds: Thresholds) -> Sentence | None:
    if test["value"] is None or test["passed"] is None:
        return count(_("It takes 12 weeks outside holidays to judge critical mass."))
    text = _("Critical mass: %(mass)s of the target was reached in %(held)s of the last 12 weeks outside holidays; 11 are needed.")
    return count(text % {"mass": l10n.percent(thresholds.enter_mass), "held": l10n.number(round(test["value"]))}, n=12)


def _fallen(test: Test) -> Sentence | None:
    if test["value"] is None:
        return None
    return count(_("Their share is %(share)s of what it was a quarter before.") % {"share": l10n.percent(test["value"])})


def _not_carried(tests: dict[str, Test]) -> Sentence | None:
    names = ("level_held_26", "s1", "s2", "s5", "survives_without_push")
    missing = [str(TESTS[name]) for name in names if name in tests and tests[name]["passed"] is not True]
    if not missing:
        return None
    return count(
        _("Missing to be called self-carrying: %(tests)s.") % {"tests": "; ".join(text[:1].lower() + text[1:] for text in missing)}
    )
