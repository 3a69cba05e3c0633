"""What to do this week in a community: what waits for an answer, by name, for those who animate it; then hypotheses of the study.

A hypothesis says what it rests on and where to look; its rules and their order are ours. Counts of five people at least, never who.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.dashboards.acts import HALF
from adoption.dashboards.hidden import counts, known
from adoption.history import Place
from adoption.history.waiting import Signs, Waiting, signs, unanswered, unsolved
from adoption.metrics.carrying import REGULAR
from adoption.metrics.scope import ScopeFigures
from adoption.metrics.study import Study, Talk
from adoption.science.conversation import GREEN
from adoption.science.network import ONE_UNIT
from adoption.science.privacy import K
from adoption.science.selfcarry import QUARTER, Components
from rse.lib import l10n
from rse.lib.sentences import Sentence, association, count, estimate

SHOWN = 8
UNSOLVED = 5
TINY = 1e-9


@dataclass(frozen=True)
class Prompt:
    """A hypothesis to test: what to try, why, and the address of what it rests on."""

    key: str
    title: str
    why: Sentence
    link: str


@dataclass(frozen=True)
class Live:
    """What those who animate see of the present: posts without an answer, `late` of newcomers; questions to close; raw signs."""

    waiting: tuple[Waiting, ...]
    unsolved: tuple[Waiting, ...]
    signs: Signs | None

    @property
    def late(self) -> int:
        return sum(row.late for row in self.waiting)


@dataclass(frozen=True)
class Todo:
    """`live` is None for whoever does not animate: `counted` tells them how many wait, five at least."""

    live: Live | None
    counted: tuple[str, ...]
    prompts: tuple[Prompt, ...]

    @property
    def nothing(self) -> bool:
        return not self.prompts and not self.counted and (self.live is None or not (self.live.waiting or self.live.unsolved))


def live(place: Place, *, reader: int, at: datetime, with_signs: bool) -> Live:
    """For whoever animates the place, and reads it."""
    return Live(
        waiting=unanswered(place.id, at=at, limit=SHOWN, but=reader),
        unsolved=unsolved(place.id, at=at, limit=UNSOLVED, but=reader),
        signs=signs(place.id, at=at) if with_signs else None,
    )


def counted(study: Study | None) -> tuple[str, ...]:
    """How many wait, from the masked study, for whoever may not see which."""
    talk = study.talk if study else None
    if talk is None:
        return ()
    found = []
    waiting = round(talk.newcomers_waiting.value or 0)
    if waiting >= K:
        found.append(_("%(n)s first posts of newcomers wait for an answer.") % {"n": l10n.number(waiting)})
    never = known(int(talk.buckets[-1]))
    if never is not None and never >= K:
        found.append(_("%(n)s posts had no answer within seven days.") % {"n": l10n.number(never)})
    return tuple(found)


def prompts(place: Place, figures: ScopeFigures, study: Study | None) -> tuple[Prompt, ...]:
    """The hypotheses that the figures call for, in the order in which they cost little."""
    talk = study.talk if study else None
    found = [_silent_newcomers(talk), _answers(talk), _questions(talk), *_carried(figures, talk), _few(study), _wider(study)]
    return tuple(prompt for prompt in [*found, _opening(place, figures)] if prompt is not None)


def _silent_newcomers(talk: Talk | None) -> Prompt | None:
    steps = counts(talk.funnel) if talk else []
    if not steps or steps[0] is None or steps[2] is None or steps[0] - steps[2] < K:
        return None
    arrived, silent = steps[0], steps[0] - steps[2]
    why = _("Of %(arrived)s members who arrived 9 to 16 weeks ago, %(silent)s had not reacted to anything eight weeks later.")
    facts = {"arrived": l10n.number(arrived), "silent": l10n.number(silent)}
    return Prompt(
        "silent-newcomers", _("Welcome newcomers with one thread that is easy to react to"), count(why % facts, n=arrived), "#funnel"
    )


def _answers(talk: Talk | None) -> Prompt | None:
    rate = talk.response_rate if talk else None
    if talk is None or rate is None or rate.value is None or rate.low is None or rate.high is None or talk.band == "green":
        return None
    why = _("%(rate)s of posts get an answer within a week; %(goal)s and more is green for SWOOP Analytics.")
    told = estimate(
        why % {"rate": l10n.percent(rate.value), "goal": l10n.percent(GREEN)},
        n=rate.n,
        low=l10n.percent(rate.low),
        high=l10n.percent(rate.high),
    )
    return Prompt("answers", _("Agree on who looks at unanswered posts, day after day"), told, "#delays")


def _questions(talk: Talk | None) -> Prompt | None:
    """Only where questions are answered less than other posts, beyond chance."""
    gap = talk.curiosity.difference if talk else None
    if talk is None or gap is None or gap.value is None or gap.low is None or gap.high is None or gap.high >= 0:
        return None
    asked = talk.curiosity.answered_questions
    why = _("Questions get answers less often than other posts: %(gap)s points.") % {"gap": l10n.signed(round(100 * gap.value))}
    told = association(why, n=asked.n, low=l10n.signed(round(100 * gap.low)), high=l10n.signed(round(100 * gap.high)))
    return Prompt("questions", _("Mention in each question somebody of the trade it is about"), told, "#talk")


def _carried(figures: ScopeFigures, talk: Talk | None) -> list[Prompt | None]:
    parts = figures.components
    if parts is None or figures.self_carrying_index.value is None:
        return [None]
    n = figures.self_carrying_index.n
    if parts.s1 < HALF:
        why = _("%(share)s of contributions come from people who do not animate; half is asked for.") % {"share": l10n.percent(parts.s1)}
        return [Prompt("hand-over", _("Let members open the threads that animators open today"), count(why, n=n), "#carrying")]
    first = talk.by_animators if talk else None
    if parts.s2 < HALF and first is not None and first.value is not None and first.low is not None and first.high is not None:
        why = _("%(share)s of first answers come from those who animate; members answer fewer than half of the threads of members.")
        low, high = l10n.percent(first.low), l10n.percent(first.high)
        told = estimate(why % {"share": l10n.percent(first.value)}, n=first.n, low=low, high=high)
        return [Prompt("hold-back", _("Wait half a day before answering, and ask a member to"), told, "#carrying")]
    return [_rhythm(parts)]


def _rhythm(parts: Components) -> Prompt | None:
    """Members carry it, but not week after week."""
    if parts.s2 < HALF or parts.s5 >= REGULAR - TINY:
        return None
    why = _("In %(held)s of the last 12 weeks outside holidays, three members or more contributed; 10 are asked for.")
    told = count(why % {"held": l10n.number(round(parts.s5 * QUARTER))}, n=QUARTER)
    return Prompt("rhythm", _("Try a thread that comes back each week, run by members in turn"), told, "#carrying")


def _few(study: Study | None) -> Prompt | None:
    """Dependency on a few, as a count: never who."""
    keys = study.ties.keys if study and study.ties else None
    if keys is None or not keys.alert:
        return None
    why = (
        _("Half of the contributions of 28 days come from a few people.")
        if keys.k50.value is None or keys.k50.value < K
        else ngettext(
            "Half of the contributions of 28 days come from %(n)s person.", "Half of the contributions of 28 days come from %(n)s people.",
            round(keys.k50.value),
        ) % {"n": l10n.number(round(keys.k50.value))}
    )  # fmt: skip
    return Prompt("few", _("Share out roles before anyone tires: a referent for each topic"), count(why), "#ties")


def _wider(study: Study | None) -> Prompt | None:
    ties = study.ties if study else None
    if ties is None:
        return None
    crossing = ties.transversality
    if crossing.relative.reason == ONE_UNIT:
        why = count(_("Everybody active here is of one unit."))
    elif silo(crossing.relative.high, crossing.null_low) and crossing.relative.value is not None:
        text = _("Ties between units are %(share)s of what chance would make, given who is active.")
        low, high = (l10n.percent(bound or 0.0) for bound in (crossing.relative.low, crossing.relative.high))
        why = estimate(text % {"share": l10n.percent(crossing.relative.value)}, n=crossing.relative.n, low=low, high=high)
    else:
        return None
    return Prompt("wider", _("Invite one person of each unit that shares the subject"), why, "#ties")


def silo(high: float | None, null_low: float | None) -> bool:
    """Whether transversality is under what blind mixing gives, both intervals apart."""
    return high is not None and null_low is not None and high < null_low


def _opening(place: Place, figures: ScopeFigures) -> Prompt | None:
    """A closed community whose members already carry it."""
    parts = figures.components
    if place.access == "open" or place.archived or parts is None or parts.s1 < HALF or figures.stage in ("insufficient", "decline"):
        return None
    why = _(
        "Members carry it, and only they can read it. Whether opening helps is not known here: look at contributors 12 weeks before and "
        "after."
    )
    return Prompt("open-up", _("Review whether it needs to be closed"), count(why), "#stage")
