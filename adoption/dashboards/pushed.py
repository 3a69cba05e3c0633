"""The study's ranked pushes (adoption.md 5.25) as acts to try; named by community or unit, never by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from adoption.dashboards.next_act import NextAct
from adoption.history import Place
from adoption.metrics.study import Study
from adoption.science.pushes import Hypothesis
from rse.lib import l10n
from rse.lib.sentences import Sentence, association, count


def pushed_acts(study: Study | None, places: Mapping[int, Place]) -> tuple[NextAct, ...]:
    """In the rank of the study; those about a place or a unit that may not be named are left out."""
    found = study.organisation.pushes if study and study.organisation else ()
    return tuple(act for one in found for act in _act(one, study, places))


def _act(one: Hypothesis, study: Study | None, places: Mapping[int, Place]) -> Iterator[NextAct]:
    push = one.push
    named = _named(push.key, places) if push.kind not in ("seed_unit", "invite_colleagues") else _unit(push.key, study)
    if named is None:
        return
    name, link = named
    titles = {
        "answer_newcomers": _("Answer the newcomers who wait in %(name)s"),
        "open_closed": _("Review whether %(name)s needs to be closed"),
        "seed_unit": _("Find pioneers in the unit %(name)s"),
        "invite_colleagues": _("Have people of the unit %(name)s invite their colleagues"),
        "merge_communities": _("See whether %(name)s should be one"),
    }
    people = _("%(n)s people") % {"n": l10n.number(push.people)}
    yield NextAct(push.kind, titles[push.kind] % {"name": name}, _why(one), push.moves, people, link)


def _why(one: Hypothesis) -> Sentence:
    """What it rests on; what it might bring only where that is told above zero here."""
    gain = one.gain
    told = gain.value is not None and gain.low is not None and gain.high is not None and gain.value > 0
    text = _shown(told)[one.push.kind]
    if not told or gain.value is None or gain.low is None or gain.high is None:
        return count(text)
    more = _("About %(n)s more people might contribute.") % {"n": l10n.number(round(gain.value))}
    low, high = (l10n.signed(round(bound)) for bound in (gain.low, gain.high))
    return association(f"{text} {more}", n=one.push.people, low=low, high=high)


def _shown(told: bool) -> dict[str, str]:
    return {
        "answer_newcomers": _("Newcomers answered by a colleague come back more often here; nobody has answered these yet.")
        if told
        else _("Nobody has answered them yet; elsewhere, newcomers who are answered write again more often (Joyce and Kraut, 2006)."),
        "open_closed": _("Members of open communities take part more often here; why this one is closed may be a good reason.")
        if told
        else _("Whether opening helps is not known here: compare before and after."),
        "seed_unit": _("It takes part least of all units of ten people or more; a network is as wide as its weakest unit (Markus, 1987)."),
        "invite_colleagues": _("Some of them contribute, and more of their colleagues have never come than in any other unit."),
        "merge_communities": _("Many belong to both, and each is under the level at which a community lives by itself."),
    }


def _named(key: str, places: Mapping[int, Place]) -> tuple[str, str] | None:
    """The names of the communities of a key, and the page of the first one."""
    known = [places.get(int(part)) for part in key.split("+")]
    shown = [place for place in known if place is not None]
    if not shown or len(shown) < len(known):
        return None
    return _(" and ").join(place.name for place in shown), reverse("adoption-community", args=[shown[0].slug])


def _unit(key: str, study: Study | None) -> tuple[str, str] | None:
    units = study.units if study else None
    names = dict(zip(units.ids.tolist(), units.names, strict=True)) if units else {}
    return (names[int(key)], "#units") if names.get(int(key)) else None
