"""`manage.py check_house`: the rules of the house that a machine can check."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from rse.management.house.checks import CHECKS
from rse.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Checks format, lint, types, imports, templates, translations and migrations."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("only", nargs="*", help="names of checks; all of them unless told otherwise")

    def handle(self, *, only: list[str], **options: Any) -> None:
        chosen = [check for check in CHECKS if not only or check.name in only]
        if not chosen:
            raise CommandError(f"There is no such check; there are: {', '.join(check.name for check in CHECKS)}.")
        failed = []
        for check in chosen:
            began = time.monotonic()
            found = check.run()
            self.stdout.write(f"{'FAIL' if found else 'ok  '} {check.name} ({time.monotonic() - began:.1f} s)")
            self.stdout.flush()
            if found:
                failed.append(check.name)
                self.stdout.write(f"{found}\n-> {check.go}")
        if failed:
            raise CommandError(f"The house is not in order: {', '.join(failed)}.")
        self.stdout.write("The house is in order.")
