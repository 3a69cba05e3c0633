"""How far a long command is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from typing import Protocol

WIDTH = 30
EVERY = 100_000
PAUSE = 0.1  # seconds between two drawings


class Output(Protocol):
    def write(self, text: str, /, *, ending: str) -> object: ...
    def isatty(self) -> bool: ...
    def flush(self) -> object: ...


class Bar:
    """To be called with what is being done, how many lines of it are, and what share of all that is."""

    def __init__(self, out: Output) -> None:
        self.out, self.drawn_at, self.last = out, 0.0, ("", 0)
        self.drawn = False

    def __call__(self, what: str, done: int, share: float) -> None:
        if self.out.isatty():
            if share >= 1 or time.monotonic() - self.drawn_at >= PAUSE:
                full = round(WIDTH * min(1.0, share))
                self._put(f"\r{what:<9} [{'#' * full}{'·' * (WIDTH - full)}] {share:4.0%} {done:>12,} lines")
                self.drawn_at, self.drawn = time.monotonic(), True
        elif done // EVERY > (self.last[1] if self.last[0] == what else 0) // EVERY:
            self._put(f"{what}: {done:,} lines, {share:.0%}\n")
        self.last = (what, done)

    def close(self) -> None:
        """Leave the line of the bar."""
        if self.drawn:
            self._put("\n")
        self.drawn = False

    def _put(self, text: str) -> None:
        self.out.write(text, ending="")
        self.out.flush()
