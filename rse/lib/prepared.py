"""Prepared querysets: a rule is turned into SQL once, then asked with other values.

Django builds the SQL of a queryset anew each time, which costs more than PostgreSQL's answer to a small one. A list that
every page shows is prepared: the queryset stays the one place where its rule is written.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Lookup, Q, QuerySet

_FIRST_SENTINEL = (1 << 62) + 7_919  # no key of ours has such a value

Value = int | Sequence[int]


class AnyOf(Lookup):
    """`column = ANY(array)`: one parameter however many values."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, self.rhs)


def any_of(column: str, ids: Sequence[int]) -> Q:
    return Q(AnyOf(F(column), list(ids)))


class Prepared:
    """`build(*statics, **values)` makes a queryset of tuples; calling the result asks it with these values.

    `statics` are part of the SQL (one preparation each, so: few), `values` are whole numbers or lists of them.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: dict[tuple[Hashable, ...], tuple[str, list[Any]]] = {}

    def __call__(self, *statics: Hashable, **values: Value) -> list[tuple[Any, ...]]:
        """The rows. Raises RuntimeError when a value has no place in the SQL."""
        try:
            sql, params = self.sql(*statics, **values)
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def sql(self, *statics: Hashable, **values: Value) -> tuple[str, list[Any]]:
        """The SQL and its parameters, to be part of a larger query. Raises EmptyResultSet when no row can match."""
        key = (*statics, *((name, isinstance(value, int)) for name, value in values.items()))
        if key not in self._made:
            self._made[key] = self._compile(statics, values)
        sql, places = self._made[key]
        return sql, [list(value) if isinstance(value := _at(values, place), (list, tuple)) else value for place in places]

    def _compile(self, statics: tuple[Hashable, ...], values: dict[str, Value]) -> tuple[str, list[Any]]:
        sentinels = {name: _FIRST_SENTINEL + number for number, name in enumerate(values)}
        given = {name: sentinels[name] if isinstance(value, int) else [sentinels[name]] for name, value in values.items()}
        sql, params = self._build(*statics, **given).query.sql_with_params()
        names = {sentinel: name for name, sentinel in sentinels.items()}
        places = [_place(param, names) for param in params]
        absent = set(values) - {place.name for place in places if isinstance(place, _Named)}
        if absent or any(str(sentinel) in sql for sentinel in names):
            raise RuntimeError(f"these values have no place in the query: {sorted(absent)}")
        return sql, places


class _Named:
    """The place of a value in the parameters."""

    def __init__(self, name: str) -> None:
        self.name = name


def _place(param: Any, names: dict[int, str]) -> Any:
    sentinel = param[0] if isinstance(param, list) and len(param) == 1 else param
    return _Named(names[sentinel]) if isinstance(sentinel, int) and sentinel in names else param


def _at(values: dict[str, Value], place: Any) -> Any:
    return values[place.name] if isinstance(place, _Named) else place
