"""`bench`: what pages, writes and the live feed cost, as ratios to a bare view on the same servers. Report in var/bench/."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rse.embedded import EmbeddedError, Server, start

ROOT = Path(__file__).resolve().parents[3]


class Command(BaseCommand):
    help = "Measure pages, writes and the live feed, as ratios to a bare view on the same servers."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=["s", "m", "l"], default="s")
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--count", type=int, default=120)
        parser.add_argument("--sockets", type=int, default=1000)
        parser.add_argument("--out", default=str(ROOT / "var" / "bench"))
        parser.add_argument("--adoption", action="store_true", help="the weekly figures of a large company instead of pages")
        parser.add_argument("--search", action="store_true", help="search in the database instead of pages, from rare to very common words")
        parser.add_argument("--posts", type=int, default=1_000_000, help="to search in, with --search")
        parser.add_argument("--events", type=int, default=20_000_000, help="of the large company, with --adoption")

    def handle(self, *args: Any, **options: Any) -> None:
        redis = shutil.which("redis-server")
        if redis is None:
            raise CommandError("bench measures the production arrangement, which needs redis-server: install Redis.")
        folder = Path(tempfile.mkdtemp(prefix="maillage-bench-"))
        folder.chmod(0o711)
        try:
            self._run(folder, redis, options)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _run(self, folder: Path, redis: str, options: dict[str, Any]) -> None:
        server = _database(folder)
        socket = folder / "redis.sock"
        store = subprocess.Popen(
            [redis, "--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no", "--dir", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            command = _command(options)
            environment = os.environ | self._environment(folder, server, f"unix://{socket}", store.pid)
            done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment)
        finally:
            store.terminate()
            store.wait(timeout=10)
            server.release()
        if done.returncode:
            raise CommandError("the bench did not finish: its last lines say why")

    def _environment(self, folder: Path, server: Server, redis_url: str, redis_pid: int) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "rse.settings",
            "MAILLAGE_MODE": "production",
            "MAILLAGE_DATA": str(folder / "files"),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": server.url,
            "REDIS_URL": redis_url,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "http://127.0.0.1",
            "EMAIL_URL": "smtp://127.0.0.1:25",
            "STATIC_ROOT": str(folder / "static"),
            "LOG_LEVEL": "ERROR",
            "BENCH_DATABASE_PID": str(_postmaster(server)),
            "BENCH_REDIS_PID": str(redis_pid),
        }


def _command(options: dict[str, Any]) -> list[str]:
    if options["adoption"]:
        return ["tests.bench.adoption", f"--events={options['events']}", f"--out={options['out']}"]
    if options["search"]:
        return ["tests.bench.search", f"--posts={options['posts']}", f"--out={options['out']}"]
    return ["tests.bench", *(f"--{name}={options[name]}" for name in ("size", "rounds", "count", "sockets", "out"))]


def _database(folder: Path) -> Server:
    """The system's PostgreSQL with the memory it has in production; the embedded one where there is none."""
    try:
        return start(folder / "data", system_only=True, as_image=True)
    except EmbeddedError:
        return start(folder / "data", as_image=True)


def _postmaster(server: Server) -> int:
    """The process of the database server."""
    return int((server.home / "cluster" / "postmaster.pid").read_text().splitlines()[0])
