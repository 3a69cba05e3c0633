"""`index_search`: have all that is there found by search, from the first post on. It may be stopped, and goes on where it was."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from communities.actions import indexing


class Command(BaseCommand):
    help = "Index what search is to find and has no entry yet, or an old one. Workers do the same by themselves, more slowly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="begin a new round over all posts, even if the last one has ended")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"] or indexing.round_is_over():
            indexing.begin_round()
        done = 0
        while True:
            goes_on = indexing.go_on_with_round(timezone.now())
            while taken := indexing.index_due(timezone.now()):
                done += taken
            if not goes_on:
                break
        self.stdout.write(f"{done} texts indexed.")
