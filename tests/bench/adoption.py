"""`python -m tests.bench.adoption`: how long the weekly figures of a large company take, called by `manage.py bench --adoption`."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import django
import numpy as np

from tests.bench import report
from tests.bench.report import Figure

ROOT = Path(__file__).resolve().parents[2]
REBUILD_MINUTES, REBUILD_GB, DAY_SECONDS = 10.0, 1.5, 15.0
COLD_SECONDS, WARM_MS = 1.5, 150.0
DAY = 200_000


def main() -> int:
    options = _options()
    django.setup()
    from django.core.management import call_command

    from adoption.history.clock import zone
    from adoption.models import CommunityWeek
    from adoption.science import weeks
    from tests.bench.weeks import Company, add_events, make

    calibration = report.calibration_ms()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    whole = Company()
    share = options.events / whole.events
    people, communities = max(500, int(whole.people * share)), max(20, int(whole.communities * share))
    company = Company(people=people, communities=communities, events=options.events)
    end = weeks.starts_at(weeks.week_of(datetime.now(zone()), zone()), zone())
    print(f"Making {company.events:,} events of {company.people:,} people …", flush=True)
    make(company, end=end)
    figures = [_counted("full rebuild", REBUILD_MINUTES * 60, "--rebuild", "--no-studies")]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    figures.append(report.Figure("memory of the rebuild, its peak", peak, REBUILD_GB, "GB"))
    figures.append(_counted("studies of the network and its largest communities", None))
    add_events(company, end - timedelta(days=1), timedelta(days=1), max(2_000, int(DAY * share)), np.random.default_rng(3))
    figures.append(_counted("one more day", DAY_SECONDS, "--no-studies"))
    figures.append(report.Figure("rows of communities and weeks", CommunityWeek.objects.count(), None, "rows"))
    figures += _page()
    print(report.write(Path(options.out), figures, size=f"{company.events:,} events", calibration=calibration))
    return 0


def _counted(name: str, target: float | None, *flags: str) -> Figure:
    """Seconds of one filling in a process of its own."""
    began = time.monotonic()
    subprocess.run([sys.executable, "manage.py", "fill_adoption", *flags], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
    spent = time.monotonic() - began
    print(f"{name}: {spent:.1f} s", flush=True)
    return Figure(name, spent, target, "s")


def _page() -> list[Figure]:
    """The sponsor's dashboard: the first time in a new process, then the median of twenty."""
    from django.test import Client

    from rse.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(pk=2))
    spent = []
    for _ in range(21):
        began = time.monotonic()
        answer = client.get("/adoption/", secure=True, HTTP_HOST="127.0.0.1")
        assert answer.status_code == 200, answer.status_code
        spent.append(time.monotonic() - began)
    return [
        Figure("sponsor's dashboard, cold", spent[0], COLD_SECONDS, "s"),
        Figure("sponsor's dashboard, warm", float(np.median(spent[1:])) * 1000, WARM_MS, "ms"),
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench --adoption")
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--out", default=str(ROOT / "var" / "bench-adoption"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
