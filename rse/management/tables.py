"""The tables of the instance as PostgreSQL tells them, for backup and restore: none is forgotten because no model names it."""

from collections.abc import Sequence

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

_RELATIONS = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()"


def names() -> list[str]:
    """Every table but the record of migrations; a partitioned one stands for its partitions."""
    rows = _rows(f"SELECT relname FROM {_RELATIONS} WHERE relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1")
    return [str(name) for (name,) in rows if name != MigrationRecorder.Migration._meta.db_table]


def columns(table: str) -> list[str]:
    """The columns that hold data, not those that PostgreSQL computes."""
    sql = f"""SELECT attname FROM pg_attribute a JOIN ({_RELATIONS}) ON a.attrelid = c.oid
        WHERE relname = %s AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""
    return [str(name) for (name,) in _rows(sql, [table])]


def copy_out(table: str, of: Sequence[str]) -> str:
    return f"COPY (SELECT {_list(of)} FROM {_quoted(table)}) TO STDOUT"


def copy_in(table: str, of: Sequence[str]) -> str:
    return f"COPY {_quoted(table)} ({_list(of)}) FROM STDIN"


def empty(tables: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_list(tables)} CASCADE")


def switch_triggers(tables: Sequence[str], *, on: bool) -> None:
    """Off, rows come in and go as they are: what triggers forbid or add was settled when the rows were first written."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if on else "SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            cursor.execute(f"ALTER TABLE {_quoted(table)} {'ENABLE' if on else 'DISABLE'} TRIGGER USER")


def partitions() -> dict[str, dict[str, str]]:
    """Of each partitioned table, its partitions and their bounds, as in `FOR VALUES FROM (…) TO (…)`."""
    sql = f"""SELECT p.relname, c.relname, pg_get_expr(c.relpartbound, c.oid) FROM {_RELATIONS}
        JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent WHERE c.relispartition AND c.relkind = 'r'"""
    found: dict[str, dict[str, str]] = {}
    for table, part, bounds in _rows(sql):
        found.setdefault(str(table), {})[str(part)] = str(bounds)
    return found


def make_partitions(wanted: dict[str, dict[str, str]]) -> None:
    """Those of the list that are not there yet."""
    with connection.cursor() as cursor:
        for table, parts in wanted.items():
            for part, bounds in parts.items():
                cursor.execute(f"CREATE TABLE IF NOT EXISTS {_quoted(part)} PARTITION OF {_quoted(table)} {bounds}")


def sequences() -> dict[str, int]:
    """The last number that each sequence gave; one that gave none is left out."""
    rows = _rows("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL")
    return {str(name): int(str(value)) for name, value in rows}


def set_sequences(values: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute("SELECT setval(to_regclass(%s), %s)", [_quoted(name), value])


def applied_migrations() -> list[tuple[str, str]]:
    return sorted(MigrationRecorder(connection).applied_migrations())


def _rows(sql: str, values: Sequence[str] = ()) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, tuple(values) or None)
        return list(cursor.fetchall())


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _list(several: Sequence[str]) -> str:
    return ", ".join(map(_quoted, several))
