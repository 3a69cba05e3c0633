"""Write an evidence pack into a folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from adoption import access
from adoption.dashboards.pages import NotKept
from adoption.evidence.choice import OFFERED
from adoption.evidence.freeze import Wish, freeze
from adoption.evidence.make import made_of
from adoption.history import places
from adoption.management.ready import is_behind
from adoption.models import PackScope
from adoption.science import weeks
from rse.audit import log
from rse.people.models import Person, Unit


class Command(BaseCommand):
    help = "Writes an evidence pack as pack.pdf, pack.pptx and pack.csv: the figures of the pages, as of the last week of the period."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--period", required=True, metavar="2026-W23..2026-W48", help="the first and the last week")
        parser.add_argument("--scope", default="network", metavar="network|unit:ID|community:SLUG")
        parser.add_argument("--language", default="fr", choices=["fr", "en"])
        parser.add_argument("--figures", metavar="KEY,KEY", help="those of docs/metrics.md; a sensible choice unless told")
        parser.add_argument("--title", default="")
        parser.add_argument("--by", metavar="EMAIL", help="a sponsor or pilot: with the stories and the quotes that the board may see")
        parser.add_argument("--out", required=True, type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_behind():
            raise CommandError("This database is not ready: start the site once, or run `manage.py migrate`.")
        first, last = _period(options["period"])
        scope, scope_id = _scope(options["scope"])
        reader, now = _reader(options["by"]), timezone.now()
        keys = options["figures"].split(",") if options["figures"] else [one.key for one in OFFERED[scope] if one.default]
        unknown = set(keys) - {one.key for one in OFFERED[scope]}
        if unknown:
            raise CommandError(f"No such figure for this scope: {', '.join(sorted(unknown))}.")
        with override(options["language"]):
            title = options["title"] or _("Where it stands")
        wish = Wish(
            title, "", options["language"], scope, scope_id, first, last, keys,
            [one.post_id for one in access.stories_for_board(reader)] if reader else [],
            [one.testimonial_id for one in access.quotes_for_board(reader)] if reader else [],
        )  # fmt: skip
        try:
            content = freeze(wish, reader=reader, at=now)
        except NotKept:
            raise CommandError("There are no figures for that scope and that week.") from None
        options["out"].mkdir(parents=True, exist_ok=True)
        for kind, paper in made_of(content).items():
            (options["out"] / f"pack.{kind}").write_bytes(paper)
            self.stdout.write(str(options["out"] / f"pack.{kind}"))
        detail = {"page": "pack ask", "scope": options["scope"], "by_command": True}
        log.record(actor=reader, act="adoption.consult", target_type="pack", detail=detail, at=now)


def _period(text: str) -> tuple[int, int]:
    try:
        first, last = (weeks.parse(part) for part in text.split(".."))
    except ValueError:
        raise CommandError(f"{text!r} is no period: 2026-W23..2026-W48.") from None
    if first > last:
        raise CommandError("The first week comes before the last one.")
    return first, last


def _scope(text: str) -> tuple[str, int]:
    """The scope, and its number. Units have their floor where their figures are read."""
    kind, _colon, name = text.partition(":")
    if kind == "network" and not name:
        return PackScope.NETWORK, 0
    if kind == "community":
        found = next((place.id for place in places().values() if place.slug == name), None)
        if found is not None:
            return PackScope.COMMUNITY, found
    if kind == "unit" and name.isdecimal() and len(name) < 19 and Unit.objects.filter(pk=int(name)).exists():
        return PackScope.UNIT, int(name)
    raise CommandError(f"No figures for {text!r}: unknown, secret or protected.")


def _reader(email: str | None) -> Person | None:
    if not email:
        return None
    person = Person.objects.filter(email=email.lower(), is_active=True).first()
    if person is None or not access.may_see_network(person):
        raise CommandError(f"{email} is neither a sponsor nor a pilot here.")
    return person
