"""The database that test databases are copied from: migrated once for all the workers of a run, and kept until a migration changes.

Migrating takes half a minute, copying a moment. What is kept is PostgreSQL's own dump, in pytest's cache, under a name made of
every migration's text and of the server's version; a new clone has none, and migrates.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from rse.embedded import binaries

NAME = "migrated"
KEPT = 4  # dumps: of two servers, before and after a change


def migrated(folder: Path, kept_in: Path, *, system_only: bool) -> str:
    """Name of the database, made by the first of the workers that ask; `folder` is the run's, whose server is its own."""
    with (folder / "migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_there():
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {NAME}")
            with _connected():
                _fill(kept_in, system_only=system_only)
    return NAME


def _fill(kept_in: Path, *, system_only: bool) -> None:
    dump = kept_in / f"{_fingerprint()}.sql"
    if dump.exists():
        load = ("--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--file={dump}")
        _postgres("psql", *load, system_only=system_only)
        return
    call_command("migrate", interactive=False, verbosity=0)
    fresh = dump.with_name(f"{dump.name}.{os.getpid()}")
    _postgres("pg_dump", "--no-owner", f"--file={fresh}", system_only=system_only)
    fresh.rename(dump)
    for old in sorted(kept_in.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def _postgres(program: str, *words: str, system_only: bool) -> None:
    """One of its programs, on that database."""
    to = connection.settings_dict
    named = {"PGHOST": to["HOST"], "PGPORT": str(to["PORT"]), "PGUSER": to["USER"], "PGPASSWORD": to["PASSWORD"], "PGDATABASE": NAME}
    command = [binaries.find(system_only=system_only).program(program), *words]
    subprocess.run(command, env=os.environ | named, stdin=subprocess.DEVNULL, check=True)


def _fingerprint() -> str:
    """Of all that decides what migrating comes to."""
    found = hashlib.sha256(f"{django.get_version()} {connection.cursor().connection.server_version}".encode())
    packages = {migration.__module__.rpartition(".")[0] for migration in MigrationLoader(None).disk_migrations.values()}
    for package in sorted(packages):
        for path in sorted(Path(str(import_module(package).__file__)).parent.glob("*.py")):
            found.update(f"{package}/{path.name}\0".encode() + path.read_bytes())
    return found.hexdigest()[:32]


def _is_there() -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        return cursor.fetchone() is not None


@contextlib.contextmanager
def _connected() -> Iterator[None]:
    """Django speaks to that database, and leaves it: one that somebody uses is not copied."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = NAME
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
