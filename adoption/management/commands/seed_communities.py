"""Found communities from templates, as a file lists them."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from adoption.history.patterns import found, pattern_of, patterns
from adoption.models import Planned
from rse.lib.refusal import Refused
from rse.people.models import Person


class Command(BaseCommand):
    help = (
        "Founds communities from templates, all of them or none. The file is CSV (template,name,animator) or YAML (a list of the same "
        "keys); only the template is needed."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"templates: {', '.join(one.key for one in patterns('en'))}")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="whose communities they are, until handed over")
        parser.add_argument("--language", choices=("fr", "en"), default="fr", help="of purposes, charters and questions (fr)")

    def handle(self, *, file: Path, by: str, language: str, **options: Any) -> None:
        owner = Person.objects.filter(email=by.lower(), is_active=True, is_guest=False).first()
        if owner is None:
            raise CommandError(f"--by: no employee has the address {by}")
        rows, now = _rows(file), timezone.now()
        with transaction.atomic():
            for line, row in enumerate(rows, start=1):
                try:
                    self._found(row, owner, language, now)
                except Refused as refusal:
                    raise CommandError(f"{file.name}, entry {line}: {refusal} Nothing was founded.") from None
        self.stdout.write(f"{len(rows)} communities founded.")

    def _found(self, row: dict[str, str], owner: Person, language: str, now: Any) -> None:
        key, email = row.get("template", ""), row.get("animator", "").lower()
        animator = Person.objects.filter(email=email).first() if email else None
        if email and animator is None:
            raise Refused(f"nobody has the address {email}.")
        name = row.get("name") or pattern_of(key, language).name
        planned = Planned(pattern=key, name=name, animator_id=animator.pk if animator else None)
        found(by=owner, planned=planned, language=language, today=timezone.localdate(now), at=now)
        self.stdout.write(f"{name} ({key}){f', animated by {animator.name}' if animator else ''}")


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix in (".yml", ".yaml"):
            listed = yaml.safe_load(text)
            rows = [{str(k): str(v) for k, v in one.items() if v is not None} for one in listed] if isinstance(listed, list) else []
        else:
            rows = [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(text.splitlines())]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError) as error:
        raise CommandError(f"{file}: {error}") from error
    if not rows:
        raise CommandError(f"{file}: nothing is listed in it")
    return rows
