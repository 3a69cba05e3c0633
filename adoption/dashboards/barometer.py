"""The barometer's results: what holds people back, crossed with how far they have come, and the remedy that each crossing calls for.

Only closed waves are read. Cells of 1 to 4 people are hidden, and what would give them back by subtraction; shares of fewer than 50 are
rounded to 5 points; a wave whose number of answers is 1 to 4 apart from one shown before is not shown, nor is such a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.charts import Bar, Bars, Chart
from adoption.dashboards.pages import asked
from adoption.dashboards.words import share_text
from adoption.history.clock import public_holidays
from adoption.metrics.series import load_series
from adoption.models import NETWORK, BarometerCell, BarometerWave, Help, Hold, Position
from adoption.science.figures import Bools, Ints
from adoption.science.privacy import SMALL, K, publishable, suppress_list, suppress_table
from rse.lib import l10n
from rse.lib.fold import fold
from rse.lib.sentences import count
from rse.people.models import Unit

HIDDEN_CELL = "···"

REMEDIES: dict[str, Promise] = {
    Hold.NEED: gettext_lazy(
        "Show them one solved question close to their job: an invitation attached to that thread says more than a campaign."
    ),
    Hold.TIME: gettext_lazy("Have their managers say, in figures, how much time it may take; begin with one thread a week."),
    Hold.EXPOSURE: gettext_lazy("Begin in a small closed group, with a no-blame charter; open it when its members wish."),
    Hold.MANAGER: gettext_lazy("Give their managers the guide, and one problem of their own team that was solved here."),
    Hold.NOTHING_TO_SAY: gettext_lazy("Put a question to them: people answer before they write."),
    Hold.NOTHING: gettext_lazy("Nothing holds them back: answer them, and name them pioneers if they wish."),
}


@dataclass(frozen=True)
class Crossing:
    """One position: its share of each hold in words, hidden ones as ···, and the remedy of what holds it back most."""

    name: str
    people: str
    cells: tuple[str, ...]
    remedy: str


@dataclass(frozen=True)
class UnitLine:
    name: str
    people: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class WaveResult:
    """A closed wave; `refusal` says why nothing of it is shown."""

    opened_on: date
    closed_on: date
    answers: str
    refusal: str
    chart: Chart | None
    helps: Chart | None
    holds: tuple[str, ...]
    crossings: tuple[Crossing, ...]
    units: tuple[UnitLine, ...]


@dataclass(frozen=True)
class ResultsPage:
    """Template: waves, newest first · `open_since`, where one is open · `not_reached` people who never came, None where unknown."""

    waves: tuple[WaveResult, ...]
    open_since: date | None
    not_reached: str


def results_page(*, at: datetime) -> ResultsPage:
    waves = list(BarometerWave.objects.order_by("id"))
    closed = [wave for wave in waves if wave.closed_on is not None]
    shown: list[int] = []  # numbers of answers shown so far
    unit_shown: dict[int, list[int]] = {}
    results = [_result(wave, shown, unit_shown) for wave in closed]
    opened = next((wave.opened_on for wave in waves if wave.closed_on is None), None)
    return ResultsPage(tuple(reversed(results)), opened, _not_reached(at))


def _result(wave: BarometerWave, shown: list[int], unit_shown: dict[int, list[int]]) -> WaveResult:
    assert wave.closed_on is not None
    rows = list(BarometerCell.objects.filter(wave=wave).values_list("unit_id", "position", "hold", "help", "count"))
    table = np.zeros((len(Position), len(Hold)), dtype=np.int64)
    helps = np.zeros(len(Help), dtype=np.int64)
    units: dict[int, Ints] = {}
    for unit, position, hold, help_, n in rows:
        at = Hold.values.index(hold)
        if unit:
            units.setdefault(unit, np.zeros(len(Hold), dtype=np.int64))[at] += n
        else:
            table[Position.values.index(position), at] += n
            helps[Help.values.index(help_)] += n
    total = int(table.sum())
    refusal = _refusal(total, shown)
    holds = tuple(str(hold.label) for hold in Hold)
    if refusal:
        return WaveResult(wave.opened_on, wave.closed_on, "", refusal, None, None, holds, (), ())
    shown.append(total)
    return WaveResult(
        wave.opened_on, wave.closed_on, l10n.number(total), "",
        _chart("holds", _finding(table), [str(h.label) for h in Hold], table.sum(axis=0), suppress_table(table).hidden[-1, :-1]),
        _chart("helps", _("What would help most"), [str(h.label) for h in Help], helps, suppress_list(helps).hidden[:-1]),
        holds, _crossings(table),
        _units(units, table.sum(axis=0), unit_shown),
    )  # fmt: skip


def _refusal(total: int, shown: Sequence[int]) -> str:
    if total < K:
        return _("Fewer than %(k)s people answered: nothing is shown.") % {"k": K}
    if not all(publishable(before, total) for before in shown):
        return _(
            "Almost as many people answered as in an earlier wave, to within %(k)s: both together could tell of a few. Nothing is shown."
        ) % {"k": K}
    return ""


def _finding(table: Ints) -> str:
    totals = table.sum(axis=0)
    hidden = suppress_table(table).hidden[-1, :-1]
    holding = [i for i, hold in enumerate(Hold) if hold != Hold.NOTHING and not hidden[i]]
    most = max(holding, key=lambda i: int(totals[i]), default=None)
    if most is None or not totals[most]:
        return _("What holds people back")
    facts = {"hold": str(list(Hold)[most].label), "share": share_text(float(totals[most] / totals.sum()), int(totals.sum()))}
    return _("“%(hold)s”: %(share)s of the answers") % facts


def _chart(key: str, title: str, names: Sequence[str], counts: Ints, hidden: Bools) -> Chart:
    total = int(counts.sum())
    bars = [
        Bar(name, None if gone else _drawn(int(n), total), "" if gone else share_text(n / total, total))
        for name, n, gone in zip(names, counts.tolist(), hidden.tolist(), strict=True)
    ]
    sentence = count(_("One answer each, given without a name; shares of those who answered, who are not all people."), n=total)
    return Chart(
        f"barometer-{key}",
        title,
        sentence,
        Bars(bars, unit="share", masked=_("fewer than 5 people, or hidden against subtraction")),
        half=True,
    )


def _drawn(n: int, total: int) -> float:
    """A bar as long as its text says."""
    return n / total if total >= SMALL else min(max(round(n / total / 0.05) * 0.05, 0.05 if n else 0.0), 0.95)


def _crossings(table: Ints) -> tuple[Crossing, ...]:
    hidden = suppress_table(table).hidden
    found = []
    for i, position in enumerate(Position):
        people, row, gone = int(table[i].sum()), table[i], hidden[i, :-1]
        if hidden[i, -1] or people < K:
            found.append(Crossing(str(position.label), HIDDEN_CELL if people else l10n.number(0), (HIDDEN_CELL,) * len(row), ""))
            continue
        cells = tuple(HIDDEN_CELL if out else share_text(n / people, people) for n, out in zip(row.tolist(), gone.tolist(), strict=True))
        found.append(Crossing(str(position.label), l10n.number(people), cells, _remedy(row, gone.tolist())))
    return tuple(found)


def _remedy(row: Ints, gone: Sequence[bool]) -> str:
    """Of what holds most of them back, where that may be told."""
    seen = [(int(row[i]), hold) for i, hold in enumerate(Hold) if not gone[i] and row[i]]
    return str(REMEDIES[max(seen, key=lambda each: each[0])[1]]) if seen else ""


def _units(units: dict[int, Ints], everyone: Ints, shown: dict[int, list[int]]) -> tuple[UnitLine, ...]:
    """Units of ten people or more of whom five answered, beside all the others put together."""
    enough = {id_: row for id_, row in units.items() if row.sum() >= K and all(publishable(n, int(row.sum())) for n in shown.get(id_, ()))}
    if not enough:
        return ()
    ids = sorted(enough)
    rest = np.maximum(everyone - np.sum([enough[id_] for id_ in ids], axis=0), 0)
    hidden = suppress_table(np.stack([*(enough[id_] for id_ in ids), rest])).hidden
    names = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    lines = []
    for i, id_ in enumerate(ids):
        row, people = enough[id_], int(enough[id_].sum())
        if hidden[i, -1] or id_ not in names:
            continue
        shown.setdefault(id_, []).append(people)
        cells = tuple(
            HIDDEN_CELL if out else share_text(n / people, people) for n, out in zip(row.tolist(), hidden[i, :-1].tolist(), strict=True)
        )
        lines.append(UnitLine(names[id_], l10n.number(people), cells))
    return tuple(sorted(lines, key=lambda line: fold(line.name)))


def _not_reached(at: datetime) -> str:
    """People of the target who never came, from the figures: they answer no question asked here."""
    series = load_series(public_holidays(), [NETWORK]).get(NETWORK)
    own = series.upto(asked(at)) if series is not None else None
    if own is None or not len(own):
        return ""
    missing = own.last("target") - own.last("ever_visited")
    return l10n.number(missing) if missing >= K else ""
