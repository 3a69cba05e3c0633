"""Starting and stopping what the bench measures, on free ports of 127.0.0.1."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """A running server."""

    port: int
    pid: int


@contextmanager
def gunicorn(application: str) -> Iterator[Site]:
    """The application as in production: two workers of threads, persistent connections."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "-b", f"127.0.0.1:{port}", "-k", "gthread", "-w", "2", "--threads", "4"]
    unhurried = os.environ | {f"RATE_{kind.upper()}": "100000000/s" for kind in settings.RATES}  # a few people write for all
    process = subprocess.Popen([*command, "--log-level", "warning"], cwd=ROOT, stdin=subprocess.DEVNULL, env=unhurried)
    try:
        wait_for(port, process)
        yield Site(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until the server takes connections; ends the bench when it does not within half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit("a server of the bench did not start")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("a server of the bench does not answer")
