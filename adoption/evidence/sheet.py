"""A pack as a sheet: one row for each figure and week, with its definition beside it, in the form that the language's spreadsheets open.

French: semicolons and decimal commas; English: commas and points. No cell can be taken for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from adoption.evidence.content import Content, Item

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def sheet(content: Content) -> bytes:
    """UTF-8 with its mark, which spreadsheets ask for."""
    french = content.language == "fr"
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";" if french else ",", lineterminator="\r\n")
    with override(content.language):
        writer.writerow(_head())
    for item in content.items:
        for row in _rows(item, content):
            writer.writerow([_cell(value, french=french) for value in row])
    return (BOM + output.getvalue()).encode()


def _head() -> list[str]:
    return [
        _("figure"), _("name"), _("week"), _("week ending"), _("value"), pgettext("statistics", "low"), pgettext("statistics", "high"), "n",
        _("value as shown"), _("interval as shown"), _("why there is none"), _("kind"), _("unit"), _("definition"), _("window"),
        _("threshold"), _("scope"), _("data of"),
    ]  # fmt: skip


def _rows(item: Item, content: Content) -> Iterator[list[str | float | None]]:
    """The figure of the last week as the pack shows it, then its course."""
    owed = [item.kind, item.unit, item.definition, item.window, item.threshold, content.scope, content.data_date]
    last = item.weeks[-1] if item.weeks else None
    for week in item.weeks[:-1]:
        yield [item.key, item.name, week.week, week.ends, week.value, week.low, week.high, week.n, "", "", "", *owed]
    numbers = [last.value, last.low, last.high, last.n] if last else [None] * 4
    named = [last.week, last.ends] if last else [content.last_week, content.last_day]
    yield [item.key, item.name, *named, *numbers, item.value, item.interval, item.reason, *owed]


def _cell(value: str | float | None, *, french: bool) -> str:
    """Numbers in the language's form; texts that a spreadsheet would run begin with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.replace("\x00", "")
        return f"'{text}" if text.lstrip(" \u00a0\u202f\ufeff").startswith(FORMULA) else text
    number = f"{round(value, 6):g}" if abs(value) < 1e6 else f"{value:.0f}"
    return number.replace(".", ",") if french else number
