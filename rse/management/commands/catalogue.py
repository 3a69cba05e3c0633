"""`catalogue extract | merge FILE.json | compile | check`: keep the French and English texts complete."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rse.lib import catalogue


class Command(BaseCommand):
    help = "Takes texts out of the code, merges translations, compiles them, checks that none is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("extract", help="bring the .po files to the texts of the code")
        steps.add_parser("compile", help="write the .mo files")
        steps.add_parser("check", help="list what is missing, fuzzy, untranslated, different or stale")
        merging = steps.add_parser("merge", help='fill French from JSON: {"Text": "Texte", "One": ["sing", "plur"]}')
        merging.add_argument("files", nargs="+", type=Path, metavar="FILE.json")

    def handle(self, *args: Any, **options: Any) -> None:
        {"extract": self._extract, "compile": self._compile, "check": self._check, "merge": self._merge}[options["step"]](
            options.get("files", [])
        )

    def _extract(self, _files: list[Path]) -> None:
        catalogue.refresh()
        self.stdout.write(f"{len(catalogue.read('fr'))} texts.")

    def _compile(self, _files: list[Path]) -> None:
        catalogue.compile_all()

    def _check(self, _files: list[Path]) -> None:
        if problems := catalogue.check():
            raise CommandError("\n".join([*problems, f"{len(problems)} problems in the catalogue."]))
        self.stdout.write("The catalogue is complete.")

    def _merge(self, files: list[Path]) -> None:
        for file in files:
            try:
                translations = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise CommandError(f"{file}: {error}") from error
            for key in catalogue.merge(translations):
                self.stderr.write(f"{file.name}: no text asks for {key!r}")
