"""The process of the embedded server: started apart from the terminal, recognised by its pid file, stopped politely."""

import os
import signal
import subprocess
import time
from pathlib import Path

from rse.embedded.binaries import Binaries
from rse.embedded.places import SOCKET_NAME, Places

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
AS_IMAGE = {"shared_buffers": "128MB", "max_wal_size": "1GB"}  # what the image that docker-compose.yml names has when nothing is set
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}

Postgres = subprocess.Popen[bytes]


def spawn(where: Places, programs: Binaries, socket: Path, *, durable: bool, as_image: bool = False) -> Postgres:
    """Start postgres, which takes a moment to answer."""
    settings = SETTINGS | ({} if durable else NOT_DURABLE) | (AS_IMAGE if as_image else {}) | {"unix_socket_directories": str(socket)}
    settings |= {"io_method": "sync"} if programs.version >= 18 else {}
    command = [programs.program("postgres"), "-D", str(where.cluster)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with where.log.open("ab" if where.log.exists() and where.log.stat().st_size < LOG_BYTES else "wb") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **where.account.popen())


def lives(where: Places, socket: Path) -> bool:
    """Whether a postgres of this cluster lives. Locks whose number another program has taken since a crash are removed."""
    pid_file = where.cluster / "postmaster.pid"
    pid = _pid(pid_file)
    if pid is None or not _exists(pid):
        return False  # postgres clears up after its own dead, and waits for what they left running
    if _is_postgres(pid):
        return True
    for lock in (pid_file, socket / f"{SOCKET_NAME}.lock"):
        lock.unlink(missing_ok=True)
    return False


def stop(where: Places, process: Postgres | None) -> None:
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


def complaint(where: Places) -> str:
    """The last fatal line of the log, or an empty text."""
    lines = where.log.read_text(errors="replace").splitlines()
    return next((line.split("FATAL:")[1].strip() for line in reversed(lines) if "FATAL:" in line), "")


def _pid(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_postgres(pid: int) -> bool:
    if not Path("/proc/self").exists():
        said = subprocess.run(["ps", "-p", str(pid), "-o", "stat=,comm="], capture_output=True, text=True).stdout
        return "postgres" in said and not said.startswith("Z")
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return "(postgres)" in status and ") Z " not in status
