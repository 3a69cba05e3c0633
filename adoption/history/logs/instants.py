"""Dates as foreign logs write them, read as instants in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from adoption.history.logs.line import Unusable

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECONDS = 10**11  # seconds would be of the year 5138
ORDERS = ("auto", "dmy", "mdy")
_CLOCK = r"(?:[ T,]+(?:à +)?(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?([ap])\.?m\.?)?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})" + _CLOCK, re.IGNORECASE | re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})" + _CLOCK, re.IGNORECASE | re.ASCII)
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:\d{6})?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,17}(?:[.,]\d{1,9})?", re.ASCII)


def instant_of(value: object, zone: ZoneInfo) -> datetime:
    """An ISO 8601 text, or seconds or milliseconds since 1970; without an offset it is of `zone`."""
    if value is None or value == "":
        raise Unusable("no date (at)")
    try:
        if isinstance(value, str):
            return _checked(datetime.fromisoformat(value.strip()), zone)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _checked(_since_1970(value), zone)
    except (ValueError, OverflowError, OSError) as error:
        if isinstance(error, Unusable):
            raise
    raise Unusable("not a date: {}", value if isinstance(value, str | float | int) else str(type(value).__name__))


def _since_1970(number: float) -> datetime:
    return datetime.fromtimestamp(number / 1000 if abs(number) >= MILLISECONDS else number, UTC)


def _checked(at: datetime, zone: ZoneInfo) -> datetime:
    at = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    if at < EARLIEST:
        raise Unusable("date before 1970: {}", at.isoformat())
    return at


def day_of(text: str, zone: ZoneInfo) -> datetime | None:
    """A day or an instant, as ISO 8601; a day begins at midnight in `zone`."""
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), tzinfo=zone).astimezone(UTC)
    except ValueError:
        return instant_of(text, zone)


class Dates:
    """The dates of a table: ISO 8601, numbers since 1970, or days, months and years in the order that is told or shows itself.

    With `auto` days come first, as in French, until a date can only be of months first: then nothing can be trusted, and
    `Ambiguous` is raised, before anything has been written.
    """

    def __init__(self, zone: ZoneInfo, order: str = "auto") -> None:
        self.zone, self.order = zone, order
        self.met = False  # a date of either order
        self.proven = False  # one that can only be of days first

    def read(self, text: str) -> datetime:
        if found := _DAY_FIRST.fullmatch(text):
            return self._ordered(text, found)
        if found := _YEAR_FIRST.fullmatch(text):
            year, month, day, *clock = found.groups()
            return self._made(text, year, month, day, clock)
        if _COMPACT.fullmatch(text):
            return instant_of(f"{text[:8]}T{text[8:]}" if len(text) > 8 else text, self.zone)
        if _NUMBER.fullmatch(text):
            return instant_of(float(text.replace(",", ".")) if not text.isdigit() else int(text), self.zone)
        return instant_of(text, self.zone)

    def _ordered(self, text: str, found: re.Match[str]) -> datetime:
        first, _, second, year, *clock = found.groups()
        self.met = True
        if self.order == "mdy":
            return self._made(text, year, first, second, clock)
        if self.order == "auto" and int(second) > 12 and int(first) <= 12:
            raise Ambiguous(text)
        self.proven = self.proven or int(first) > 12
        return self._made(text, year, second, first, clock)

    def _made(self, text: str, year: str, month: str, day: str, clock: list[str | None]) -> datetime:
        hour, minute, second, half = clock
        try:
            hours = int(hour or 0)
            if half and not 1 <= hours <= 12:
                raise ValueError
            hours = hours % 12 + (12 if half in ("p", "P") else 0) if half else hours
            return _checked(datetime(int(year), int(month), int(day), hours, int(minute or 0), int(second or 0)), self.zone)  # noqa: DTZ001
        except (ValueError, OverflowError) as error:
            if isinstance(error, Unusable):
                raise
            raise Unusable("not a date: {}", text) from None


class Ambiguous(Unusable):
    """Dates that contradict the order they are read in."""

    def __init__(self, text: str) -> None:
        super().__init__("{} has its month first, or is none: say how dates are written, with --dates dmy or --dates mdy", text)
