"""Rows written by COPY, and the words in them."""

import io
import random
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

WORDS = [
    "réglage", "vanne", "presse", "contr", "le", "palette", "audit", "client", "délai", "série", "moule", "graissage",
    "sécurité", "essai", "cote", "fournisseur", "réunion", "planning", "atelier", "capteur", "tension", "débit", "filtre",
    "joint", "pompe", "serrage", "couple", "nuance",
]  # fmt: skip


def sentence(draw: random.Random, words: int) -> str:
    return " ".join(draw.choices(WORDS, k=words)).capitalize() + "."


def planted(n: int, of: int) -> str:
    """Words to look for: one in 18 posts, one in four of a thousand, one in ten of a thousand."""
    words = [" Zéphyr." if n % max(1, of // 18) == 0 else "", " Girouette." if n % 250 == 1 else "", " Lignage." if n % 100 == 2 else ""]
    return "".join(words)


def copy(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    buffer = io.StringIO()
    with connection.cursor() as cursor:
        for number, row in enumerate(rows, 1):
            buffer.write("\t".join(_cell(value) for value in row) + "\n")
            if number % 50_000 == 0:
                _flush(cursor, table, columns, buffer)
        _flush(cursor, table, columns, buffer)


def _flush(cursor: Any, table: str, columns: str, buffer: io.StringIO) -> None:
    buffer.seek(0)
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", buffer)
    buffer.seek(0)
    buffer.truncate()


def _cell(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.isoformat() if isinstance(value, datetime) else str(value)
