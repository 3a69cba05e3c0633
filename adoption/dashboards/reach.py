"""What the chosen pioneers would reach, beside random choice and the most connected: counts of what is, estimates of what is assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from adoption.actions.choosing import CHANCES, DRAWS, SEED
from adoption.history.staff import Staff, load_staff
from adoption.science.dyads import NO_UNIT
from adoption.science.figures import Figure, Floats, Ints
from adoption.science.seeding import Rules
from adoption.science.seeding.compare import judge, shares
from rse.lib import l10n
from rse.lib.sentences import Sentence, count, estimate
from rse.people.models import Unit

AIM = 0.8  # of the colleagues with a pioneer near them; ours
LOW = 0.6
SHOWN_FROM = 10  # people of a unit
MOST_UNITS = 10


@dataclass(frozen=True)
class Bar:
    """A unit and the share of its people who have a chosen pioneer among their close colleagues."""

    name: str
    share: float
    low: bool

    @property
    def width(self) -> int:
        return round(self.share * 100)


@dataclass(frozen=True)
class Reach:
    """`near`: share of the other people with a chosen pioneer among their ties; `sentences` say what a cascade would reach."""

    people: int
    chosen: int
    near: float
    bars: tuple[Bar, ...]
    without: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    warnings: tuple[str, ...]

    @property
    def reached_aim(self) -> bool:
        return self.near >= AIM

    @property
    def aim(self) -> float:
        return AIM


def reach_of(ids: Sequence[int]) -> Reach | None:
    """Of these people together; None when none of them is in the target."""
    staff = load_staff()
    seeds = staff.places(ids)
    if not len(seeds):
        return None
    others = np.ones(len(staff.ids), dtype=np.bool_)
    others[seeds] = False
    beside = staff.graph.beside(seeds) & others
    names = dict(Unit.objects.values_list("id", "name"))
    by_unit = shares(beside, others, staff.unit)
    near = float(beside.sum()) / max(int(others.sum()), 1)
    return Reach(
        people=len(staff.ids), chosen=len(seeds), near=near, bars=_bars(staff, by_unit, names), without=_without(staff, seeds, names),
        sentences=_sentences(staff, seeds, near), warnings=_warnings(staff, seeds, names),
    )  # fmt: skip


def _bars(staff: Staff, by_unit: Floats, names: dict[int, str]) -> tuple[Bar, ...]:
    """The largest units, the best covered first."""
    size = np.bincount(staff.unit[staff.unit != NO_UNIT], minlength=len(staff.units))
    large = [unit for unit in np.argsort(-size, kind="stable") if size[unit] >= SHOWN_FROM and np.isfinite(by_unit[unit])][:MOST_UNITS]
    bars = [Bar(names.get(int(staff.units[unit]), ""), float(by_unit[unit]), bool(by_unit[unit] < LOW)) for unit in large]
    return tuple(sorted(bars, key=lambda bar: -bar.share))


def _without(staff: Staff, seeds: Ints, names: dict[int, str]) -> tuple[str, ...]:
    """Units of ten people or more in which nobody is chosen, the largest first."""
    size = np.bincount(staff.unit[staff.unit != NO_UNIT], minlength=len(staff.units))
    chosen = set(staff.unit[seeds].tolist())
    missing = [unit for unit in np.argsort(-size, kind="stable") if size[unit] >= SHOWN_FROM and int(unit) not in chosen]
    return tuple(names.get(int(staff.units[unit]), "") for unit in missing)


def _sentences(staff: Staff, seeds: Ints, near: float) -> tuple[Sentence, ...]:
    everybody = np.ones(len(staff.ids), dtype=np.bool_)
    said = [
        count(
            _("%(share)s of the %(people)s employees have a pioneer among their close colleagues.")
            % {"share": l10n.percent(near), "people": l10n.number(len(staff.ids))},
            len(staff.ids),
        )
    ]
    for at in judge(staff.graph, seeds, Rules(everybody, staff.unit), SEED, CHANCES, DRAWS[1]):
        facts = {"chance": l10n.percent(at.chance.p), "people": _whole(at.ours), "random": _whole(at.random), "most": _whole(at.connected)}
        text = _(
            "If a tie passes the word on once in a hundred times on average (%(chance)s), %(people)s people hear of it; %(random)s "
                "from as many people drawn by chance, %(most)s from the most connected."
        ) if at.chance.p == 0.01 else _(
            "With %(chance)s, %(people)s people; %(random)s by chance, %(most)s from the most connected."
        )  # fmt: skip
        low, high = (l10n.number(round(bound or 0)) for bound in (at.ours.low, at.ours.high))
        said.append(estimate(text % facts, n=DRAWS[1], low=low, high=high))
        if at.over_random.low is not None and at.over_random.low <= 0:
            low, high = (l10n.number(round(bound or 0)) for bound in (at.over_random.low, at.over_random.high))
            said.append(estimate(_("There, the difference with a draw cannot be told from nothing."), n=DRAWS[1], low=low, high=high))
    return tuple(said)


def _warnings(staff: Staff, seeds: Ints, names: dict[int, str]) -> tuple[str, ...]:
    """Silos and sizes: where the choice would begin inside walls, or too small to live."""
    found = []
    for place, kinds in ((staff.unit, staff.units), (staff.site, staff.sites)):
        chosen = place[seeds][place[seeds] != NO_UNIT]
        if len(kinds) > 1 and len(seeds) >= 5 and len(chosen) and np.bincount(chosen).max() > len(seeds) / 2:
            top = int(np.bincount(chosen).argmax())
            found.append(_("Silo: more than half of the chosen people are in %(unit)s.") % {"unit": names.get(int(kinds[top]), "")})
    managers = staff.manager[seeds][staff.manager[seeds] >= 0]
    if len(seeds) >= 5 and len(managers) and np.bincount(managers).max() > len(seeds) / 2:
        found.append(_("Silo: more than half of the chosen people report to the same manager."))
    if len(staff.ids) >= 50 and len(seeds) < len(staff.ids) * 0.01:
        found.append(_("Size: fewer than one person in a hundred is chosen: few colleagues will meet a pioneer."))
    return tuple(found)


def _whole(figure: Figure) -> str:
    return l10n.number(round(figure.value or 0))
