"""What to do next: candidate acts from the study and the tests of the stage, each a hypothesis to test, the first one shown.

Rules and their order are ours: first what moves the test that holds the stage back, then the pushes that the study ranks; without them,
rules of the same kind on what the study has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adoption.dashboards.next_act import NextAct
from adoption.dashboards.pushed import pushed_acts
from adoption.dashboards.words import share_text, value_text
from adoption.history import Place
from adoption.metrics.scope import ScopeFigures
from adoption.metrics.study import Study
from adoption.science.conversation import GREEN
from adoption.science.privacy import K_UNITS, K
from adoption.science.stages import Test, Thresholds
from rse.lib import l10n
from rse.lib.sentences import count

HALF = 0.5
PAUSABLE = {"push_never_varied", "bounds_disagree", "not_sure"}
HOLDS_BACK = {
    "too_early": ("target_invited",),
    "insufficient": ("active_ever", "age"),
    "launch": ("above_low",),
    "stagnation": ("growing", "above_low"),
    "transition": ("level_held_12",),
    "critical_mass": ("s1", "s2", "s5", "level_held_26", "survives_without_push"),
    "self_carrying": (),
    "decline": ("slope", "below_quarter"),
}
SPREADS = ("above_low", "growing", "level_held_12", "level_held_26", "slope", "below_quarter")  # moved by more people taking part


@dataclass(frozen=True)
class Facts:
    """What acts are chosen from."""

    figures: ScopeFigures
    study: Study | None
    thresholds: Thresholds
    places: tuple[Place, ...] = ()

    @property
    def tests(self) -> dict[str, Test]:
        return {test["name"]: test for test in self.figures.judgement.tests} if self.figures.judgement else {}

    def passes(self, name: str) -> bool:
        return name in self.tests and self.tests[name]["passed"] is True

    def fails(self, name: str) -> bool:
        return name in self.tests and self.tests[name]["passed"] is False


def acts(facts: Facts) -> tuple[NextAct, ...]:
    """Every act that the facts call for, the first to try first; each moves what holds the stage back before anything else."""
    holding = [name for name in HOLDS_BACK[facts.figures.stage] if not facts.passes(name)]
    ranked = pushed_acts(facts.study, {place.id: place for place in facts.places})
    found = [*_made(FIRST, facts), *(ranked or _made(INSTEAD, facts)), *_made(LAST, facts)]
    aimed = [_aimed(act, holding) for act in found]
    return tuple(sorted(aimed, key=lambda act: not set(act.moves) & set(holding)))


def first_of(candidates: Sequence[NextAct]) -> NextAct | None:
    return candidates[0] if candidates else None


def _aimed(act: NextAct, holding: Iterable[str]) -> NextAct:
    """The same act, of the tests it moves first those that hold the stage back."""
    first = [name for name in holding if name in act.moves]
    return NextAct(act.key, act.title, act.why, (*first, *(n for n in act.moves if n not in first)), act.people, act.link)


def _invite(facts: Facts) -> NextAct | None:
    if facts.figures.stage != "too_early":
        return None
    target, opened = facts.figures.target.n, facts.figures.eligible.n
    missing = max(ceil(target * facts.thresholds.invited) - opened, 0)
    text = _("Nothing is judged before %(share)s of the target have access; %(opened)s of %(target)s have.")
    why = text % {"share": l10n.percent(facts.thresholds.invited), "opened": l10n.number(opened), "target": l10n.number(target)}
    people = ngettext("%(n)s person to invite at least", "%(n)s people to invite at least", missing) % {"n": l10n.number(missing)}
    return NextAct("invite", _("Open the next wave of invitations"), count(why, n=target), ("target_invited",), people, "#stage")


def _welcome(facts: Facts) -> NextAct | None:
    talk = facts.study.talk if facts.study else None
    waiting = talk.newcomers_waiting.value if talk else None
    if not waiting or waiting < K:
        return None
    n = round(waiting)
    title = _("Answer the %(n)s newcomers who are waiting") % {"n": l10n.number(n)}
    why = _(
        "Nobody has answered their first post after 24 working hours; newcomers who are answered write again more often (Joyce and "
        "Kraut, 2006)."
    )
    people = _("%(n)s newcomers") % {"n": l10n.number(n)}
    return NextAct("welcome", title, count(why, n=n), SPREADS, people, "#talk")


def _hand_over(facts: Facts) -> NextAct | None:
    if not facts.fails("s1"):
        return None
    share = facts.tests["s1"]["value"]
    text = (
        _("%(share)s of contributions come from people who do not animate; half is asked for.")
        if share is not None
        else _("Less than half of contributions come from people who do not animate.")
    )
    why = text % {"share": value_text("s1", share or 0.0)}
    people = l10n.number(facts.figures.contributors_28d.n)
    return NextAct(
        "hand-over", _("Let members open the threads that animators open today"), count(why), ("s1", "s2", "s5"),
        _("%(n)s contributors") % {"n": people}, "#stage",
    )  # fmt: skip


def _reply(facts: Facts) -> NextAct | None:
    talk = facts.study.talk if facts.study else None
    if talk is None or talk.response_rate.value is None or talk.band == "green":
        return None
    facts_said = {"rate": l10n.percent(talk.response_rate.value), "goal": l10n.percent(GREEN)}
    why = _("%(rate)s of posts get an answer within a week; the best fifth of organisations reach %(goal)s (SWOOP).") % facts_said
    unanswered = round(talk.response_rate.n * (1 - talk.response_rate.value))
    people = ngettext("%(n)s post without an answer", "%(n)s posts without an answer", unanswered) % {"n": l10n.number(unanswered)}
    moves = ("s2", *SPREADS)
    return NextAct("reply", _("Have somebody answer each post within a week"), count(why, n=talk.response_rate.n), moves, people, "#talk")


def _seed(facts: Facts) -> NextAct | None:
    """The unit with the lowest share of contributors, where it is under half of the whole."""
    units = facts.study.units if facts.study else None
    whole = facts.figures.contribution_rate.value
    if units is None or whole is None:
        return None
    share = units.share[:, -1] if units.share.size else np.zeros(0)
    shown = np.flatnonzero(~units.hidden & np.isfinite(share) & (units.eligible >= K_UNITS))
    if len(shown) < 2:
        return None
    weakest = int(shown[np.argmin(share[shown])])
    least = float(share[weakest])
    if not units.names[weakest] or least >= HALF * whole:
        return None
    told = {"unit": units.names[weakest], "share": share_text(least, int(units.eligible[weakest])), "whole": l10n.percent(whole)}
    why = _("%(share)s of its people contribute, against %(whole)s everywhere: a network is as wide as its weakest unit (Markus, 1987).")
    people = _("%(n)s people") % {"n": l10n.number(int(units.eligible[weakest]))}
    title = _("Find pioneers in the unit %(unit)s") % told
    return NextAct("seed", title, count(why % told, n=int(units.eligible[weakest])), SPREADS, people, "#units")


def _open_up(facts: Facts) -> NextAct | None:
    living = [place for place in facts.places if not place.archived]
    closed = sum(place.access != "open" for place in living)
    if not living or closed < HALF * len(living):
        return None
    why = _("%(closed)s of %(all)s communities are closed. Whether opening helps is not known here: compare before and after.")
    title = ngettext("Review the closed community", "Review whether the %(n)s closed communities need to be", closed) % {"n": closed}
    people = ngettext("%(n)s community", "%(n)s communities", closed) % {"n": l10n.number(closed)}
    told = {"closed": l10n.number(closed), "all": l10n.number(len(living))}
    return NextAct("open-up", title, count(why % told, n=len(living)), SPREADS, people, "#communities")


def _pause(facts: Facts) -> NextAct | None:
    """Only where the level holds: a pause would tell what nothing else can."""
    test = facts.study.switch_off if facts.study else None
    if facts.figures.stage != "critical_mass" or test is None or test.reason not in PAUSABLE:
        return None
    why = _("Nothing shows yet that it would hold without being pushed; only a pause, announced and with a rule to stop it, can.")
    people = _("%(n)s people, or those of communities drawn at random") % {"n": l10n.number(facts.figures.eligible.n)}
    return NextAct("pause", _("Prepare a trial pause of animation"), count(why), ("survives_without_push",), people, "#switch-off")


def _success(facts: Facts) -> NextAct | None:
    if facts.figures.stage in ("too_early", "insufficient"):
        return None
    silent = max(facts.figures.target.n - facts.figures.contributors_28d.n, 0)
    why = _("Those who do not contribute hear of it from their own: a quantified story, signed, says more than a campaign.")
    people = _("%(n)s people who do not contribute") % {"n": l10n.number(silent)}
    return NextAct("success", _("Make one success of a colleague known"), count(why), SPREADS, people, "#communities")


def _wait(facts: Facts) -> NextAct | None:
    if facts.figures.stage != "insufficient":
        return None
    why = _("Four judged weeks and ten people who contributed are needed before anything can be said.")
    return NextAct("first-voices", _("Help ten people write a first time"), count(why), ("active_ever",), _("10 people"), "#stage")


Candidate = Callable[[Facts], NextAct | None]
FIRST: tuple[Candidate, ...] = (_invite, _wait, _hand_over)
INSTEAD: tuple[Candidate, ...] = (_welcome, _seed, _open_up)  # where the study ranks no push
LAST: tuple[Candidate, ...] = (_reply, _pause, _success)


def _made(candidates: Sequence[Candidate], facts: Facts) -> list[NextAct]:
    return [made for candidate in candidates if (made := candidate(facts)) is not None]
