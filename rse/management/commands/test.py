"""`manage.py test`: the whole suite on the embedded database, then what touches a server again on PostgreSQL and Redis."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NO_TEST_RAN = 5
WHOLE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations=10"]


class Command(BaseCommand):
    help = "Runs the tests on private throwaway servers. Other arguments go to pytest."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--require-reference", action="store_true", help="a missing PostgreSQL, Redis, Chromium or data set is an error"
        )
        parser.add_argument("--embedded-only", action="store_true", help="leave out the run on PostgreSQL and Redis")

    def run_from_argv(self, argv: list[str]) -> None:
        """Everything that is not ours is pytest's."""
        parser = ArgumentParser(prog="manage.py test", description=self.help, add_help=False)
        self.add_arguments(parser)
        options, arguments = parser.parse_known_args(argv[2:])
        try:
            self.handle(arguments=arguments, **vars(options))
        except CommandError as error:
            self.stderr.write(str(error))
            sys.exit(1)

    def handle(self, *, arguments: list[str], require_reference: bool, embedded_only: bool, **options: Any) -> None:
        strict = ["--require-reference"] if require_reference else []
        code = self._pytest("embedded", [*strict, *arguments])
        if code:
            raise CommandError("No test was found." if code == NO_TEST_RAN else "Tests failed on the embedded database.")
        if embedded_only:
            return
        if lacking := _missing_reference():
            sentence = f"Reference run skipped: {'; '.join(lacking)}."
            if require_reference:
                raise CommandError(sentence)
            self.stdout.write(sentence)
            return
        code = self._pytest("reference", [*strict, *arguments])
        if code and not (code == NO_TEST_RAN and arguments):
            raise CommandError("Tests failed on PostgreSQL and Redis.")

    def _pytest(self, servers: str, arguments: list[str]) -> int:
        self.stdout.write(f"Tests on the {servers} servers")
        self.stdout.flush()
        parallel = [] if any(not word.startswith("--require") for word in arguments) else WHOLE
        command = [sys.executable, "-m", "pytest", *parallel, *arguments]
        return subprocess.run(command, cwd=settings.ROOT, env=os.environ | {"MAILLAGE_TEST_ON": servers}).returncode


def _missing_reference() -> list[str]:
    from tests.machine import missing_reference

    return missing_reference()
