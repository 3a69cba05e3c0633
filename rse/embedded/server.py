"""Starts, finds and stops the server of one data folder; safe against crashes and against several commands at once."""

import atexit
import contextlib
import fcntl
import os
import signal
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

from rse.embedded import binaries, cluster, places, process
from rse.embedded.binaries import Binaries
from rse.embedded.cluster import DATABASE, USER
from rse.embedded.errors import EmbeddedError
from rse.embedded.places import Places
from rse.embedded.process import PATIENCE_SECONDS, Postgres

ORPHANS = "still in use"  # said while processes of a killed postgres are still ending
_started: "list[Server]" = []


@dataclass
class Server:
    """A running server and this process's share in it."""

    home: Path
    binaries: Binaries
    socket: Path
    _places: Places
    _share: IO[str] = field(repr=False)
    _process: Postgres | None = None

    @property
    def url(self) -> str:
        return f"postgres://{USER}:{quote(cluster.password(self.home))}@/{DATABASE}?host={quote(str(self.socket), safe='')}"

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
            process.stop(self._places, self._process)


def start(data: Path | None = None, *, durable: bool = True, system_only: bool = False, as_image: bool = False) -> Server:
    """The server of the data folder (MAILLAGE_DATA, else `var/`), started if it is not running; released at exit.

    `durable=False` is for throwaway test servers; `system_only` passes over the wheel's PostgreSQL; `as_image`
    gives it the memory that the image of production has by default, for the bench.
    """
    where = places.choose(data or Path(os.environ.get("MAILLAGE_DATA") or places.ROOT / "var"))
    with _alone(where.home):
        version = cluster.version(where.cluster)
        programs = binaries.find(version, system_only=system_only)
        if programs.from_wheel and not where.account.reaches(programs.folder):
            programs = programs.copied_to(where.home)
        if version is None:
            cluster.create(where, programs)
        server = Server(where.home, programs, where.socket_folder(), where, (where.home / "users").open("w"))
        _bring_up(server, durable=durable, as_image=as_image)
        fcntl.flock(server._share, fcntl.LOCK_SH)
    if not _started:
        atexit.register(release)
    _started.append(server)
    _exit_when_told()
    return server


def release() -> None:
    """Give up every share of this process; done at exit at the latest."""
    while _started:
        _started.pop().release()


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One starter or stopper at a time."""
    with (home / "starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _bring_up(server: Server, *, durable: bool, as_image: bool) -> None:
    """Return once the server answers: one that runs already, one that is still coming up, or a new one."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(server):
        ended = server._process is not None and server._process.poll() is not None
        complaint = process.complaint(server._places) if ended else "no answer in time"
        if time.monotonic() > deadline or (ended and ORPHANS not in complaint):
            raise EmbeddedError(f"The database in {server.home} does not start: {complaint} (see {server._places.log})")
        if (server._process is None or ended) and not process.lives(server._places, server.socket):
            server._process = process.spawn(server._places, server.binaries, server.socket, durable=durable, as_image=as_image)
        time.sleep(0.05)


def _answers(server: Server) -> bool:
    """Whether the server takes connections; its database is made on the way."""
    try:
        _connect(server, DATABASE).close()
    except psycopg2.OperationalError as error:
        if f'"{DATABASE}" does not exist' not in str(error):
            return False
        with contextlib.closing(_connect(server, "postgres")) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    return True


def _connect(server: Server, database: str) -> psycopg2.extensions.connection:
    password = cluster.password(server.home)
    return psycopg2.connect(host=str(server.socket), user=USER, password=password, dbname=database, connect_timeout=5)


def _exit_when_told() -> None:
    """A polite kill or a closed terminal ends the process like any exit, through atexit."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda number, frame: sys.exit(128 + number))
