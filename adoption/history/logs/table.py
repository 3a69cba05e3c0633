"""A log as a table: CSV with commas, semicolons or tabs, whose columns are chosen or guessed."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from adoption.history.logs.instants import Ambiguous, Dates
from adoption.history.logs.jsonl import past
from adoption.history.logs.line import UNKNOWN_VERB, VERBS, LogLine, Problem, Read, Unusable, shown, text_of
from adoption.history.logs.words import COLUMNS, VERB_OF, bare

NEEDED = ("at", "actor", "verb")
OTHERS = "*"  # in a table of verbs: every other word, and none
_MARKS = (",", ";", "\t")
_HEAD = 1 << 16
MANY = 1_000


@dataclass(frozen=True)
class Table:
    """How a file is a table: its encoding, the mark between its cells, its columns, and which of them each of our fields is read from."""

    encoding: str
    mark: str
    columns: tuple[str, ...]
    mapping: Mapping[str, tuple[int, ...]]
    skipped: int  # lines before the first row

    def column(self, field: str) -> str:
        """The names of the columns of a field, for a person."""
        return " + ".join(shown(self.columns[i]) for i in self.mapping.get(field, ()))


def chosen(texts: list[str], fields: tuple[str, ...], option: str) -> dict[str, str]:
    """`at=Date,actor=User` as a table; a comma counts only before another field. `fields` empty: any name may stand on the left."""
    left = "|".join(map(re.escape, fields)) or "[^=,]+"
    found: dict[str, str] = {}
    for text in texts:
        for part in re.split(rf",(?=\s*(?:{left})\s*=)", text):
            name, mark, value = part.partition("=")
            if not mark or (fields and name.strip() not in fields):
                known = f"; its fields are {', '.join(fields)}" if fields else ""
                raise Unusable(f"{option} is written name=value,name=value{known}: {{}} is not", part)
            found[name.strip()] = value.strip()
    return found


def verbs_of(texts: list[str]) -> dict[str, str]:
    """The table of verbs: the usual words, and those given as `message=post,like=reaction`."""
    given = chosen(texts, (), "--verbs")
    for word, verb in given.items():
        if verb not in VERBS:
            raise Unusable(f"--verbs: {{}} stands for {{}}, which is no verb; verbs are {', '.join(sorted(VERBS))}", word, verb)
    return VERB_OF | {word if word == OTHERS else bare(word) or word: verb for word, verb in given.items()}


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 unless more lines with accents are something else than are UTF-8: then cp1252, the one of Windows in Western Europe."""
    head = file.read(4)
    file.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    good = bad = 0
    for raw in file:
        if not raw.isascii():
            try:
                raw.decode()
                good += 1
            except UnicodeDecodeError:
                bad += 1
    file.seek(0)
    if bad and bad >= good:
        return "cp1252"
    return "utf-8-sig" if head.startswith(b"\xef\xbb\xbf") else "utf-8"


def look(file: BinaryIO, name: str, mapping: dict[str, str], *, verb_needed: bool = True) -> Table:
    """The table that a file is. Raises Unusable when a needed column is neither given nor found."""
    encoding = encoding_of(file)
    text = _text(file, encoding)
    header, skipped, mark = "", 0, ""
    while not header.strip("\ufeff \r\n") and (header := text.readline(_HEAD)):
        skipped += 1
        if said := re.fullmatch(r"\ufeff?sep=(.)\s*", header):
            header, mark = "", said[1]
    text.detach()
    file.seek(0)
    cells = {one: _cells(header, one) for one in ((mark,) if mark else _MARKS)}
    mark = max(cells, key=lambda one: len(cells[one]))
    columns = tuple(cell.strip().lstrip("\ufeff") for cell in cells[mark])
    if not any(columns):
        raise Unusable(f"{name} is empty")
    found = _mapped(columns, mapping, name)
    if missing := [field for field in NEEDED if field not in found and (field != "verb" or verb_needed)]:
        listed = ", ".join(shown(column) for column in columns[:30])
        hint = ', or say what every line is: --verbs "*=post"' if missing == ["verb"] else ""
        raise Unusable(f"{name}: no column for {' and '.join(missing)} among {listed}; choose with --map {missing[0]}=COLUMN{hint}")
    return Table(encoding, mark, columns, found, skipped)


def _cells(header: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=mark), [])
    except csv.Error:
        return []


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    wrong = "replace" if encoding in ("cp1252", "utf-16") else "surrogateescape"
    return io.TextIOWrapper(file, encoding=encoding, errors=wrong, newline="")


def _mapped(columns: tuple[str, ...], given: dict[str, str], name: str) -> dict[str, tuple[int, ...]]:
    found = {field: _columns_named(text, columns, field, name) for field, text in given.items() if text}
    taken = {i for positions in found.values() for i in positions}
    bared = [bare(column) for column in columns]
    for field, words in COLUMNS.items():
        if field in given:
            continue
        free = [bared.index(word) for word in words if word in bared and bared.index(word) not in taken]
        if free:
            found[field] = (free[0],)
            taken.add(free[0])
    return found


def _columns_named(text: str, columns: tuple[str, ...], field: str, name: str) -> tuple[int, ...]:
    """The column of that name; a date may be in several, `Day+Hour`."""
    names = [text] if field != "at" or _position(text, columns) is not None else text.split("+")
    positions = [_position(one, columns) for one in names]
    if None in positions:
        listed = ", ".join(shown(column) for column in columns[:30])
        raise Unusable(f"{name}: --map {field}: no column is called {{}}; columns are {listed}", names[positions.index(None)])
    return tuple(position for position in positions if position is not None)


def _position(text: str, columns: tuple[str, ...]) -> int | None:
    """A column by its exact name, else by the only one that is the same but for case, accents and marks."""
    if text in columns:
        return columns.index(text)
    near = [i for i, column in enumerate(columns) if bare(column) == bare(text) and bare(text)]
    return near[0] if len(near) == 1 else None


class TableReader:
    """The rows of a table as events or problems."""

    def __init__(self, file: BinaryIO, table: Table, *, name: str, verbs: Mapping[str, str], order: str, zone: ZoneInfo, now: datetime):
        self.file, self.table, self.name, self.verbs, self.now = file, table, name, verbs, now
        self.dates = Dates(zone, order)
        self.words: Counter[tuple[str, str]] = Counter()  # (word of the log, verb it was read as)
        self.known: dict[str, str | None] = {}

    def __iter__(self) -> Iterator[Read]:
        text = _text(self.file, self.table.encoding)
        try:
            yield from self._rows(text)
        finally:
            text.detach()  # the file is not ours to close

    def _rows(self, text: io.TextIOWrapper) -> Iterator[Read]:
        for _ in range(self.table.skipped):
            text.readline()
        rows = csv.reader(text, delimiter=self.table.mark)
        while True:
            line = rows.line_num + 1 + self.table.skipped
            try:
                row = next(rows)
                if any(row):
                    yield self._line(line, row)
            except StopIteration:
                return
            except csv.Error:
                yield Problem(self.name, line, "not CSV: a quotation mark that is never closed, or a cell without end")
            except Ambiguous as problem:
                raise Unusable(f"{self.name}, line {line}: {problem.reason}", *problem.values) from None
            except Unusable as problem:
                yield Problem(self.name, line, problem.reason, problem.values)

    def _line(self, number: int, row: list[str]) -> LogLine:
        mapping = self.table.mapping

        def cell(field: str) -> str:
            positions = mapping.get(field, ())
            if len(positions) == 1:
                return row[positions[0]].strip() if positions[0] < len(row) else ""
            return " ".join(row[i].strip() for i in positions if i < len(row)).strip()

        word = cell("verb")
        verb = self._verb(word)
        if verb is None:
            raise Unusable(UNKNOWN_VERB, word) if word else Unusable("no verb")
        actor = text_of(cell("actor"), "actor")
        if not actor:
            raise Unusable("no actor")
        at = past(self.dates.read(cell("at")), self.now)
        texts = [text_of(cell(name), name) for name in ("community", "object", "root", "target", "via")]
        if verb == "post" and texts[2] not in ("", texts[1]):
            verb = "comment"
        if word in self.known:
            self.words[word, verb] += 1
        return LogLine(number, at, actor, verb, *texts)

    def _verb(self, word: str) -> str | None:
        if word not in self.known:
            found = self.verbs.get(bare(word) or word) or self.verbs.get(OTHERS)
            if len(self.known) >= MANY:  # not a column of verbs: nothing is to be remembered of it
                return found
            self.known[word] = found
        return self.known[word]
