"""A log put in the order of its dates, in a file: it may be longer than memory, and is read more than once."""

from __future__ import annotations

import heapq
import json
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

from adoption.history.logs import LogLine

RUN = 100_000  # lines sorted at once
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Staged:
    """Lines added in any order, iterated by date, then by their place in the log. To be used in a `with`: its files end with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="maillage-log-")
        self._runs: list[Path] = []
        self._waiting: list[tuple[Any, ...]] = []
        self._count = 0
        self.first: datetime | None = None
        self.last: datetime | None = None

    def __enter__(self) -> Staged:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(OSError):
            self._folder.cleanup()

    def __len__(self) -> int:
        return self._count

    def add(self, line: LogLine) -> None:
        number, at, *texts = line
        self._waiting.append(((at - _EPOCH) // _MICROSECOND, number, self._count, *texts))
        self._count += 1
        self.first = at if self.first is None or at < self.first else self.first
        self.last = at if self.last is None or at > self.last else self.last
        if len(self._waiting) >= RUN:
            self._put_down()

    def __iter__(self) -> Iterator[LogLine]:
        self._waiting.sort()
        for at, number, _, *texts in heapq.merge(*map(_lines, self._runs), self._waiting):
            yield LogLine(number, _EPOCH + timedelta(microseconds=at), *texts)

    def _put_down(self) -> None:
        self._waiting.sort()
        run = Path(self._folder.name) / str(len(self._runs))
        with run.open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(line)}\n" for line in self._waiting)
        self._runs.append(run)
        self._waiting = []


def _lines(run: Path) -> Iterator[tuple[Any, ...]]:
    with run.open(encoding="utf-8") as file:
        for line in file:
            yield tuple(json.loads(line))
