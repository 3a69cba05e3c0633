"""The answer of the switch-off test (adoption.md 5.24): would it live a year without animation? Three words, never finer."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.dashboards.answers import Answer, Tone
from adoption.dashboards.reasons import why_unknown
from adoption.metrics.series import Series
from adoption.metrics.study import Ahead, Study, SwitchOff
from rse.lib import l10n
from rse.lib.sentences import Sentence, count, estimate

TONES: dict[str, Tone] = {"survives": "good", "dies": "bad", "unknown": "open"}


def hypothesis() -> str:
    """The caveat that goes with every drawing and chance of the model."""
    return _("Hypothesis of a model, not causal: animation is often reinforced when activity falls.")


def switch_off(study: Study | None, series: Series | None) -> Answer:
    """The word, why it is not surer, and the chances under both bounds; the gradual withdrawal is told beside it."""
    question, link = _("Would life go on without animation?"), "#switch-off"
    test = study.switch_off if study else None
    if test is None:
        why = why_unknown("")
        return Answer("switch-off", question, _unknown(str(why.said)), "open", count(str(why.remedy)), link=link)
    if test.verdict == "unknown":
        why = why_unknown(test.reason)
        return Answer(
            "switch-off",
            question,
            _unknown(str(why.said)),
            "open",
            count(_("What would tell: %(remedy)s") % {"remedy": why.remedy}),
            _more(test),
            link,
            _chances(test),
        )
    head = {"survives": _("Would probably survive"), "dies": _("Would probably die out")}[test.verdict]
    sentence = _sentence(test, len(series) if series is not None else 0)
    return Answer(
        "switch-off", question, head, TONES[test.verdict], sentence, _more(test), link, _chances(test),
        ngettext("%(n)s week", "%(n)s weeks", sentence.n or 0) % {"n": sentence.n},
    )  # fmt: skip


def _unknown(reason: str) -> str:
    return _("Unknown: %(reason)s") % {"reason": reason}


def _chances(test: SwitchOff) -> str:
    """Both bounds, the surer one first."""
    if test.kept is None or test.lost is None:
        return ""
    facts = {"kept": chance(test.kept.probability), "lost": chance(test.lost.probability)}
    return (
        _("chance to be alive after a year without animation: %(kept)s if spontaneous use goes on, %(lost)s if it stops too (model)")
        % facts
    )


def _sentence(test: SwitchOff, weeks: int) -> Sentence:
    if test.pause is not None and test.pause.level is not None and test.pause.ahead is not None:
        return _after_pause(test)
    texts = {
        "survives": _(
            "A year after all animation stopped, it would still be alive in more than 9 simulations out of 10, under both hypotheses."
        ),
        "dies": _("A year after all animation stopped, it would be alive in less than 1 simulation out of 10, under both hypotheses."),
    }
    if test.kept is None or test.lost is None:
        return count(texts[test.verdict])
    low, high = sorted((test.kept.probability, test.lost.probability))
    return estimate(texts[test.verdict], n=weeks, low=chance(low), high=chance(high))


def _after_pause(test: SwitchOff) -> Sentence:
    assert test.pause is not None
    weeks, level, ahead = test.pause.clean_weeks, test.pause.level or 0.0, test.pause.ahead or 0.0
    text = ngettext(
        "After a real pause of %(n)s clean week, %(level)s still contribute, and the trend leads to %(ahead)s in a year.",
        "After a real pause of %(n)s clean weeks, %(level)s still contribute, and the trend leads to %(ahead)s in a year.",
        weeks,
    ) % {"n": weeks, "level": l10n.percent(level), "ahead": l10n.percent(ahead)}
    return count(text, n=weeks)


def _more(test: SwitchOff) -> tuple[tuple[str, str], ...]:
    lines = [
        (_("Chance to be alive after a year without animation, if those who come by themselves go on"), _chance(test.kept)),
        (_("The same, if they stop as well"), _chance(test.lost)),
        (_("The same two, with animation halved each quarter instead"), _between(test.gradual_lost, test.gradual_kept)),
    ]
    return (*lines, (_("What these chances are"), hypothesis()))


def _chance(bound: Ahead | None) -> str:
    return "—" if bound is None else chance(bound.probability)


def _between(low: Ahead | None, high: Ahead | None) -> str:
    if low is None or high is None:
        return "—"
    one, other = sorted((low.probability, high.probability))
    return chance(one) if chance(one) == chance(other) else _("%(low)s to %(high)s") % {"low": chance(one), "high": chance(other)}


def chance(probability: float) -> str:
    """A chance to the nearest percent, its ends left open: 400 simulations do not tell 1 from certain."""
    if probability > 0.99:
        return _("more than %(share)s") % {"share": l10n.percent(0.99)}
    if probability < 0.01:
        return _("less than %(share)s") % {"share": l10n.percent(0.01)}
    return l10n.percent(probability)
