"""`manage.py test`: the whole suite on the embedded database, and what touches a server again on PostgreSQL and Redis.

Whole, both are run at once: a browser and processes that start leave much of the machine idle. Named tests are run one after the other.
"""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NO_TEST_RAN = 5
# A second try is for a machine that was busy elsewhere: what needed one is printed, and more than a handful fail (tests/servers.py).
WHOLE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations=10", "--reruns", "1", "--reruns-delay", "2", "-raR"]


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
        asked = [*(arguments or WHOLE), *(["--require-reference"] if require_reference else [])]
        lacking = [] if embedded_only else _missing_reference()
        if not (arguments or embedded_only or lacking):
            self._both(asked)
            return
        _judge("embedded", self._pytest("embedded", asked).wait())
        if lacking:
            sentence = f"Reference run skipped: {'; '.join(lacking)}."
            if require_reference:
                raise CommandError(sentence)
            self.stdout.write(sentence)
        elif not embedded_only:
            code = self._pytest("reference", asked).wait()
            _judge("reference", 0 if code == NO_TEST_RAN else code)

    def _both(self, asked: list[str]) -> None:
        """What the second run says is told once the first has ended."""
        with tempfile.TemporaryFile("w+") as said, self._pytest("reference", asked, said) as beside:
            codes = self._pytest("embedded", asked).wait(), beside.wait()
            said.seek(0)
            self.stdout.write(said.read())
        _judge("embedded", codes[0])
        _judge("reference", codes[1])

    def _pytest(self, servers: str, arguments: list[str], said: IO[str] | None = None) -> "subprocess.Popen[bytes]":
        print(f"Tests on the {servers} servers", file=said or sys.stdout, flush=True)
        command = [sys.executable, "-m", "pytest", *arguments]
        # Half a dozen processes import the same files: what the first has compiled serves the others.
        environment = os.environ | {"MAILLAGE_TEST_ON": servers, "PYTHONDONTWRITEBYTECODE": ""}
        return subprocess.Popen(command, cwd=settings.ROOT, env=environment, stdout=said)


def _judge(servers: str, code: int) -> None:
    if code:
        on = "the embedded database" if servers == "embedded" else "PostgreSQL and Redis"
        raise CommandError("No test was found." if code == NO_TEST_RAN else f"Tests failed on {on}.")


def _missing_reference() -> list[str]:
    from tests.machine import missing_reference

    return missing_reference()
