"""Count the weeks of adoption now."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from adoption.fill import fill
from adoption.fill.study import refresh
from adoption.history.clock import present
from adoption.management.ready import is_behind
from adoption.science import weeks


class Command(BaseCommand):
    help = "Counts what has happened since the last time into the weekly figures; with --rebuild, all that the history still holds."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="count every week of the history again")
        parser.add_argument("--no-studies", action="store_true", help="only the weekly counts")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_behind():
            raise CommandError("This database is not ready: start the site once, or run `manage.py migrate`.")
        filled = fill(at=present(timezone.now()), rebuild=options["rebuild"], progress=self._progress if options["verbosity"] > 1 else None)
        if filled.busy:
            raise CommandError("Another counting is under way.")
        through = weeks.label(filled.through) if filled.through is not None else "nothing"
        self.stdout.write(f"{filled.counted} weeks of events counted, {filled.written} weeks written, up to {through}.")
        if not options["no_studies"]:
            self.stdout.write(f"{refresh(at=timezone.now())} studies made.")

    def _progress(self, what: str, done: int, total: int) -> None:
        self.stdout.write(f"{what}: {done} of {total}")
