"""How wide and transversal it is (adoption.md 4 and 5.10): figures, units by week, and who ties with whom."""

from __future__ import annotations

import numpy as np
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from adoption.charts import Chart, Heat
from adoption.charts.scales import month
from adoption.dashboards.hidden import floats, masked
from adoption.dashboards.verdict import last_day
from adoption.dashboards.words import Tile, share_text, tile
from adoption.metrics.study import Ties, Units
from adoption.science.privacy import K_UNITS
from rse.lib import l10n
from rse.lib.sentences import Sentence, count

SHOWN = 26  # weeks of the heat map


def ties_tiles(ties: Ties | None) -> tuple[Tile, ...]:
    if ties is None:
        return ()
    return (
        tile("transversality", ties.transversality.relative), tile("two_way", ties.two_way),
        tile("cross_two_way", ties.cross_two_way), tile("weakest_unit", ties.coverage.weakest),
    )  # fmt: skip


def unit_weeks(units: Units | None) -> Chart | None:
    """Share of contributors of each unit by week; None under two units."""
    if units is None or len(units.ids) < 2 or not len(units.weeks):
        return None
    kept = slice(-SHOWN, None)
    ends = [last_day(week) for week in units.weeks[kept].tolist()]
    short = ["" if i and ends[i - 1].month == end.month else month(end, year=False) for i, end in enumerate(ends)]
    order = _order(units)
    rows, names = [floats(units.share[i, kept]) for i in order], _names(units)
    title, text = _unit_finding(units)
    heat = Heat(
        _("Unit"), [names[i] for i in order], [_("week ending %(day)s") % {"day": l10n.day(end)} for end in ends], rows,
        short=short, unit="share", masked=masked(K_UNITS), note=_("Contributors of 28 days for 100 people:"),
    )  # fmt: skip
    note = _(
        "Units of %(k)s people or more; smaller ones are together. In order of today’s share, to see where help is needed, not to rank."
    )
    return Chart("units", title, text, heat, note % {"k": K_UNITS})


def unit_ties(units: Units | None) -> Chart | None:
    """Pairs of people who dealt with each other over 26 weeks, by their units: the largest ones, first in the study."""
    if units is None or len(units.matrix) < 2:
        return None
    order, names = [i for i in _order(units) if i < len(units.matrix)], _names(units)
    rows = [floats(units.matrix[i][order].astype(np.float64), (units.matrix_hidden[i] | (units.matrix[i] < 0))[order]) for i in order]
    named = [names[i] for i in order]
    inside, across = _inside_across(units)
    facts = {"across": l10n.number(across), "all": l10n.number(inside + across)}
    return Chart(
        "unit-ties", _("Who deals with whom, across units"),
        count(_("Of the %(all)s pairs that can be shown, %(across)s cross a wall between units.") % facts, n=inside + across),
        Heat(_("Unit"), named, named, rows, masked=masked(K_UNITS), note=_("Pairs of people:")),
        _("A pair: two people with at least one reply, reaction or mention in 26 weeks. On the diagonal, pairs inside a unit."),
    )  # fmt: skip


def _names(units: Units) -> list[str]:
    return [name or _("Smaller units together") for name in units.names]


def _order(units: Units) -> list[int]:
    """Units by their share of today, the hidden ones last."""
    share = np.where(units.hidden, -1.0, units.share[:, -1] if units.share.size else 0.0)
    return [int(i) for i in np.argsort(-np.nan_to_num(share, nan=-1.0), kind="stable")]


def _unit_finding(units: Units) -> tuple[str, Sentence]:
    share = units.share[:, -1]
    shown = np.flatnonzero(~units.hidden & np.isfinite(share))
    if len(shown) < 2:
        return _("Too few units are large enough to be shown"), count(_("Figures rest on ten people at least in each unit."))
    weakest, strongest = int(shown[np.argmin(share[shown])]), int(shown[np.argmax(share[shown])])
    names = _names(units)
    facts = {
        "weak": names[weakest], "strong": names[strongest], "low": share_text(float(share[weakest]), int(units.eligible[weakest])),
        "high": share_text(float(share[strongest]), int(units.eligible[strongest])),
    }  # fmt: skip
    title = capfirst(_("%(low)s contribute in the unit %(weak)s, %(high)s in the unit %(strong)s") % facts)
    text = _("Share of the people of each unit who contributed over 28 days, week after week.")
    return title, count(text, n=int(units.eligible[shown].sum()))


def _inside_across(units: Units) -> tuple[int, int]:
    open_ = np.where(units.matrix_hidden | (units.matrix < 0), 0, units.matrix)
    inside = int(np.trace(open_))
    return inside, int(np.triu(open_, 1).sum())
