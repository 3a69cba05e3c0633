"""The four figures of a community: who takes part, how fast and how often people are answered, from how many units."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from adoption.dashboards.words import Tile, tile
from adoption.metrics.scope import ScopeFigures
from adoption.metrics.study import Study
from adoption.science.conversation import AMBER, GREEN
from adoption.science.figures import NOT_ENOUGH_WEEKS, Figure
from rse.lib import l10n


@dataclass(frozen=True)
class Headline:
    """A tile, a few words beside its value, and a note under it."""

    tile: Tile
    beside: str = ""
    note: str = ""


def headlines(figures: ScopeFigures, study: Study | None) -> tuple[Headline, ...]:
    talk, ties = (study.talk, study.ties) if study else (None, None)
    unknown = Figure.none(figures.contributors_28d.reason or NOT_ENOUGH_WEEKS)
    units = ties.diversity.effective_units if ties else unknown
    return (
        _contributors(figures),
        Headline(tile("first_reply_delay", talk.delay if talk else unknown), _("working hours") if talk and talk.delay.value else ""),
        Headline(tile("response_rate", talk.response_rate if talk else unknown), note=_band(talk.band if talk else None)),
        Headline(tile("effective_units", units), note=_("as if so many units took an equal part") if units.value is not None else ""),
    )


def _contributors(figures: ScopeFigures) -> Headline:
    rate = figures.contribution_rate
    shown = tile("contributors_28d", figures.contributors_28d)
    if rate.value is None or shown.reason:
        return Headline(shown)
    note = tile("contribution_rate", rate).interval
    return Headline(shown, _("%(share)s of members") % {"share": l10n.percent(rate.value)}, note)


def _band(band: str | None) -> str:
    """SWOOP's colours, in words."""
    facts = {"amber": l10n.percent(AMBER), "green": l10n.percent(GREEN)}
    texts = {
        "red": _("red for SWOOP: under %(amber)s"),
        "amber": _("amber for SWOOP: %(amber)s to %(green)s"),
        "green": _("green for SWOOP: %(green)s or more"),
    }
    return texts[band] % facts if band in texts else ""
