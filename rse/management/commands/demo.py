"""`manage.py demo`: fill an empty installation with the demonstration company."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management import CommandError, call_command, get_commands
from django.utils import timezone

from rse.lib.refusal import Refused
from rse.management.demo.make import Made, is_empty, make_demo
from rse.management.demo.people import FULL_SIZE, FULL_WEEKS
from rse.management.demo.process import SEED
from rse.management.demo.proofs import tell_proofs
from rse.management.plain import PlainCommand

_WIDTH = 24


class Command(PlainCommand):
    help = "Fills an empty installation with an invented company: people, communities and more than a year of conversations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=FULL_SIZE, help="size of the company (60 at least)")
        parser.add_argument("--weeks", type=int, default=FULL_WEEKS, help="length of its history (8 at least)")
        parser.add_argument("--seed", type=int, default=SEED, help="another number, another company")
        parser.add_argument("--end", help="date and time at which the history ends; now unless told otherwise")
        parser.add_argument("--if-empty", action="store_true", help="do nothing, without a word, where people already are")

    def handle(self, *, people: int, weeks: int, seed: int, end: str | None, if_empty: bool, **options: Any) -> None:
        if if_empty and not is_empty():
            return
        if people < 60 or weeks < 8:
            raise CommandError("The demonstration needs 60 people and 8 weeks at least.")
        try:
            made = make_demo(at=_instant(end), people=people, weeks=weeks, seed=seed, progress=self._progress)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._count()
        tell_proofs(at=_instant(end), seed=seed)
        self._say(made)

    def _progress(self, done: int, total: int, label: str) -> None:
        if self.stdout.isatty():
            bar = "#" * (_WIDTH * done // total)
            self.stdout.write(f"\rInventing the demonstration company [{bar:<{_WIDTH}}] {label:<10}", ending="" if done < total else "\n")
        elif done == 0:
            self.stdout.write("Inventing the demonstration company...")
        self.stdout.flush()

    def _count(self) -> None:
        """The figures of adoption, so that they are there at first sight."""
        if "fill_adoption" in get_commands():
            call_command("fill_adoption", stdout=self.stdout, verbosity=0)

    def _say(self, made: Made) -> None:
        self.stdout.write(
            f"{made.people} invented people, {made.communities} communities, {made.posts} posts, "
            f"{made.answers} answers, {made.reactions} reactions."
        )


def _instant(text: str | None) -> datetime:
    if text is None:
        return timezone.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"Not a date: {text} (expected 2026-11-23 or 2026-11-23T09:00).") from error
    found = found if timezone.is_aware(found) else timezone.make_aware(found)
    if found > timezone.now():
        raise CommandError("The history cannot end in the future.")
    return found
