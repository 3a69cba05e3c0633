"""`manage.py backup FILE`: the whole instance in one file, while people go on working."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from rse.management import archive
from rse.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Writes the whole instance, database and stored files, into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already: a backup never overwrites another.")
        try:
            manifest = archive.write(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written ({error.strerror}).") from error
        rows = sum(manifest.rows.values())
        stored = sum(name.startswith("media/") for name in manifest.files)
        self.stdout.write(f"{file}: {len(manifest.rows)} tables, {rows} rows, {stored} files.")
