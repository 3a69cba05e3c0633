"""A command that tells what went wrong in one sentence, without the name of an exception before it."""

import sys

from django.core.management.base import BaseCommand, CommandError


class PlainCommand(BaseCommand):
    """Base of the platform's commands."""

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv([*argv, "--traceback"] if "--traceback" not in argv else argv)
        except CommandError as error:
            self.stderr.write(str(error))
            sys.exit(error.returncode)
        except KeyboardInterrupt:
            self.stderr.write("Interrupted.")
            sys.exit(130)
