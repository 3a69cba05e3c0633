"""Which format a log is in, and its reader."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO
from zoneinfo import ZoneInfo

from adoption.history.logs.activities import ActivityReader
from adoption.history.logs.documents import LISTS, by_item, by_line
from adoption.history.logs.jsonl import read_log
from adoption.history.logs.line import Read, Unusable, shown
from adoption.history.logs.table import OTHERS, TableReader, chosen, look, verbs_of
from adoption.history.logs.words import COLUMNS

JSONL, CSV, ACTIVITIES = "jsonl", "csv", "activitystreams"
FORMATS = (JSONL, CSV, ACTIVITIES)
TITLES = {JSONL: "JSON lines", CSV: "CSV", ACTIVITIES: "ActivityStreams 2.0"}
MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with a byte order mark", "utf-16": "UTF-16", "cp1252": "Windows-1252 (cp1252)"}
FIELDS = tuple(COLUMNS)
_HEAD = 1 << 20


@dataclass(frozen=True)
class Reading:
    """How a log is to be read: what the command's options say of it."""

    format: str = "auto"
    columns: tuple[str, ...] = ()  # each `at=Date,actor=User`
    verbs: tuple[str, ...] = ()  # each `message=post,like=reaction`
    dates: str = "auto"


@dataclass
class Log:
    """A log that is open: what was found of its form, and its events as they are read."""

    name: str
    format: str
    file: BinaryIO
    items: Iterable[Read]
    unit: str = "line"  # what the numbers of its problems count
    told: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    reader: object = None

    @property
    def nested(self) -> bool:
        """Whether what is answered may be an answer itself, so that the post of the thread is to be found."""
        return self.format != JSONL

    def __iter__(self) -> Iterator[Read]:
        return iter(self.items)

    def share(self) -> float:
        """How much of the file has been read."""
        return min(1.0, self.file.tell() / max(1, os.fstat(self.file.fileno()).st_size))

    def doubts(self) -> list[str]:
        """What could be read in two ways, once it has been read."""
        dates = self.reader.dates if isinstance(self.reader, TableReader) else None
        if dates and dates.met and not dates.proven and dates.order == "auto":
            return ["No date tells days from months: they were read with the day first; if the month comes first, give --dates mdy."]
        return []


def open_log(file: BinaryIO, *, name: str, reading: Reading, zone: ZoneInfo, now: datetime) -> Log:
    """The log that a file is, which must be seekable. Raises Unusable when it is in no format that is known, or not as told."""
    format_ = reading.format if reading.format in FORMATS else guess(file, name)
    if format_ != CSV and (reading.columns or reading.verbs or reading.dates != "auto"):
        raise Unusable(f"{name} is read as {TITLES[format_]}: --map, --verbs and --dates are for CSV; give --format csv if it is one")
    if format_ == CSV:
        return _table(file, name, reading, zone, now)
    if format_ == ACTIVITIES:
        unit = "line" if _is_by_line(file) else "item"
        items = by_line(iter(file)) if unit == "line" else by_item(file)
        reader = ActivityReader(items, name=name, unit=unit, zone=zone, now=now)
        told = ["One activity a line." if unit == "line" else "One document."]
        return Log(name, format_, file, reader, unit, told, reader.names, reader.words, reader)
    return Log(name, format_, file, read_log(file, file=name, zone=zone, now=now))


def guess(file: BinaryIO, name: str) -> str:
    """The format, by what the file begins with, else by its name."""
    suffix = PurePath(name).suffix.lower()
    if suffix in (".csv", ".tsv"):
        return CSV
    head = file.read(_HEAD)
    file.seek(0)
    mark = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if mark == b"[":
        return ACTIVITIES if _is_document(head) else JSONL
    if mark == b"{":
        for one in _objects(head):
            return JSONL if "verb" in one else ACTIVITIES if _is_activity(one) else JSONL
        return ACTIVITIES if any(word in head for word in (b"activitystreams", b'"orderedItems"', b'"items"')) else JSONL
    return JSONL if not mark or suffix in (".jsonl", ".ndjson", ".json") else CSV


def _is_document(head: bytes) -> bool:
    return b'"type"' in head or b'"@type"' in head


def _is_activity(one: dict[str, object]) -> bool:
    return bool({"type", "@type", "@context", *LISTS} & one.keys())


def _objects(head: bytes) -> Iterator[dict[str, object]]:
    """The objects that one of the first lines is, whole."""
    for line in islice((line for line in head.lstrip(b"\xef\xbb\xbf").split(b"\n") if line.strip()), 20):
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and {"actor", "verb", *LISTS} & found.keys():
            yield found


def _is_by_line(file: BinaryIO) -> bool:
    """Whether activities stand one a line: then a line that is broken spoils no other. A line of a document laid out goes on after it."""
    head = file.read(_HEAD)
    file.seek(0)
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0].rstrip()
    if first.startswith(b"[") or first.endswith((b"{", b"[", b",")):
        return False
    return any(not set(LISTS) & one.keys() for one in islice(_objects(head), 1))


def _table(file: BinaryIO, name: str, reading: Reading, zone: ZoneInfo, now: datetime) -> Log:
    verbs = verbs_of(list(reading.verbs))
    table = look(file, name, chosen(list(reading.columns), FIELDS, "--map"), verb_needed=OTHERS not in verbs)
    reader = TableReader(file, table, name=name, verbs=verbs, order=reading.dates, zone=zone, now=now)
    unused = [shown(column) for i, column in enumerate(table.columns) if all(i not in used for used in table.mapping.values())]
    told = [
        f"Encoding: {ENCODINGS[table.encoding]}; cells apart by {MARKS.get(table.mark, shown(table.mark))}.",
        "Columns: " + "; ".join(f"{one} from {table.column(one)}" for one in FIELDS if one in table.mapping) + ".",
    ]
    if unused:
        told.append(f"Columns not used: {', '.join(unused[:30])}{' …' if len(unused) > 30 else ''}.")
    return Log(name, CSV, file, reader, "line", told, words=reader.words, reader=reader)
