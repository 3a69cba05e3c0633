"""The lines of a staff list as people: what each says, once what is wrong with it alone is set aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from rse.lib.fold import fit, fold
from rse.people.directory.columns import Columns
from rse.people.directory.problems import Problem
from rse.people.directory.table import Row, Table

MAX_NUMBER, MAX_EMAIL, MAX_UNIT = 40, 254, 120
GONE = {"sorti", "sortie", "parti", "partie", "inactif", "inactive", "left", "leaver", "terminated", "ancien", "oui", "yes"}
Tell = Callable[[str, str], None]
_is_email = EmailValidator()


@dataclass(frozen=True)
class Line:
    """Somebody of the list. `unit`: names from the top down; `manager`: as written, a number, an address or a name."""

    line: int
    number: str
    email: str
    first_name: str
    last_name: str
    job: str
    unit: tuple[str, ...]
    site: str
    manager: str
    language: str
    left: bool


def read_lines(table: Table, columns: Columns, *, today: date, problems: list[Problem]) -> list[Line]:
    """The lines that can be somebody, in their order; an address or a number given twice counts the first time."""
    numbers: set[str] = set()
    emails: set[str] = set()
    found = []
    for row in table.rows:

        def tell(kind: str, value: str = "", line: int = row.line) -> None:
            problems.append(Problem(line, kind, value[:80]))

        one = _line(row, columns, today, tell)
        if one is None:
            continue
        if one.number and one.number.lower() in numbers:
            tell("number_twice", one.number)
        elif one.email in emails:
            tell("email_twice", one.email)
        else:
            numbers.add(one.number.lower())
            emails.add(one.email)
            found.append(one)
    return found


def _line(row: Row, columns: Columns, today: date, tell: Tell) -> Line | None:
    cells = {name: row.cell(place) for name, place in columns.items()}
    if any(place in row.formulas for place in columns.values()):
        tell("formula", next(row.cell(place) for place in columns.values() if place in row.formulas))
    email, number = cells["email"].lower(), cells.get("number", "")
    first, last = _name(cells)
    if (wrong := _wrong(email, number, last)) is not None:
        tell(wrong, number if wrong.startswith("number") else email)
        return None
    if not number:
        tell("no_number", email)
    unit = tuple(part for name in ("department", "unit") for part in _parts(cells.get(name, "")))
    site = cells.get("site", "")
    if any(len(name) > MAX_UNIT for name in (*unit, site)):
        tell("unit_long", "")
        unit, site = tuple(name for name in unit if len(name) <= MAX_UNIT), site if len(site) <= MAX_UNIT else ""
    if not unit:
        tell("no_unit", email)
    return Line(
        line=row.line, number=number, email=email, first_name=fit(first, 80, 100), last_name=fit(last, 80, 100),
        job=cells.get("job", "")[:120], unit=_once(unit), site=site, manager=cells.get("manager", ""),
        language="en" if fold(cells.get("language", "")).startswith("en") else "fr" if cells.get("language") else "",
        left=_has_left(cells.get("left", ""), today),
    )  # fmt: skip


def _wrong(email: str, number: str, last: str) -> str | None:
    if not email:
        return "no_email"
    try:
        _is_email(email)
    except ValidationError:
        return "bad_email"
    if len(email) > MAX_EMAIL:
        return "bad_email"
    if not last:
        return "no_name"
    return "number_long" if len(number) > MAX_NUMBER else None


def _name(cells: dict[str, str]) -> tuple[str, str]:
    """First and last name; of a full name the last word, or the words in capitals, are the last name."""
    first, last, whole = cells.get("first_name", ""), cells.get("last_name", ""), cells.get("name", "")
    if last or not whole:
        return first, last
    if "," in whole:
        last, _comma, first = whole.partition(",")
        return first.strip(), last.strip()
    words = whole.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals), " ".join(capitals)
    return " ".join(words[:-1]), words[-1]


def _parts(cell: str) -> list[str]:
    """A path of units from the top down, as directories write it."""
    for mark in (" / ", " > ", " | "):
        if mark in cell:
            return [part.strip() for part in cell.split(mark) if part.strip()]
    return [cell] if cell else []


def _once(unit: tuple[str, ...]) -> tuple[str, ...]:
    """Without a name under itself: a department's own people have it in both columns."""
    return tuple(name for place, name in enumerate(unit) if not place or fold(name) != fold(unit[place - 1]))


def _has_left(cell: str, today: date) -> bool:
    """A date that has come, or a word that says so."""
    word = fold(cell)
    if word in GONE:
        return True
    for text in (word, "-".join(reversed(word.replace("/", "-").replace(".", "-").split("-")))):
        try:
            return date.fromisoformat(text) <= today
        except ValueError:
            continue
    return False
