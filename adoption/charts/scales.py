"""From values to pixels: axes that begin at zero, round ticks, weeks and months in words, numbers in their unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from adoption.charts.text import measure
from rse.lib import l10n

Unit: TypeAlias = Literal["count", "share", "number", "points"]  # people; 0..1 as a percentage; any; difference of shares, in points


@dataclass(frozen=True)
class Axis:
    """Values low..high on the pixels start..end; what lies beyond is drawn at the edge."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...] = ()

    def at(self, value: float) -> float:
        kept = min(max(value, self.low), self.high)
        return round(self.start + (self.end - self.start) * (kept - self.low) / (self.high - self.low), 1)


def finite(value: float | None) -> float | None:
    """The value, or None for what is masked, not a number or infinite."""
    return value if value is not None and math.isfinite(value) else None


def extent(values: Iterable[float | None]) -> tuple[float, float]:
    """Least and greatest, zero included."""
    known = [value for value in values if value is not None]
    return min([0.0, *known]), max([0.0, *known])


def axis(bounds: tuple[float, float], pixels: tuple[float, float], unit: Unit, most: int = 5) -> Axis:
    """An axis over `bounds` that ends on round ticks, about `most` of them; counts and shares have no finer tick than 1 and 1 %."""
    low, high = bounds
    finest = {"count": 1.0, "share": 0.01, "number": 0.0, "points": 0.01}[unit]
    if high - low < 1e-9:
        high = low + (1.0 if unit in ("count", "number") else 0.1)
    step = max(_round_step((high - low) / most), finest)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(i * step, 10) for i in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], *pixels, ticks)


def level_axis(bounds: tuple[float, float], pixels: tuple[float, float], unit: Unit, most: int, size: float) -> Axis:
    """A horizontal axis of at most about `most` ticks, whose texts at this size stand clear of each other."""
    for wanted in range(most, 1, -1):
        found = axis(bounds, pixels, unit, wanted)
        room = abs(found.end - found.start) / max(len(found.ticks) - 1, 1)
        if room >= max(measure(write(tick, unit), size) for tick in found.ticks) + 8:
            return found
    whole = axis(bounds, pixels, unit, 1)
    return Axis(whole.low, whole.high, whole.start, whole.end, (whole.ticks[0], whole.ticks[-1]))


def write(value: float | None, unit: Unit) -> str:
    """A value in its unit, "—" where there is none."""
    if value is None or not math.isfinite(value):
        return "—"
    if unit == "share":
        return _share(round(value, 3), get_language() or "")
    if unit == "points":
        return _("%(n)s pts") % {"n": l10n.signed(round(100 * value) + 0.0)}
    if unit == "count":
        return l10n.number(round(value))
    size = abs(value)
    return l10n.number(round(value, 0 if size >= 100 else 1 if size >= 10 else 2) + 0.0)


@lru_cache(maxsize=5_000)
def _share(value: float, language: str) -> str:
    return l10n.percent(value + 0.0, decimals=0 if value == 0 or abs(value) >= 0.01 else 1)


def month_ticks(days: Sequence[date], x: Axis, size: float) -> list[tuple[float, str]]:
    """The first week of a month now and then, as (place, text), as many as stand clear of each other."""
    starts = [i for i in range(len(days)) if i == 0 or (days[i].year, days[i].month) != (days[i - 1].year, days[i - 1].month)]
    if len(starts) > 1 and starts[1] < 3:
        starts = starts[1:]  # a month that begins with its last week
    room = abs(x.end - x.start) / (measure("mmmm", size) + 20)
    every = next(n for n in (1, 2, 3, 6, 12, 24, 48, len(starts) + 1) if len(starts) / n <= max(room, 1))
    kept = starts[::every]
    placed: list[tuple[float, str]] = []
    edge = -math.inf
    for before, i in zip([None, *kept], kept, strict=False):
        text = month(days[i], year=before is None or days[before].year != days[i].year)
        half = measure(text, size) / 2
        if x.at(i) - half >= edge:
            placed.append((x.at(i), text))
            edge = x.at(i) + half + 6
    return placed


def month(day: date, *, year: bool) -> str:
    """The month in brief, with its year where it is asked for: at the start of an axis, and when it changes."""
    return _month(day.year, day.month, year, (get_language() or "fr").startswith("fr"))


@lru_cache(maxsize=1_000)
def _month(year: int, number: int, whole: bool, french: bool) -> str:
    return str(format_date(date(year, number, 1), "MMM y" if whole else "MMM", locale="fr" if french else "en_GB"))


def _round_step(rough: float) -> float:
    """The least of 1, 2 or 5 times a power of ten that is not far under `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * unit for unit in (1, 2, 5, 10) if power * unit >= rough * 0.8)
