"""Load the log of another platform into this installation."""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from adoption.actions.imports import import_log
from adoption.fill import fill
from adoption.history.clock import present, zone
from adoption.history.loading import Loaded
from adoption.history.logs import Unusable, read_communities, read_log, read_people
from adoption.management.ready import is_behind
from rse.lib.refusal import Refused

MAX_SHOWN = 200


class Command(BaseCommand):
    help = (
        'Loads a log of JSON lines {"at","actor","verb","community","object","root","target","via"} and the list of its people '
        "(CSV id,name,email,unit,manager,joined,left,role) into this installation, then counts its weeks. Safe to run again."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("log", type=Path, help="the events, one JSON object a line")
        parser.add_argument("--people", type=Path, required=True, help="CSV id,name,email,unit,manager,joined,left,role; only id is needed")
        parser.add_argument("--communities", type=Path, help="CSV slug,name,access,animators; else communities appear as they are met")
        parser.add_argument("--merge", action="store_true", help="into an installation that already has people of its own")
        parser.add_argument("--no-fill", action="store_true", help="do not count the weeks now")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.EMBEDDED and is_behind():
            call_command("migrate", interactive=False, verbosity=0)
        now = timezone.now()
        try:
            loaded = self._load(options, now)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except (Refused, Unusable) as error:
            raise CommandError(str(error)) from error
        self._tell(loaded)
        if not options["no_fill"]:
            filled = fill(at=present(now))
            self.stdout.write(f"{filled.written} weeks counted.")

    def _load(self, options: dict[str, Any], now: Any) -> Loaded:
        log, people, communities = options["log"], options["people"], options["communities"]
        with log.open("rb") as lines, people.open(encoding="utf-8-sig", errors="replace", newline="") as listed:
            places = io.StringIO(communities.read_text(encoding="utf-8-sig", errors="replace") if communities else "")
            return import_log(
                lines=read_log(lines, file=log.name, zone=zone(), now=now),
                people=read_people(listed, file=people.name, zone=zone()),
                communities=read_communities(places, file=communities.name) if communities else (),
                files=(log.name, people.name, communities.name if communities else ""),
                by=None,
                at=now,
                merge=options["merge"],
            )

    def _tell(self, loaded: Loaded) -> None:
        for problem in loaded.problems[:MAX_SHOWN]:
            self.stderr.write(str(problem))
        if len(loaded.problems) > MAX_SHOWN:
            self.stderr.write(f"… and {len(loaded.problems) - MAX_SHOWN} more lines with a problem.")
        if loaded.too_old:
            self.stdout.write(f"{loaded.too_old} events of weeks whose history is no longer kept were left out.")
        self.stdout.write(
            f"{loaded.people} people, {loaded.communities} communities, {loaded.memberships} memberships and {loaded.events} events "
            f"went in; {loaded.already} events were already there, {loaded.bots} of bots were left out, "
            f"{len(loaded.problems)} lines had a problem."
        )
