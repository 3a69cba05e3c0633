"""`manage.py receive_mail`: takes in one message from the standard input, for a mail server that pipes replies to a command."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from communities.actions.inbound import Taken, take_in


class Command(BaseCommand):
    help = "Takes in one message from the standard input. Its exit codes are those of sysexits.h: 0, 65 for what is no mail, 75 for later."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recipients", nargs="*", help="to whom the mail server says that it is (Postfix: ${recipient})")

    def handle(self, *, recipients: list[str], **options: Any) -> None:
        raw = sys.stdin.buffer.read()
        try:
            taken = take_in(raw, recipients=tuple(recipients), at=timezone.now())
        except Exception as error:
            self.stderr.write(f"later: {type(error).__name__}")
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(taken.value)
        if taken == Taken.UNREADABLE:
            sys.exit(os.EX_DATAERR)
