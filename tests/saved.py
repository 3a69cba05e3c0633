"""Rows of the test database, kept and put back: what many tests begin with is acted out once, then copied."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from io import BytesIO
from typing import Generic, TypeVar

from django.core.cache import cache as site_cache
from django.db import connection, transaction

from rse.lib import kept
from rse.management import tables

Scene = TypeVar("Scene")
Rows = Mapping[str, bytes]  # of each table that has any, as PostgreSQL copies them out: a row a line


class Saved(Generic[Scene]):
    """A scene that tests begin with: made when the first of them asks, put back for the others as it then was.

    The making is undone before its rows are put in, so that the first test begins like every other: nothing waits to be
    told on commit, and nothing is in a cache. A scene changes no row that it finds, for that could not be put back.
    """

    def __init__(self, make: Callable[[], Scene]) -> None:
        self._make = make
        self._kept: tuple[Scene, Rows] | None = None

    def set(self) -> Scene:
        """The scene, in the database too, as objects of the test's own."""
        if self._kept is None:
            self._kept = self._made()
        scene, rows = self._kept
        put_in(rows)
        return deepcopy(scene)

    def _made(self) -> tuple[Scene, Rows]:
        with transaction.atomic():
            before = rows_of_tables()
            scene = self._make()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            made = {name: _added(name, before.get(name, b""), rows) for name, rows in rows_of_tables().items()}
            transaction.set_rollback(True)
        site_cache.clear()
        kept.forget_all()
        return scene, {name: rows for name, rows in made.items() if rows}


def rows_of_tables() -> Rows:
    found = {}
    with connection.cursor() as cursor:
        for name, columns in _columns().items():
            rows = BytesIO()
            cursor.cursor.copy_expert(tables.copy_out(name, columns), rows)
            if rows.tell():
                found[name] = rows.getvalue()
    return found


def put_in(rows: Rows) -> None:
    """Constraints hold between tables once all are in."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, lines in rows.items():
            cursor.cursor.copy_expert(tables.copy_in(name, _columns()[name]), BytesIO(lines))


def tables_with_rows() -> list[str]:
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in _columns())
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def _added(table: str, before: bytes, after: bytes) -> bytes:
    lines, known = after.splitlines(keepends=True), set(before.splitlines(keepends=True))
    assert known <= set(lines), f"the scene changes rows of {table} that it did not make"
    return b"".join(line for line in lines if line not in known)


@cache
def _columns() -> dict[str, list[str]]:
    return {name: tables.columns(name) for name in tables.names()}
