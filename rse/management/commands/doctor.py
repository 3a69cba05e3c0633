"""`manage.py doctor`: says in words what this installation has, lacks, or has wrong."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from rse.embedded import EmbeddedError, binaries, start
from rse.lib import env
from rse.management.plain import PlainCommand

Finding = tuple[bool, str]


class Command(PlainCommand):
    help = "Says what is missing or wrong, and what to do about it."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        wrong = 0
        for fine, sentence in findings():
            wrong += not fine
            self.stdout.write(f"{'ok   ' if fine else 'WRONG'} {sentence}")
        if wrong:
            raise CommandError(f"{wrong} thing{'s' if wrong > 1 else ''} to put right.")
        self.stdout.write("All is well.")


def findings() -> Iterator[Finding]:
    """Each thing looked at, in the order in which they need one another."""
    yield True, f"Python {sys.version.split()[0]}, mode {settings.MODE}, data in {settings.DATA}."
    yield _disk(settings.DATA)
    looks: list[Callable[[], Finding]] = [_database, _migrations, _redis, _files, _static, _mail]
    for look in looks:
        yield look()


def _disk(folder: Path) -> Finding:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    return free > 500, f"{free} MB are free on the disk of {folder}" + ("." if free > 500 else ": at least 500 are needed.")


def _database() -> Finding:
    if settings.EMBEDDED and settings.DATABASES["default"]["HOST"] == "/nonexistent":
        try:
            programs = binaries.find()
            server = start()
        except EmbeddedError as error:
            return False, str(error)
        connection.settings_dict.update(env.postgres_url("DATABASE_URL", server.url))
        origin = "the installed wheel" if programs.from_wheel else "the system"
        return True, f"The embedded PostgreSQL {programs.version}, from {origin}, keeps its data in {server.home}."
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return False, f"PostgreSQL does not answer at DATABASE_URL: {str(error).splitlines()[0]}"
    version = connection.get_database_version()[0]
    return version >= binaries.OLDEST, f"PostgreSQL {version} answers (15 or newer is needed)."


def _migrations() -> Finding:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False, "The migrations cannot be read without the database."
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return True, "The database has every migration."
    if settings.EMBEDDED:
        return True, f"{len(waiting)} migrations wait for the next `run`, which applies them."
    return False, f"{len(waiting)} migrations wait: run `manage.py migrate`."


def _redis() -> Finding:
    if not settings.REDIS_URL:
        return True, "No Redis: cache, sockets and tasks live in the memory of the one process."
    try:
        with redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        return False, f"Redis does not answer at REDIS_URL: {error}"
    return True, "Redis answers."


def _files() -> Finding:
    store = settings.STORAGE_URL or settings.MEDIA_ROOT
    try:
        default_storage.delete(default_storage.save(".doctor", ContentFile(b"?")))
    except Exception as error:  # a bucket's library has its own
        return False, f"The file store {store} cannot be written ({getattr(error, 'strerror', None) or error})."
    return True, f"The file store {store} can be written."


def _static() -> Finding:
    if settings.STATIC_ROOT is None:
        return True, "Style sheets and scripts are served from the installed packages."
    made = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    return made, f"{settings.STATIC_ROOT} " + ("holds the static files." if made else "is empty: run `manage.py collectstatic`.")


def _mail() -> Finding:
    if settings.EMBEDDED and hasattr(settings, "EMAIL_FILE_PATH"):
        return True, f"Mails are written to {settings.EMAIL_FILE_PATH} (set EMAIL_URL to send them)."
    try:
        get_connection().open()
    except OSError as error:
        return False, f"The mail server of EMAIL_URL does not answer: {error}"
    return True, "The mail server answers."
