"""`manage.py push_keys`: the keys by which push services know this installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from communities.actions import pushes


class Command(BaseCommand):
    help = "Shows the public key of notifications on devices; --rotate makes new keys. The private one is never shown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rotate", action="store_true", help="make new keys; browsers take them when their people come back")
        parser.add_argument("--at-once", action="store_true", help="with --rotate: destroy the old keys now, as when somebody read them")

    def handle(self, *, rotate: bool, at_once: bool, **options: Any) -> None:
        now = timezone.now()
        key = pushes.rotate_keys(at=now, at_once=at_once) if rotate else pushes.current_key(at=now)
        self.stdout.write(f"Public key: {key.public}")
        self.stdout.write(f"Made at {key.made_at:%Y-%m-%d %H:%M} UTC.")
        if rotate and at_once:
            self.stdout.write("The old keys are gone. Nothing is sent to a browser until its person comes back to the site there.")
        elif rotate:
            self.stdout.write(f"The old keys still serve browsers that have not come back, for {pushes.KEYS_LAST.days} days.")
