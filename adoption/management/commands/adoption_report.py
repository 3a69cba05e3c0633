"""Print the figures of adoption."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from adoption.dashboards.report import report
from adoption.fill import fill
from adoption.history.clock import present, zone
from adoption.management.ready import is_behind


class Command(BaseCommand):
    help = "Prints the figures of adoption, the same as the pages; with --json in the form of docs/adoption-report.md."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--at", help="as of the last week complete at this day or instant (ISO 8601)")
        parser.add_argument("--community", metavar="SLUG", help="this community only, beside the organisation")
        parser.add_argument("--weekly", action="store_true", help="with the stage of every week")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_behind():
            raise CommandError("This database is not ready: start the site once, or run `manage.py migrate`.")
        now = timezone.now()
        at = _instant(options["at"], now) if options["at"] else present(now)
        if at > now:
            raise CommandError(f"{at.isoformat()} is in the future.")
        fill(at=max(at, present(now)))
        found = report(at=at, slug=options["community"], weekly=options["weekly"])
        if options["community"] and not found["communities"]:
            raise CommandError(f"No figures for a community {options['community']!r}: unknown, secret or protected.")
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) if options["json"] else _text(found))


def _instant(text: str, now: datetime) -> datetime:
    """A day stands for its end: the week that closes with it counts. Today, which has not ended, stands for now."""
    try:
        day = date.fromisoformat(text)
        if day == now.astimezone(zone()).date():
            return now
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone())
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is not a date.") from None
    return at if at.tzinfo else at.replace(tzinfo=zone())


def _text(found: dict[str, Any]) -> str:
    lines = [f"As of {found['at']}", "", *_scope("Organisation", found["organisation"])]
    for community in found["communities"]:
        lines += ["", *_scope(f"{community['name']} ({community['access']})", community)]
    return "\n".join(lines)


def _scope(title: str, figures: dict[str, Any]) -> list[str]:
    lines = [f"{title}: {figures['stage']}"]
    for name in ("eligible", "contributors_28d", "contribution_rate", "momentum", "replacement_ratio", "self_carrying_index"):
        lines.append(f"  {name:<20} {_figure(figures[name])}")
    for test in figures["tests"]:
        mark = {True: "passed", False: "failed", None: "unknown"}[test["passed"]]
        lines.append(f"  test {test['name']:<22} {mark:<8} {test['value']} (threshold {test['threshold']})")
    if "stages" in figures:
        lines += [f"  {week['week']} {week['stage']}" for week in figures["stages"]]
    return lines


def _figure(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return f"- ({figure['reason']})"
    if figure["low"] is None:
        return f"{figure['value']:g}"
    return f"{figure['value']:.3g} [{figure['low']:.3g}; {figure['high']:.3g}]"
