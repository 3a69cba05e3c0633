"""Take a staff list from the command line, by the rules of the seeding assistant."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from rse.lib.refusal import Refused
from rse.people.actions.directory import choose_columns, give_list, plan_of, table_of, take_list
from rse.people.directory.columns import FIELDS
from rse.people.directory.plan import Plan


class Command(BaseCommand):
    help = (
        "Opens, changes and closes accounts as a staff list (CSV or XLSX) says: all of it or nothing, and safe to run again. Columns are "
        "guessed from the first line."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX, one line a person")
        parser.add_argument("--map", action="append", default=[], metavar="email=COURRIEL", help=f"the column of {', '.join(FIELDS)}")
        parser.add_argument("--whole", action="store_true", help="everybody is in the list: close the accounts that it no longer names")
        parser.add_argument("--dry-run", action="store_true", help="tell what it would do, with every problem and its line; write nothing")

    def handle(self, *, file: Path, map: list[str], whole: bool, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        try:
            with transaction.atomic():
                listed = give_list(by=None, name=file.name, content=content, at=now)
                chosen = listed.columns | _columns(map, table_of(listed).header)
                listed = choose_columns(by=None, listed=listed, columns=chosen, whole=whole)
                plan = plan_of(listed, by=None, at=now) if dry_run else take_list(by=None, listed=listed, at=now)
                if dry_run:
                    transaction.set_rollback(True)
        except Refused as refusal:
            raise CommandError(f"{file.name}: {refusal}") from None
        self._tell(plan, dry=dry_run)

    def _tell(self, plan: Plan, *, dry: bool) -> None:
        for problem in plan.problems:
            self.stderr.write(f"line {problem.line}: {problem.words}{f' ({problem.value})' if problem.value else ''}")
        would = "would be " if dry else ""
        self.stdout.write(
            f"{plan.rows} lines: {len(plan.new)} accounts {would}opened, {len(plan.changed)} {would}changed, "
            f"{len(plan.leaving)} {would}closed, {plan.same} the same, {plan.aside} lines left aside; {len(plan.new_units)} units new."
        )


def _columns(given: list[str], header: tuple[str, ...]) -> dict[str, int]:
    """`email=Courriel,site=Lieu` as places; raises CommandError on a field or a column that does not exist."""
    chosen = {}
    for pair in (pair for text in given for pair in text.split(",")):
        name, _equal, title = pair.partition("=")
        if name not in FIELDS:
            raise CommandError(f"--map: {name!r} is no field; there are {', '.join(FIELDS)}")
        if title not in header:
            raise CommandError(f"--map: no column is called {title!r}; there are {', '.join(header)}")
        chosen[name] = header.index(title)
    return chosen
