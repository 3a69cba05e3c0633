"""The people and the communities of a foreign log, as lists in CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from adoption.history.logs.instants import day_of
from adoption.history.logs.line import MAX_TEXT, Problem, Unusable

ACCESSES = ("open", "closed", "secret")


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
            yield Problem(file, line, "id {} is already on line {}", (id_, seen[id_]))
        else:
            seen[id_] = line
            yield from _person(line, row, file, zone)


def _person(line: int, row: dict[str, str], file: str, zone: ZoneInfo) -> Iterator[ListedPerson | Problem]:
    dates: dict[str, datetime | None] = {}
    for name in ("joined", "left"):
        try:
            dates[name] = day_of(row.get(name, ""), zone)
        except Unusable as problem:
            dates[name] = None
            yield Problem(file, line, f"{name}: {problem.reason}; taken as empty", problem.values)
    joined, left = dates["joined"], dates["left"]
    if joined and left and left < joined:
        yield Problem(file, line, "left before having joined; the date of leaving is taken as empty")
        left = None
    id_, person, email, unit, manager = (row.get(name, "") for name in ("id", "name", "email", "unit", "manager"))
    yield ListedPerson(line, id_, person, email, unit, manager, joined, left, row.get("role", "").lower())


def read_communities(text: Iterable[str], *, file: str) -> Iterator[ListedCommunity | Problem]:
    """Communities of a CSV `slug,name,access,animators`; animators are ids of people apart by spaces, commas or semicolons."""
    seen: dict[str, int] = {}
    for line, row in _rows(text, file, "slug"):
        slug, access = row.get("slug", ""), row.get("access", "").lower() or "open"
        if not slug:
            yield Problem(file, line, "no slug")
        elif slug in seen:
            yield Problem(file, line, "slug {} is already on line {}", (slug, seen[slug]))
        elif access not in ACCESSES:
            yield Problem(file, line, f"unknown access {{}}: one of {', '.join(ACCESSES)}", (access,))
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
