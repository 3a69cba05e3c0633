"""How wide a community is (adoption.md 5.10, 5.11, 5.19): its maturity in Lecko's words, two-way ties, and ties across units."""

from __future__ import annotations

from django.utils.translation import gettext as _

from adoption.dashboards.reasons import in_words
from adoption.dashboards.todo import silo
from adoption.dashboards.words import NOTHING, Tile, tile
from adoption.metrics.catalogue import BY_KEY
from adoption.metrics.study import Ties
from adoption.science.figures import NO_PEOPLE
from rse.lib import l10n


def maturity_tile(ties: Ties | None) -> tuple[Tile, ...]:
    if ties is None:
        return ()
    names = {"diffusion": _("Space of diffusion"), "community": _("Community"), "network": _("Network")}
    if ties.maturity is None:
        return (Tile(BY_KEY["maturity"], NOTHING, "", "", in_words(NO_PEOPLE)),)
    return (Tile(BY_KEY["maturity"], names[ties.maturity], _("word of Lecko, numbers are ours"), "", ""),)


def wide_tiles(ties: Ties | None) -> tuple[Tile, ...]:
    if ties is None:
        return ()
    return tile("two_way", ties.two_way), tile("transversality", ties.transversality.relative), tile("k50", ties.keys.k50)


def wide_note(ties: Ties | None) -> str:
    """Transversality beside what chance gives, and what that calls for."""
    found = ties.transversality if ties else None
    if found is None or found.relative.value is None or found.null_low is None or found.null_high is None:
        return ""
    facts = {name: l10n.number(value, decimals=2) for name, value in (("low", found.null_low), ("high", found.null_high))}
    chance = _("With units dealt at random among equally active people, transversality would lie between %(low)s and %(high)s.") % facts
    told = (
        _("Here it is lower: exchanges stay inside units, a sign of silos; it describes, and tells no cause.")
        if silo(found.relative.high, found.null_low)
        else _("1 would be a community without walls; no sign of silos beyond chance is seen where the two intervals meet.")
    )
    return f"{chance} {told}"
