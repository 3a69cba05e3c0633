"""Suggest pioneers from the command line, by the rules of the seeding assistant, where the pilot then finds them."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from adoption.actions.choosing import suggest
from adoption.dashboards.seeding import seeding_page
from rse.lib.refusal import Refused


class Command(BaseCommand):
    help = "Suggests people to ask first, each with the reason, in the place of those suggested before. They are deleted at the launch."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--count", type=int, default=40, help="how many people (40)")

    def handle(self, *, count: int, **options: Any) -> None:
        try:
            suggest(by=None, count=count, at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        page = seeding_page(language="en")
        for row in page.rows:
            unit = row.person.unit.name if row.person.unit else "—"
            self.stdout.write(f"{row.person.name} · {unit} · {row.why} · +{row.gain}")
        for sentence in page.reach.sentences if page.reach else ():
            between = f" [{sentence.interval.low} to {sentence.interval.high}]" if sentence.interval else ""
            self.stdout.write(f"{sentence.text}{between} ({sentence.label})")
        for warning in page.reach.warnings if page.reach else ():
            self.stderr.write(warning)
