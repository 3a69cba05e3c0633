"""Load the log of another platform into this installation."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from adoption.actions.imports import import_log
from adoption.fill import fill
from adoption.history.clock import present, zone
from adoption.history.loading import Loaded
from adoption.history.logs import Unusable, read_communities, read_people
from adoption.history.logs.formats import FORMATS, JSONL, Log, Reading, open_log
from adoption.history.logs.instants import ORDERS
from adoption.management.progress import Bar
from adoption.management.ready import is_behind
from adoption.management.telling import doubts_of, findings, outcome, problems_of
from rse.lib.refusal import Refused


class Command(BaseCommand):
    help = (
        'Loads a log (JSON lines {"at","actor","verb","community","object","root","target","via"}, CSV or ActivityStreams 2.0) and '
        "the list of its people (CSV id,name,email,unit,manager,joined,left,role) into this installation, then counts its weeks. "
        "Safe to run again."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("log", type=Path, help="the events: JSON lines, CSV or ActivityStreams 2.0")
        parser.add_argument("--format", choices=("auto", *FORMATS), default="auto", help="auto looks at what the log begins with")
        parser.add_argument("--map", action="append", default=[], metavar="at=DATE,actor=USER", help="CSV: the columns of our fields")
        parser.add_argument("--verbs", action="append", default=[], metavar="message=post", help="CSV: what its verbs are; * is any other")
        parser.add_argument(
            "--dates", choices=ORDERS, default="auto", help="CSV: whether 02/03/2025 is of March (dmy) or of February (mdy)"
        )
        parser.add_argument(
            "--people", type=Path, help="CSV id,name,email,unit,manager,joined,left,role; only id is needed. JSON lines need it"
        )
        parser.add_argument("--communities", type=Path, help="CSV slug,name,access,animators; else communities appear as they are met")
        parser.add_argument("--merge", action="store_true", help="into an installation that already has people of its own")
        parser.add_argument("--dry-run", action="store_true", help="tell what is found and what would go in; write nothing")
        parser.add_argument("--no-fill", action="store_true", help="do not count the weeks now")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.EMBEDDED and is_behind():
            call_command("migrate", interactive=False, verbosity=0)
        now = timezone.now()
        bar = Bar(self.stderr)
        try:
            with _opened(options["log"]) as file:
                log = self._log(file, options, now)
                loaded = self._load(log, options, now, bar)
        except OSError as error:
            needed = "" if options["people"] or options["format"] not in ("auto", JSONL) else "; JSON lines also need --people"
            raise CommandError(f"{error.filename}: {error.strerror}{needed}") from error
        except (Refused, Unusable) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:
            again = "nothing had been written" if options["dry_run"] else "the same command, run again, adds what is missing"
            raise CommandError(f"Interrupted: {again}.", returncode=130) from error
        finally:
            bar.close()
        self._tell(log, loaded, dry=options["dry_run"])
        if not options["no_fill"] and not options["dry_run"]:
            filled = fill(at=present(now))
            self.stdout.write(f"{filled.written} weeks counted.")

    def _log(self, file: BinaryIO, options: dict[str, Any], now: datetime) -> Log:
        reading = Reading(options["format"], tuple(options["map"]), tuple(options["verbs"]), options["dates"])
        log = open_log(file, name=options["log"].name, reading=reading, zone=zone(), now=now)
        if options["people"] is None and log.format == JSONL:
            raise CommandError(f"{log.name} is read as JSON lines, and these need their list of people: --people PEOPLE.csv")
        return log

    def _load(self, log: Log, options: dict[str, Any], now: datetime, bar: Bar) -> Loaded:
        people, communities = options["people"], options["communities"]
        with ExitStack() as stack:
            listed, places = (
                stack.enter_context(path.open(encoding="utf-8-sig", errors="replace", newline="")) if path else None
                for path in (people, communities)
            )
            return import_log(
                log=log,
                people=read_people(listed, file=people.name, zone=zone()) if listed else None,
                communities=read_communities(places, file=communities.name) if places else (),
                files=(log.name, people.name if people else log.name, communities.name if communities else ""),
                by=None,
                at=now,
                merge=options["merge"],
                dry=options["dry_run"],
                progress=bar,
            )

    def _tell(self, log: Log, loaded: Loaded, *, dry: bool) -> None:
        for doubt in doubts_of(log, loaded):
            self.stderr.write(doubt)
        if not dry:
            for text in problems_of(loaded.problems):
                self.stderr.write(text)
            self.stdout.write(outcome(loaded))
            return
        for text in findings(log, loaded):
            self.stdout.write(text)
        if not loaded.lines:
            raise CommandError(f"{log.name}: nothing in it can be used.")


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file, or a copy of what comes through a pipe: it is looked at before it is read."""
    with path.open("rb") as file:
        if file.seekable():
            yield file
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            copy.seek(0)
            yield copy
