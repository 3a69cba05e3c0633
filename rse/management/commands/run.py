"""`manage.py run`: the whole site in one process, on one port, with its own database; Ctrl-C stops everything."""

import errno
import os
import socket
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from rse import celery
from rse.audit.demo import is_demo
from rse.embedded import release
from rse.lib import env
from rse.management.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from rse.management.demo.make import is_empty
from rse.management.demo.newcomer import NEWCOMER
from rse.management.plain import PlainCommand

AT_START = ("communities.tasks.sweep", "adoption.tasks.fill", "adoption.tasks.barometer")


class Command(PlainCommand):
    help = "Runs the whole site here: database, pages, sockets and tasks."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=env.integer("PORT", 8000), help="port of the site (or PORT=)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on; name it in ALLOWED_HOSTS too")
        parser.add_argument("--data", help="data folder (or DATA=); var/ unless told otherwise")
        parser.add_argument("--no-demo", action="store_true", help="start empty instead of with the demonstration company")

    def handle(self, *, port: int, host: str, no_demo: bool, **options: Any) -> None:
        door = self._listen(host, port)
        self._prepare(demo=not no_demo)
        from rse.serving import application, server_config, tasks

        welcome = self._welcome(port)
        connections.close_all()
        server = _Server(server_config(application()), when_ready=lambda: self._say(welcome))
        with tasks(celery.app):
            for name in AT_START:
                celery.app.send_task(name)
            try:
                server.run(sockets=[door])
            except KeyboardInterrupt:
                self.stdout.write("")
        release()  # before Python waits for its threads: a task that still runs loses its connection and ends
        self.stdout.write("Maillage has stopped; its data is kept.")

    def _listen(self, host: str, port: int) -> socket.socket:
        """The open door, taken before anything else starts."""
        try:
            return _bound(host, port)
        except OverflowError as error:
            raise CommandError(f"There is no port {port}: they go up to 65535.") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(f"Port {port} is taken: try --port {_next_free(host, port)}.") from error
            raise CommandError(f"The site cannot listen on {host}:{port} ({error.strerror}).") from error

    def _prepare(self, *, demo: bool) -> None:
        """Migrate, and make the demonstration company in an empty installation."""
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Preparing the database...")
            call_command("migrate", interactive=False, verbosity=0)
        if demo:
            call_command("demo", if_empty=True)

    def _welcome(self, port: int) -> str:
        lines = [f"\nMaillage runs at http://localhost:{port}/ (Ctrl-C stops it). Data: {_data_folder()}"]
        if is_demo():
            lines.append(f"This is the demonstration: its people are invented. Everybody's password is {DEMO_PASSWORD}")
            lines += [f"  {label:<10} {email}" for label, email in (*DEMO_ACCOUNTS, NEWCOMER)]
        elif is_empty():
            lines.append("Nobody has an account yet: python3 manage.py create_admin opens the first one.")
        return "\n".join(lines)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


class _Server(uvicorn.Server):
    """Tells that it is ready once it takes connections."""

    def __init__(self, config: uvicorn.Config, *, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_ready()


def _bound(host: str, port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError:
        door.close()
        raise
    return door


def _next_free(host: str, port: int) -> int:
    for candidate in range(port + 1, min(port + 200, 65_536)):
        try:
            _bound(host, candidate).close()
        except OSError:
            continue
        return candidate
    return 0


def _data_folder() -> str:
    """Where the database really is, which as root may be outside the data folder."""
    return os.environ.get("MAILLAGE_DATABASE_FOLDER") or str(settings.DATA)
