"""What a line of a foreign log says, or why it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

VERBS = frozenset(
    (
        "visit", "profile_view", "search", "post", "comment", "reaction", "mention", "poll_vote", "upload",
        "join", "leave", "follow", "invite", "delete", "unreact", "unfollow", "remove",
    )
)  # fmt: skip
UNKNOWN_VERB = "unknown verb {}"
MAX_TEXT = 400
MAX_SHOWN = 80


def shown(value: object) -> str:
    """A value of the log as it can be printed anywhere: in quotes, cut, its control characters escaped."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else repr(value)[:MAX_SHOWN]


def _filled(reason: str, values: tuple[object, ...]) -> str:
    first, *rest = reason.split("{}")
    return first + "".join(shown(value) + part for value, part in zip(values, rest, strict=True))


@dataclass(frozen=True)
class Problem:
    """Something that could not be used as it stands: its file, its number from 1, and why; `{}` in the reason stand for the values."""

    file: str
    line: int
    reason: str
    values: tuple[object, ...] = ()
    unit: str = "line"

    def __str__(self) -> str:
        return f"{self.file}, {self.unit} {self.line}: {_filled(self.reason, self.values)}"


class LogLine(NamedTuple):
    """One event of a foreign log; texts are the log's own identifiers, empty when absent."""

    line: int
    at: datetime
    actor: str
    verb: str
    community: str = ""
    object: str = ""
    root: str = ""
    target: str = ""
    via: str = ""


Read: TypeAlias = LogLine | Problem


class Unusable(ValueError):
    """Why a line, or a whole file, cannot be used."""

    def __init__(self, reason: str, *values: object) -> None:
        super().__init__(_filled(reason, values))
        self.reason, self.values = reason, values


def text_of(value: object, name: str) -> str:
    """An identifier: a text or a whole number, empty when absent."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unusable(f"{name} is neither a text nor a whole number")
    try:
        text = str(value).strip()
    except ValueError:  # a number of thousands of digits
        raise Unusable(f"{name} is longer than {MAX_TEXT} characters") from None
    if len(text) > MAX_TEXT:
        raise Unusable(f"{name} is longer than {MAX_TEXT} characters")
    if "\x00" in text or (not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)):
        raise Unusable(f"{name} holds a character that is none")
    return text
