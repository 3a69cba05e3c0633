"""Foreign logs for tests: invented worlds written as files and put in through the command."""

import csv
import io
import json
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command

Line = dict[str, Any]
MONDAY = datetime(2024, 9, 2, 8, tzinfo=UTC)  # far from low seasons


def write(folder: Path, lines: Iterable[Line | str], people: Iterable[Line | str], name: str = "log") -> tuple[Path, Path]:
    """A log and its list of people; a text instead of a line is written as it is."""
    log, listed = folder / f"{name}.jsonl", folder / f"{name}.csv"
    log.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    rows = [{"id": row} if isinstance(row, str) else row for row in people]
    fields = list(dict.fromkeys(["id", *(key for row in rows for key in row)]))
    with listed.open("w", newline="") as file:
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        writer.writerows(rows)
    return log, listed


def put_in(log: Path, people: Path, **options: Any) -> tuple[str, str]:
    """Run import_events; returns what it said and its problems."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_events", str(log), people=people, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def report(**options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("adoption_report", json=True, stdout=out, **options)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def line(at: datetime, actor: str, verb: str, **fields: str) -> Line:
    return {"at": at.isoformat(), "actor": actor, "verb": verb, **fields}


def busy_world(people: int = 40, weeks: int = 14, seed: int = 3, community: str = "atelier") -> list[Line]:
    """Threads with answers and reactions by a third of the people, in the order of time."""
    rng = random.Random(seed)
    lines, posts = [], []
    for week in range(weeks):
        for number in range(people):
            at = MONDAY + timedelta(weeks=week, hours=rng.uniform(0, 100))
            actor = f"p{number}"
            lines.append(line(at, actor, "visit", community=community))
            if rng.random() > 0.4:
                continue
            post = f"w{week}n{number}"
            lines.append(line(at, actor, "post", community=community, object=post))
            posts.append((post, actor))
            root, author = posts[rng.randrange(max(0, len(posts) - 12), len(posts))]
            if author != actor:
                after = at + timedelta(hours=2)
                lines.append(line(after, actor, "comment", community=community, object=f"c{post}", root=root, target=author))
                lines.append(line(after, actor, "reaction", community=community, object=root, root=root, target=author))
    return sorted(lines, key=lambda one: one["at"])
