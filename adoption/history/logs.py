"""Foreign logs, read line by line: what a line says, or why it cannot be used. Pure: touches neither database nor clock."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeAlias
from zoneinfo import ZoneInfo

VERBS = frozenset(
    (
        "visit", "profile_view", "search", "post", "comment", "reaction", "mention", "poll_vote", "upload",
        "join", "leave", "follow", "invite", "delete", "unreact", "unfollow", "remove",
    )
)  # fmt: skip
ACCESSES = ("open", "closed", "secret")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
MAX_TEXT = 400


@dataclass(frozen=True)
class Problem:
    """A line that could not be used as it stands: its file, its number from 1, and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


@dataclass(frozen=True)
class LogLine:
    """One event of a foreign log; texts are the log's own identifiers, empty when absent."""

    line: int
    at: datetime
    actor: str
    verb: str
    community: str
    object: str
    root: str
    target: str
    via: str


@dataclass(frozen=True)
class ListedPerson:
    line: int
    id: str
    name: str
    email: str
    unit: str
    manager: str
    joined: datetime | None
    left: datetime | None
    role: str


@dataclass(frozen=True)
class ListedCommunity:
    line: int
    slug: str
    name: str
    access: str
    animators: tuple[str, ...]


Read: TypeAlias = LogLine | Problem


class Unusable(ValueError):
    """Why a line, or a whole file, cannot be used."""


def read_log(lines: Iterable[bytes], *, file: str, zone: ZoneInfo, now: datetime) -> Iterator[Read]:
    """Each line of JSON as an event or a problem; instants without an offset are of `zone`, later ones than `now` refused."""
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            yield _log_line(number, raw, zone, now)
        except Unusable as problem:
            yield Problem(file, number, str(problem))


def _log_line(number: int, raw: bytes, zone: ZoneInfo, now: datetime) -> LogLine:
    try:
        fields = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unusable("not UTF-8") from None
    except (ValueError, RecursionError):
        raise Unusable("not JSON") from None
    if not isinstance(fields, dict):
        raise Unusable("not a JSON object")
    verb, actor = _text(fields, "verb"), _text(fields, "actor")
    if not verb:
        raise Unusable("no verb")
    if verb not in VERBS:
        raise Unusable(f"unknown verb {_shown(verb)}")
    if not actor:
        raise Unusable("no actor")
    at = _instant(fields.get("at"), zone)
    if at > now:
        raise Unusable(f"date in the future: {at.isoformat()}")
    texts = (_text(fields, name) for name in ("community", "object", "root", "target", "via"))
    return LogLine(number, at, actor, verb, *texts)


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unusable(f"{name} is neither a text nor a whole number")
    text = str(value).strip()
    if len(text) > MAX_TEXT:
        raise Unusable(f"{name} is longer than {MAX_TEXT} characters")
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Unusable(f"{name} holds a character that is none")
    return text


def _instant(value: object, zone: ZoneInfo) -> datetime:
    """An ISO 8601 text, or seconds since 1970."""
    if value is None or value == "":
        raise Unusable("no date (at)")
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            at = datetime.fromtimestamp(value, UTC)
        elif isinstance(value, str):
            at = datetime.fromisoformat(value.strip())
        else:
            raise Unusable(f"not a date: {_shown(value)}")
        at = at if at.tzinfo else at.replace(tzinfo=zone)
        at = at.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise Unusable(f"not a date: {_shown(value)}") from None
    if at < EARLIEST:
        raise Unusable(f"date before 1970: {at.isoformat()}")
    return at


def _shown(value: object) -> str:
    return repr(value)[:80]


def read_people(text: Iterable[str], *, file: str, zone: ZoneInfo) -> Iterator[ListedPerson | Problem]:
    """People of a CSV `id,name,email,unit,manager,joined,left,role`; a row with a date that is none goes in without it."""
    seen: dict[str, int] = {}
    for line, row in _rows(text, file, "id"):
        id_ = row.get("id", "")
        if not id_:
            yield Problem(file, line, "no id")
        elif len(id_) > MAX_TEXT:
            yield Problem(file, line, f"id is longer than {MAX_TEXT} characters")
        elif id_ in seen:
            yield Problem(file, line, f"id {_shown(id_)} is already on line {seen[id_]}")
        else:
            seen[id_] = line
            yield from _person(line, row, file, zone)


def _person(line: int, row: dict[str, str], file: str, zone: ZoneInfo) -> Iterator[ListedPerson | Problem]:
    dates: dict[str, datetime | None] = {}
    for name in ("joined", "left"):
        try:
            dates[name] = _day(row.get(name, ""), zone)
        except Unusable as problem:
            dates[name] = None
            yield Problem(file, line, f"{name}: {problem}; taken as empty")
    joined, left = dates["joined"], dates["left"]
    if joined and left and left < joined:
        yield Problem(file, line, "left before having joined; the date of leaving is taken as empty")
        left = None
    id_, person, email, unit, manager = (row.get(name, "") for name in ("id", "name", "email", "unit", "manager"))
    yield ListedPerson(line, id_, person, email, unit, manager, joined, left, row.get("role", "").lower())


def _day(text: str, zone: ZoneInfo) -> datetime | None:
    """A day or an instant, as ISO 8601; a day begins at midnight in `zone`."""
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), tzinfo=zone).astimezone(UTC)
    except ValueError:
        return _instant(text, zone)


def read_communities(text: Iterable[str], *, file: str) -> Iterator[ListedCommunity | Problem]:
    """Communities of a CSV `slug,name,access,animators`; animators are ids of people apart by spaces, commas or semicolons."""
    seen: dict[str, int] = {}
    for line, row in _rows(text, file, "slug"):
        slug, access = row.get("slug", ""), row.get("access", "").lower() or "open"
        if not slug:
            yield Problem(file, line, "no slug")
        elif slug in seen:
            yield Problem(file, line, f"slug {_shown(slug)} is already on line {seen[slug]}")
        elif access not in ACCESSES:
            yield Problem(file, line, f"unknown access {_shown(access)}: one of {', '.join(ACCESSES)}")
        else:
            seen[slug] = line
            animators = row.get("animators", "").replace(",", " ").replace(";", " ").split()
            yield ListedCommunity(line, slug, row.get("name", "") or slug, access, tuple(animators))


def _rows(text: Iterable[str], file: str, needed: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV with a header, commas or semicolons; raises Unusable when the header lacks the needed column."""
    lines = iter(text)
    header = next(lines, "").lstrip("\ufeff")
    mark = ";" if header.count(";") > header.count(",") else ","
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=mark), [])]
    if needed not in names:
        raise Unusable(f"{file}: its first line must name the columns, and {needed!r} is not among them")
    reader = csv.reader((line.replace("\x00", "") for line in lines), delimiter=mark)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num + 1, {name: cell.strip() for name, cell in zip(names, row, strict=False)}
    except csv.Error as error:
        raise Unusable(f"{file}, line {reader.line_num + 1}: {error}") from None
