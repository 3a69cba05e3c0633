"""`python -m tests.bench.search`: how long search takes in the database; called by `manage.py bench --search`."""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]
TURNS = 60
# Word, what it is, milliseconds at most.
TERMS = (
    ("zéphyr", "rare", 50.0),
    ("girouettes", "medium", 50.0),
    ("lignage", "above what is ranked", None),
    ("réglage", "very common", 100.0),
    ("réglage vanne", "two very common ones", None),
    ('"joint pompe serrage"', "a phrase of common words", None),
    ("absolument absent", "of nothing", None),
)


def main() -> int:
    options = _options()
    django.setup()
    from django.core.management import call_command

    from tests.bench import data, report
    from tests.bench.index import make_index

    calibration = report.calibration_ms()
    call_command("migrate", verbosity=0)
    share = options.posts / 1_000_000
    size = data.Size(max(500, int(50_000 * share)), max(50, int(5_000 * share)), options.posts)
    print(f"Making {size.posts:,} posts …", flush=True)
    made = data.make(size)
    began = time.monotonic()
    entries, index_mb = make_index()
    figures = [
        report.Figure("entries", entries, None, "texts", f"made in {time.monotonic() - began:.0f} s by one statement"),
        report.Figure("index of words", index_mb, None, "MB"),
    ]
    for name, people in (("employee", made.people[:40]), ("guest", _guests(made.people[-40:]))):
        for typed, what, target in TERMS:
            figures.append(_measured(name, people, typed, what, target))
            print(f"{figures[-1].name}: {figures[-1].value:.1f} ms ({figures[-1].detail})", flush=True)
    print(report.write(Path(options.out), figures, size=f"{size.posts:,} posts", calibration=calibration))
    return 0


def _guests(ids: Any) -> Any:
    from rse.people.models import Person

    Person.objects.filter(pk__in=list(ids)).update(is_guest=True)
    return ids


def _measured(name: str, ids: Any, typed: str, what: str, target: float | None) -> Any:
    """The 95th percentile of the time that the statements of a search take, asked by several people in turn."""
    import psutil
    from django.db import connection

    from communities import search
    from rse.people.models import Person
    from tests.bench.report import Figure

    people = list(Person.objects.filter(pk__in=list(ids)))
    draw = random.Random(5)
    spent, count = [], 0
    backend = psutil.Process(connection.connection.info.backend_pid)
    began = 0.0
    for turn in range(TURNS + 6):
        person = draw.choice(people)
        asked = search.read(person, typed)
        with _timed() as taken:
            found = search.find(person, asked)
        if turn == 5:  # the first ones plan
            began = sum(backend.cpu_times()[:2])
        if turn > 5:
            spent.append(sum(taken) * 1_000)
        count = max(count, 10_000_000 if found.count is None else found.count)
    worked = (sum(backend.cpu_times()[:2]) - began) * 1_000 / TURNS
    shown = "more than 5,000" if count == 10_000_000 else f"{count:,} at most"
    detail = f"median {statistics.median(spent):.1f} ms, {worked:.1f} ms of processor; {shown} found"
    return Figure(f"{what} word, {name}, p95", sorted(spent)[int(len(spent) * 0.95)], target, "ms", detail)


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Seconds of each statement of search."""
    from rse.lib.prepared import Statement

    taken: list[float] = []
    rows = Statement.rows

    def timed(self: Statement, **values: Any) -> list[tuple[Any, ...]]:
        began = time.perf_counter()
        try:
            return rows(self, **values)
        finally:
            taken.append(time.perf_counter() - began)

    Statement.rows = timed  # type: ignore[method-assign]
    try:
        yield taken
    finally:
        Statement.rows = rows  # type: ignore[method-assign]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench --search")
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--out", default=str(ROOT / "var" / "bench-search"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
