"""Starts, finds and stops the server of one data folder; safe against crashes and against several commands at once."""

import atexit
import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg2
import psycopg2.extensions

from rse.embedded import account, binaries, places
from rse.embedded.binaries import Binaries
from rse.embedded.errors import EmbeddedError
from rse.embedded.places import Places

USER = DATABASE = "maillage"
PATIENCE_SECONDS = 120
LOG_BYTES = 1_000_000
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "max_wal_size": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@dataclass
class Server:
    """A running server and this process's share in it."""

    home: Path
    binaries: Binaries
    socket: Path
    _places: Places
    _share: IO[str] = field(repr=False)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"postgres://{USER}:{quote(_password(self.home))}@/{DATABASE}?host={quote(str(self.socket), safe='')}"

    def release(self) -> None:
        """Give up this process's share; the last one to do so stops the server."""
        if self._share.closed:
            return
        with _alone(self.home):
            try:
                fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                self._share.close()
            _stop(self._places, self._process)


def start(data: Path | None = None, *, durable: bool = True, system_only: bool = False) -> Server:
    """The server of the data folder (MAILLAGE_DATA, else `var/`), started if it is not running; released at exit.

    `durable=False` is for throwaway test servers; `system_only` passes over the wheel's PostgreSQL.
    """
    where = places.choose(data or Path(os.environ.get("MAILLAGE_DATA") or places.ROOT / "var"))
    with _alone(where.home):
        version = _cluster_version(where.cluster)
        programs = binaries.find(version, system_only=system_only)
        if programs.from_wheel and not where.account.reaches(programs.folder):
            programs = programs.copied_to(where.home)
        if version is None:
            _create(where, programs)
        server = Server(where.home, programs, where.socket_folder(), where, (where.home / "users").open("w"))
        if not _answers(server):
            server._process = _launch(server, durable=durable)
        fcntl.flock(server._share, fcntl.LOCK_SH)
    atexit.register(server.release)
    _exit_on_sigterm()
    return server


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One starter or stopper at a time."""
    with (home / "starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _cluster_version(cluster: Path) -> int | None:
    try:
        return int((cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise EmbeddedError(
            f"The database in {cluster} belongs to another user: run as that user, or choose another folder with DATA=."
        ) from error


def _create(where: Places, programs: Binaries) -> None:
    """A new cluster, made beside and renamed, so that a crash leaves none half-made."""
    maker = account.for_initdb()
    fresh = where.home / "new"
    _remove(fresh)
    fresh.mkdir(mode=0o700)
    password = secrets.token_urlsafe(24)
    (fresh / "password").write_text(password + "\n")
    maker.give(fresh)
    command = [programs.program("initdb"), "-D", str(fresh / "cluster"), "-U", USER, "-E", "UTF8", "-A", "scram-sha-256"]
    command += [f"--pwfile={fresh / 'password'}", "--no-instructions", *_locale(programs)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, **maker.popen())
    if done.returncode:
        raise EmbeddedError(f"The database could not be made in {where.home}: {_last_line(done.stderr)}")
    with os.fdopen(os.open(where.home / "password", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password)
    where.account.give(fresh / "cluster")
    (fresh / "cluster").rename(where.cluster)
    _remove(fresh)


def _locale(programs: Binaries) -> list[str]:
    """No collation of the system's: the same order everywhere, names being sorted on folded keys of ours."""
    if programs.version >= 17:
        return ["--locale-provider=builtin", "--locale=C.UTF-8"]
    return ["--locale=C" if sys.platform == "darwin" else "--locale=C.UTF-8"]


def _launch(server: Server, *, durable: bool) -> "subprocess.Popen[bytes] | None":
    """Start postgres, detached from the terminal, or wait for one that is still coming up; then make the database."""
    where = server._places
    process = None
    if not _forget_stale_pid(where.cluster):
        settings = SETTINGS | ({} if durable else NOT_DURABLE) | {"unix_socket_directories": str(server.socket)}
        settings |= {"io_method": "sync"} if server.binaries.version >= 18 else {}
        command = [server.binaries.program("postgres"), "-D", str(where.cluster)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with where.log.open("ab" if where.log.exists() and where.log.stat().st_size < LOG_BYTES else "wb") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **where.account.popen()
            )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(server):
        if (process and process.poll() is not None) or time.monotonic() > deadline:
            said = _last_line(where.log.read_text(errors="replace"))
            raise EmbeddedError(f"The database in {where.home} does not start: {said} (see {where.log})")
        time.sleep(0.03)
    return process


def _answers(server: Server) -> bool:
    """Whether the server takes connections; its database is made on the way."""
    try:
        _connect(server, DATABASE).close()
    except psycopg2.OperationalError as error:
        if f'"{DATABASE}" does not exist' not in str(error):
            return False
        connection = _connect(server, "postgres")
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    return True


def _connect(server: Server, database: str) -> psycopg2.extensions.connection:
    return psycopg2.connect(host=str(server.socket), user=USER, password=_password(server.home), dbname=database, connect_timeout=5)


def _forget_stale_pid(cluster: Path) -> bool:
    """True when a postgres of this cluster lives; a pid file left by a crash, its number perhaps taken by another, is removed."""
    pid_file = cluster / "postmaster.pid"
    pid = _pid(pid_file)
    if pid is None:
        return False
    if _is_postgres(pid):
        return True
    pid_file.unlink(missing_ok=True)
    return False


def _pid(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _is_postgres(pid: int) -> bool:
    if not Path("/proc/self").exists():
        said = subprocess.run(["ps", "-p", str(pid), "-o", "stat=,comm="], capture_output=True, text=True).stdout
        return "postgres" in said and not said.startswith("Z")
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return "(postgres)" in status and ") Z " not in status


def _stop(where: Places, process: "subprocess.Popen[bytes] | None") -> None:
    """Fast shutdown: sessions are cut, the data is flushed; returns when the server is gone."""
    pid = _pid(where.cluster / "postmaster.pid")
    if pid is None or not _is_postgres(pid):
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _is_postgres(pid) and time.monotonic() < deadline:
        if process is not None:
            process.poll()
        time.sleep(0.02)


def _exit_on_sigterm() -> None:
    """A polite kill leaves like any exit, through atexit."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def _password(home: Path) -> str:
    return (home / "password").read_text()


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].split("FATAL:")[-1].strip() if lines else "it said nothing."
