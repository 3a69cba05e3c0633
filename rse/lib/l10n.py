"""Numbers, dates and hours as each language writes them: "1 204" and "9 h 30", "1,204" and "9:30"."""

from datetime import date, datetime, tzinfo
from functools import lru_cache

from babel.dates import format_date, get_timezone_location
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language

NARROW_SPACE = "\u202f"
MINUS = "\u2212"


def number(value: float, *, decimals: int | None = None) -> str:
    """`value` with its thousands apart; exactly `decimals` digits after the mark when given, else at most three."""
    return _number(value, decimals, _locale())


@lru_cache(maxsize=5_000)
def _number(value: float, decimals: int | None, locale: str) -> str:
    pattern = None if decimals is None else "#,##0." + "0" * decimals if decimals else "#,##0"
    return _typeset(format_decimal(value, format=pattern, locale=locale))


def percent(share: float, *, decimals: int = 0) -> str:
    """The share 0.62 as "62 %" or "62%"."""
    return _percent(share, decimals, _locale())


@lru_cache(maxsize=5_000)
def _percent(share: float, decimals: int, locale: str) -> str:
    space = NARROW_SPACE if locale == "fr" else ""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + f"{space}%"
    return _typeset(format_percent(share, format=pattern, locale=locale))


def weight(size: int) -> str:
    """Bytes as "380 octets", "12 Ko", "1,4 Mo"; "380 bytes", "12 kB", "1.4 MB"."""
    units = ("octets", "Ko", "Mo", "Go") if _locale() == "fr" else ("bytes", "kB", "MB", "GB")
    value, step = float(size), 0
    while value >= 999.5 and step < len(units) - 1:
        value, step = value / 1000, step + 1
    return f"{number(value, decimals=1 if step > 1 and value < 100 else 0)}\u00a0{units[step]}"


def signed(value: float, *, decimals: int = 0) -> str:
    """`value` with its sign always written."""
    text = number(value, decimals=decimals)
    return f"+{text}" if value > 0 else text


def day(value: date, *, year: bool = True) -> str:
    """12 mars 2027, 1er mars 2027, 12 March 2027; without the year when not `year`."""
    locale = _locale()
    first = "'1er'" if locale == "fr" and value.day == 1 else "d"
    return _day(value.year, value.month, value.day, f"{first} MMMM y" if year else f"{first} MMMM", locale)


@lru_cache(maxsize=5_000)
def _day(year: int, month: int, day: int, pattern: str, locale: str) -> str:
    return format_date(date(year, month, day), pattern, locale=locale)


def hour(value: datetime, zone: tzinfo | None = None) -> str:
    """9 h 30, 9 h, 9:30, in the current time zone unless another is given."""
    local = timezone.localtime(value, zone)
    if _locale() != "fr":
        return f"{local.hour}:{local.minute:02d}"
    minutes = f"\u00a0{local.minute:02d}" if local.minute else ""
    return f"{local.hour}\u00a0h{minutes}"


def moment(value: datetime, zone: tzinfo | None = None) -> str:
    """The day and the hour: 12 mars 2027, 9 h 30."""
    return f"{day(timezone.localtime(value, zone))}, {hour(value, zone)}"


def appointment(value: datetime, zone: tzinfo | None = None) -> str:
    """A moment to come, with its day of the week and where its hour counts: mardi 1er décembre 2026 à 9 h, heure de Paris."""
    local = timezone.localtime(value, zone)
    weekday = format_date(local.date(), "EEEE", locale=_locale())
    at = "à" if _locale() == "fr" else "at"
    return f"{weekday} {day(local)} {at} {hour(value, zone)}, {zone_name(local.tzinfo)}"


def zone_name(zone: tzinfo | None = None) -> str:
    """Where an hour counts: heure de Paris, heure d’Athènes, Paris time; the current time zone unless another is given."""
    key = str(zone or timezone.get_current_timezone())
    city = get_timezone_location(key, locale=_locale(), return_city=True) if "/" in key else key
    if _locale() != "fr":
        return f"{city} time"
    return f"heure d’{city}" if city[:1] in "AEIOUYÉÎ" else f"heure de {city}"


def _locale() -> str:
    return "fr" if (get_language() or "fr").startswith("fr") else "en_GB"


def _typeset(text: str) -> str:
    return text.replace("-", MINUS).replace("\u00a0", NARROW_SPACE)
