"""A staff list as it was given, CSV or XLSX in any usual encoding, made into rows of plain text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from rse.lib.refusal import Refused
from rse.lib.text import one_line

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
_UNPACKED = 400_000_000  # bytes of a workbook once opened
_DELIMITERS = (";", ",", "\t", "|")
_FORMULA = "=+-@\t\r"  # what a spreadsheet would compute when it opens the cell again


@dataclass(frozen=True)
class Row:
    """One line of the file, counted as its reader counts them, the header being the first. `formulas`: columns that held one."""

    line: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()

    def cell(self, column: int | None) -> str:
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """`encoding` as it was guessed; "xlsx" for a workbook."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str


def read_table(content: bytes, *, name: str) -> Table:
    """The first sheet of a workbook, or the text of a CSV. Raises Refused on what is neither, or too large."""
    if not content.strip():
        raise Refused(_("This file is empty."), field="file")
    if len(content) > MOST_BYTES:
        raise Refused(_("This file is too large: 20 MB at most."), field="file")
    if content[:4] == b"PK\x03\x04":
        return _table(_sheet(content), "xlsx")
    if name.lower().endswith((".xls", ".ods", ".numbers", ".pdf")):
        raise Refused(_("This kind of file is not read: save it as CSV or XLSX."), field="file")
    text, encoding = decoded(content)
    return _table(_lines(text), encoding)


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the encoding guessed: by its mark, by its zeros, UTF-8 if it holds, else that of Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "utf-16"
    start = content[:4_000]
    if start.count(0) > len(start) // 4:
        little = start[1::2].count(0) >= start[::2].count(0)
        return content.decode("utf-16-le" if little else "utf-16-be", errors="replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def _lines(text: str) -> Iterator[tuple[int, list[object]]]:
    if "\x00" in text:
        raise Refused(_("This kind of file is not read: save it as CSV or XLSX."), field="file")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        before = 0
        for cells in reader:
            yield before + 1, list(cells)
            before = reader.line_num
    except csv.Error as error:
        raise Refused(_("Line %(line)s cannot be read as CSV.") % {"line": reader.line_num}, field="file") from error


def _sheet(content: bytes) -> Iterator[tuple[int, list[object]]]:
    """Formulas come as they are written, never as what they compute."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                raise Refused(_("This file is too large: 20 MB at most."), field="file")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise Refused(_("This workbook cannot be opened: save it again as XLSX, or as CSV."), field="file") from error
    for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield line, list(cells)


def _table(lines: Iterable[tuple[int, list[object]]], encoding: str) -> Table:
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for line, cells in lines:
        plain = [_text(cell) for cell in cells[:MOST_COLUMNS]]
        if not any(plain):
            continue
        if not header:
            header = tuple(_harmless(cell)[0] for cell in plain)
            continue
        if len(rows) == MOST_ROWS:
            raise Refused(_("This file has too many lines: %(limit)s at most.") % {"limit": MOST_ROWS}, field="file")
        safe = [_harmless(cell) for cell in plain]
        rows.append(Row(line, tuple(cell for cell, _was in safe), frozenset(place for place, (_cell, was) in enumerate(safe) if was)))
    if not rows:
        raise Refused(_("This file has no line under its header."), field="file")
    return Table(header, tuple(rows), encoding)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _harmless(cell: str) -> tuple[str, bool]:
    """The cell on one line without what makes it a formula, and whether it was one."""
    text = cell.strip(" ")
    kept = one_line(text.lstrip(_FORMULA))
    return kept, text[:1] in _FORMULA and text[:1] != "" and kept != "" and text[:1] not in "\t\r"
