"""Running `manage.py` as a person would, in a process of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.machine import ROOT

INHERITED = {"PATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV"}


def environment(**more: str) -> dict[str, str]:
    """As after signing in: nothing of what the tests set for themselves."""
    return {name: value for name, value in os.environ.items() if name in INHERITED or name.startswith("PIP_")} | more


def manage(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment(**more), capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)


@dataclass
class Running:
    """A `manage.py run` that has told its address."""

    process: "subprocess.Popen[str]"
    said: str

    def interrupt(self) -> int:
        """Ctrl-C, as a terminal sends it: to the whole group."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)


@contextmanager
def running(*words: str, root: Path = ROOT, as_user: Sequence[str] = (), **more: str) -> Iterator[Running]:
    """`manage.py run` once it is ready; stopped with the block at the latest. `as_user` is a command that changes user."""
    process = subprocess.Popen(
        [*as_user, sys.executable, "manage.py", "run", *words],
        cwd=root,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield Running(process, _until_ready(process))
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def _until_ready(process: "subprocess.Popen[str]") -> str:
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if "http://localhost:" in line:
            return said
    raise AssertionError(f"run ended with {process.wait()} before it was ready:\n{said}")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def copy_of_project(to: Path) -> Path:
    """The project as a new clone would hold it."""
    unwanted = shutil.ignore_patterns(".git", ".venv", "var", "staticfiles", "__pycache__", ".*_cache", ".hypothesis")
    return Path(shutil.copytree(ROOT, to, ignore=unwanted))


def processes_naming(path: Path) -> list[str]:
    """Command lines that name this path, among the processes that live."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(path) in line and folder.name != str(os.getpid()):
            found.append(line)
    return found


def gone(path: Path, *, within: float = 10) -> bool:
    """Whether no process names the path any more, after a moment at most."""
    deadline = time.monotonic() + within
    while processes_naming(path) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not processes_naming(path)
