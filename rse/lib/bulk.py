"""Integers by the million between PostgreSQL and numpy, through COPY in its binary form."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Literal, TextIO

import numpy as np
import numpy.typing as npt
from django.db import connection

Kind = Literal["i2", "i4", "i8", "f8"]
Ints = npt.NDArray[np.int64]
_HEADER = b"PGCOPY\n\xff\r\n\x00" + b"\x00" * 8
_TRAILER = b"\xff\xff"


def copy_out(sql: str, columns: int) -> Ints:
    """The rows of a query whose columns are all bigint and never null, as an array of shape (rows, columns)."""
    buffer = BytesIO()
    with connection.cursor() as cursor:
        _raw(cursor).copy_expert(f"COPY ({sql}) TO STDOUT (FORMAT binary)", buffer)
    data = buffer.getbuffer()[len(_HEADER) : -len(_TRAILER)]
    rows = np.frombuffer(data, dtype=_layout(["i8"] * columns))
    if not len(rows):
        return np.zeros((0, columns), dtype=np.int64)
    return np.stack([rows[f"v{i}"].astype(np.int64) for i in range(columns)], axis=1)


def copy_in(table: str, columns: Sequence[tuple[str, Kind, npt.NDArray[Any]]]) -> int:
    """Append rows to a table, column by column: (name, width, values). Values beyond a width are cut to its largest."""
    count = len(columns[0][2])
    if not count:
        return 0
    kinds = [kind for _, kind, _ in columns]
    rows = np.zeros(count, dtype=_layout(kinds))
    rows["fields"] = len(columns)
    for i, (_, kind, values) in enumerate(columns):
        rows[f"l{i}"] = int(kind[1])
        rows[f"v{i}"] = values if kind == "f8" else np.minimum(values, np.iinfo(kind).max)
    names = ", ".join(name for name, _, _ in columns)
    with connection.cursor() as cursor:
        stream = BytesIO(_HEADER + rows.tobytes() + _TRAILER)
        _raw(cursor).copy_expert(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)", stream)
    return count


def copy_text(cursor: Any, sql: str, text: TextIO) -> None:
    """Send a text to a `COPY … FROM STDIN`."""
    with connection.wrap_database_errors:
        _raw(cursor).copy_expert(sql, text)


def _layout(kinds: Sequence[str]) -> np.dtype[np.void]:
    """One row on the wire: a count of fields, then for each its length and its value, big-endian."""
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for i, kind in enumerate(kinds):
        fields += [(f"l{i}", ">i4"), (f"v{i}", f">{kind}")]
    return np.dtype(fields)


def _raw(cursor: Any) -> Any:
    """The driver's own cursor, under the wrappers that know nothing of COPY."""
    while hasattr(cursor, "cursor"):
        cursor = cursor.cursor
    return cursor
