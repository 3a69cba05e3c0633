"""A small program in a process of its own, which ends and takes its memory along, whatever it is fed.

`run_apart` starts it; run by itself, this file holds the process back, then runs the program. It imports nothing of the site.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MAX_OUTPUT = 8_000_000


@dataclass(frozen=True)
class Done:
    """How it ended: 0 when well, else its exit code (negative: it was killed); what it wrote."""

    code: int
    output: bytes


def run_apart(program: str, *words: str, content: bytes, seconds: int, memory: int) -> Done:
    """Give `content` to the program, with no more processor time, memory (bytes) nor files than that."""
    command = [sys.executable, "-I", __file__, str(seconds), str(memory), program, *words]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=3 * seconds, env={}, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return Done(-1, b"")
    return Done(done.returncode if len(done.stdout) <= MAX_OUTPUT else -1, done.stdout)


def main() -> None:
    import runpy

    seconds, memory, program, *words = sys.argv[1:]
    _hold_back(int(seconds), int(memory))
    sys.argv = [program, *words]
    runpy.run_path(str(Path(program)), run_name="__main__")


def _hold_back(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on Unix: the caller's clock is all there is
        return
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # a system that does not limit that one
            continue


if __name__ == "__main__":
    main()
