"""`python -m tests.bench`: starts the production arrangement on private servers, measures, reports.

Called by `manage.py bench`, which has started PostgreSQL and Redis and says where they are.
"""

import argparse
import os
import statistics
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    options = _options()
    django.setup()
    from django.core.management import call_command

    from tests.bench import data, load, report
    from tests.bench.index import make_index
    from tests.bench.pages import pages
    from tests.bench.servers import gunicorn

    calibration = report.calibration_ms()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    print(f"Making the data of size {options.size} …", flush=True)
    made = data.make(data.SIZES[options.size])
    make_index()
    database = int(os.environ["BENCH_DATABASE_PID"])
    redis = int(os.environ["BENCH_REDIS_PID"])
    figures: list[report.Figure] = []
    with gunicorn("rse.wsgi:application") as site, gunicorn("tests.bench.floor:application") as floor:
        asked = pages(made)
        for page in asked:  # imports, connections, cards: what only a first request pays
            load.measure(site.port, page.make, count=40, pids=[site.pid])
        rounds: dict[str, list[load.Cost]] = {}
        floors: list[float] = []
        for number in range(options.rounds):
            bare = load.measure(floor.port, lambda _turn: load.Request("GET", "/"), count=4 * options.count, pids=[floor.pid, database])
            floors.append(bare.cpu_ms)
            for page in asked:
                print(f"Round {number + 1} of {options.rounds}: {page.name}", flush=True)
                cost = load.measure(site.port, page.make, count=options.count, pids=[site.pid, database, redis])
                rounds.setdefault(page.name, []).append(cost)
    unit = statistics.median(floors)
    figures.append(report.Figure("floor, processor per request", unit, None, "ms"))
    for page in asked:
        costs = rounds[page.name]
        ratio = statistics.median(cost.cpu_ms / bare for cost, bare in zip(costs, floors, strict=True))
        spread = f"rounds {min(c.cpu_ms for c in costs):.1f} to {max(c.cpu_ms for c in costs):.1f} ms of processor"
        wait = f"median wait {statistics.median(c.median_ms for c in costs):.0f} ms, p95 {max(c.p95_ms for c in costs):.0f} ms"
        figures.append(report.Figure(page.name, ratio, page.target, "x floor", f"{spread}; {wait}"))
        if page.name == "home":
            figures.append(report.Figure("home, gzipped", costs[-1].gzip_bytes / 1_000, 60, "kB"))
    from tests.bench import queries, sockets

    figures += queries.figures(made)
    figures += sockets.figures(made, count=options.sockets)
    print(report.write(Path(options.out), figures, size=options.size, calibration=calibration))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--size", choices=["s", "m", "l"], default="s")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=120, help="requests of a page in a round")
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--out", default=str(ROOT / "var" / "bench"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
