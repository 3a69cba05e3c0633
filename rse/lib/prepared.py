"""Prepared querysets: a rule is turned into SQL once and planned once, then asked with other values.

Building the SQL of a queryset in Python, then planning it in PostgreSQL, each cost more than finding the few rows of a
page. What every page asks is prepared: the queryset stays the one place where its rule is written, its SQL becomes a
prepared statement of the connection. Behind a pooler that lends connections by the transaction, PREPARE_STATEMENTS=no
keeps the SQL and lets PostgreSQL plan it anew each time.
"""

import itertools
import re
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, Model, Q, QuerySet
from django.db.models.query import get_related_populators

_FIRST_SENTINEL = (1 << 62) + 7_919  # no key of ours has such a value
_TEXT_SENTINEL = "\ue7f0value\ue7f0"
_NAMED = re.compile(r"%\((\w+)\)s")

Value = int | str | Sequence[int]
Row = TypeVar("Row", bound=Model)


class AnyOf(Lookup):
    """`column = ANY(array)`: one parameter however many values."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, self.rhs)


def any_of(column: str, ids: Sequence[int]) -> Q:
    return Q(AnyOf(F(column), list(ids)))


class Statement:
    """SQL with places named `%(like_this)s`, prepared on each connection when it is first asked there."""

    _numbers = itertools.count(1)

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self._name = f"maillage_{next(self._numbers)}"
        self._places = list(dict.fromkeys(_NAMED.findall(sql)))
        self._call = f"EXECUTE {self._name} ({', '.join(['%s'] * len(self._places))})" if self._places else f"EXECUTE {self._name}"

    def rows(self, **values: Value) -> list[tuple[Any, ...]]:
        database = connections[DEFAULT_DB_ALIAS]  # looked up once: `connection` finds its thread's at each name
        with database.cursor() as cursor:
            if settings.PREPARE_STATEMENTS:
                self._prepare(database, values)
                cursor.execute(self._call, [_sent(values[place]) for place in self._places])
            else:
                cursor.execute(self.sql, {name: _sent(value) for name, value in values.items()})
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _prepare(self, database: BaseDatabaseWrapper, values: dict[str, Value]) -> None:
        raw = database.connection
        known = _known.setdefault(raw, set())
        if self._name in known:
            return
        types = ", ".join(_type(values[place]) for place in self._places)
        numbers = {place: f"${number}" for number, place in enumerate(self._places, 1)}
        text = _NAMED.sub(lambda place: numbers[place[1]], self.sql).replace("%%", "%")
        with database.wrap_database_errors, raw.cursor() as cursor:
            cursor.execute(f"PREPARE {self._name}{f' ({types})' if types else ''} AS {text}")
        known.add(self._name)


_known: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()  # connection of psycopg2 -> names of statements it has


def _type(value: Value) -> str:
    return "bigint" if isinstance(value, int) else "text" if isinstance(value, str) else "bigint[]"


def _sent(value: Value) -> int | str | list[int]:
    return value if isinstance(value, (int, str)) else list(value)


@dataclass
class _Made:
    """A queryset turned into SQL: what it asks, and how Django reads what comes back."""

    statement: Statement
    compiler: Any
    converters: dict[int, Any] = field(default_factory=dict)

    def rows(self, values: dict[str, Value]) -> Iterable[Sequence[Any]]:
        rows: Iterable[Sequence[Any]] = self.statement.rows(**values)
        return self.compiler.apply_converters(rows, self.converters) if self.converters else rows


class _Querysets:
    """What both forms share: the SQL of `build(*statics, **values)`, made once for each set of statics."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: dict[tuple[Hashable, ...], _Made] = {}
        self._lock = threading.Lock()

    def sql(self, *statics: Hashable, **values: Value) -> str:
        """The SQL, its places named as in a Statement, to be part of a larger one. Raises EmptyResultSet when no row can match."""
        return self._get(statics, values).statement.sql

    def _get(self, statics: tuple[Hashable, ...], values: dict[str, Value]) -> _Made:
        key = (*statics, *((name, _type(value)) for name, value in values.items()))
        if (made := self._made.get(key)) is None:
            with self._lock:
                made = self._made[key] = self._make(statics, values)
        return made

    def _make(self, statics: tuple[Hashable, ...], values: dict[str, Value]) -> _Made:
        sentinels = {name: _sentinel(value, number) for number, (name, value) in enumerate(values.items())}
        given = {name: [sentinels[name]] if _type(value) == "bigint[]" else sentinels[name] for name, value in values.items()}
        query = self._build(*statics, **given).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = {sentinel: name for name, sentinel in sentinels.items()}
        places = [_place(param, names) for param in params]
        text = sql.replace("%%", "%%%%") % tuple(places)
        absent = set(values) - set(_NAMED.findall(text))
        if absent or any(str(sentinel) in text for sentinel in names):
            raise RuntimeError(f"these values have no place in the query: {sorted(absent)}")
        columns = [column for column, _sql, _alias in compiler.select]
        return _Made(Statement(text), compiler, compiler.get_converters(columns))


class Prepared(_Querysets):
    """`build(*statics, **values)` makes a queryset of tuples; calling the result asks it with these values.

    `statics` are part of the SQL (one preparation each, so: few), `values` are whole numbers, texts, or lists of numbers.
    """

    def __call__(self, *statics: Hashable, **values: Value) -> list[tuple[Any, ...]]:
        """The rows. Raises RuntimeError when a value has no place in the SQL."""
        try:
            return [tuple(row) for row in self._get(statics, values).rows(values)]
        except EmptyResultSet:
            return []


class PreparedRows(_Querysets, Generic[Row]):
    """The same for a queryset of instances, those of `select_related` with them, and its annotations."""

    def __init__(self, build: Callable[..., QuerySet[Row, Any]]) -> None:
        super().__init__(build)

    def __call__(self, *statics: Hashable, **values: Value) -> list[Row]:
        try:
            made = self._get(statics, values)
        except EmptyResultSet:
            return []
        return list(_instances(made.compiler, made.rows(values)))

    def first(self, *statics: Hashable, **values: Value) -> Row | None:
        return next(iter(self(*statics, **values)), None)


def _instances(compiler: Any, rows: Iterable[Sequence[Any]]) -> Iterator[Any]:
    """As Django's own iteration over instances does it."""
    chosen = compiler.klass_info["select_fields"]
    start, end = chosen[0], chosen[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    annotated = compiler.annotation_col_map
    populators = get_related_populators(compiler.klass_info, compiler.select, "default")  # type: ignore[call-arg]  # stubs of the next Django
    for row in rows:
        made = compiler.klass_info["model"].from_db("default", names, row[start:end])
        for populator in populators:
            populator.populate(row, made)
        for name, place in annotated.items():
            setattr(made, name, row[place])
        yield made


def _sentinel(value: Value, number: int) -> int | str:
    return f"{_TEXT_SENTINEL}{number}" if isinstance(value, str) else _FIRST_SENTINEL + number


def _place(param: Any, names: dict[int | str, str]) -> str:
    """`%(name)s` for a value; for anything else, what it is in SQL."""
    sentinel = param[0] if isinstance(param, list) and len(param) == 1 else param
    if isinstance(sentinel, (int, str)) and not isinstance(sentinel, bool) and sentinel in names:
        return f"%({names[sentinel]})s"
    with connection.cursor() as cursor:
        literal: bytes = cursor.mogrify("%s", [param])
    return literal.decode().replace("%", "%%")
