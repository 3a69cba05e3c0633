"""The short answers that open a page of figures: each a question, an answer of a few words, what it rests on, and more one click away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.dashboards.reasons import in_words
from adoption.dashboards.words import interval as between
from adoption.dashboards.words import value_text
from adoption.metrics.scope import ScopeFigures
from rse.lib import l10n
from rse.lib.sentences import Sentence, count, estimate

Tone = Literal["good", "bad", "open"]


ICONS: dict[Tone, str] = {"good": "circle-check", "bad": "trending-down", "open": "hourglass"}


@dataclass(frozen=True)
class Answer:
    """Template `adoption/_answer.html`: `head` is the answer, `sentence` what it rests on, `more` pairs of (name, text) to unfold.

    `tone` is good, bad, or open where nothing is settled; an icon and the words say the same. `note` stands at the foot, before the
    interval, `counted` (n with its unit) and the kind; `link` leads to the proof. `brief`: the head says enough for a small screen.
    """

    key: str
    question: str
    head: str
    tone: Tone
    sentence: Sentence
    more: tuple[tuple[str, str], ...] = ()
    link: str = ""
    note: str = ""
    counted: str = ""
    brief: bool = True
    icon: str = ""

    @property
    def sign(self) -> str:
        return self.icon or ICONS[self.tone]

    @property
    def foot(self) -> str:
        """The note, then interval, n and kind as far as the sentence has them."""
        told, parts = self.sentence, [self.note] if self.note else []
        if told.interval is not None:
            parts.append(between(told.interval.low, told.interval.high))
        if told.n is not None and told.kind != "count":
            parts += [f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{self.counted or l10n.number(told.n)}", told.label]
        return " · ".join(parts)


def replacement(figures: ScopeFigures) -> Answer:
    """Whether those who stop are replaced."""
    ratio, question = figures.replacement_ratio, _("Are those who stop replaced?")
    link = "#tile-replacement_ratio"
    if ratio.value is None or ratio.low is None or ratio.high is None:
        head = _("Unknown: %(reason)s") % {"reason": in_words(ratio.reason or "not_enough_weeks")}
        told = count(_("It takes three windows of 28 days outside holidays, and people who stop."))
        return Answer("replacement", question, head, "open", told, link=link)
    tone: Tone = "good" if ratio.low > 1 else "bad" if ratio.high < 1 else "open"
    heads = {
        "good": _("For one who stops, %(ratio)s come: more"),
        "bad": _("For one who stops, %(ratio)s come: fewer"),
        "open": _("For one who stops, %(ratio)s come: about as many"),
    }
    texts = {
        "good": _("People who start or come back are more numerous than those who stop."),
        "bad": _("People who start or come back are fewer than those who stop."),
        "open": _("Too close to one for one to say that contributors are getting more or less numerous."),
    }
    low, high = (value_text("replacement_ratio", bound) for bound in (ratio.low, ratio.high))
    return Answer(
        "replacement", question, heads[tone] % {"ratio": value_text("replacement_ratio", ratio.value)}, tone,
        estimate(texts[tone], n=ratio.n, low=low, high=high), link=link,
        counted=ngettext("%(n)s window of 28 days", "%(n)s windows of 28 days", ratio.n) % {"n": ratio.n},
        icon="refresh-cw" if tone == "open" else "",
    )  # fmt: skip
