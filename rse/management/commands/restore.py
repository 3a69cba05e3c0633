"""`manage.py restore FILE`: an instance like the one that was backed up, here."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rse.management import archive
from rse.management.archive import ArchiveError
from rse.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Loads an archive made by `backup` into this instance, which must be empty."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace what this instance holds")

    def handle(self, *, file: Path, force: bool, **options: Any) -> None:
        try:
            with archive.opened(file) as (content, manifest):
                self._check_versions(manifest.migrations)
                if not force and self._holds_people():
                    raise CommandError("This instance already has people: restore into an empty one, or replace it all with --force.")
                self._migrate_as(manifest.migrations)
                archive.load_tables(content, manifest)
                stored = archive.load_files(content, manifest)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Restored: {sum(manifest.rows.values())} rows, {stored} files, as of {manifest.made_at}.")

    def _check_versions(self, wanted: list[tuple[str, str]]) -> None:
        known = MigrationExecutor(connection).loader.graph.nodes
        unknown = [f"{app}/{name}" for app, name in wanted if (app, name) not in known]
        if unknown:
            raise CommandError(f"The archive comes from a newer version (it has {unknown[0]}): update Maillage first.")

    def _holds_people(self) -> bool:
        model = get_user_model()
        return model._meta.db_table in connection.introspection.table_names() and model.objects.exists()

    def _migrate_as(self, wanted: list[tuple[str, str]]) -> None:
        """Bring the schema to what it was in the archive: the rows are those of that schema."""
        executor = MigrationExecutor(connection)
        applied = executor.loader.applied_migrations
        if any(key not in set(wanted) for key in applied):
            raise CommandError("This instance is already beyond the archive's version: restore into a new, empty one.")
        nodes = executor.loader.graph.node_map
        last = [key for key in wanted if not {child.key for child in nodes[key].children} & set(wanted)]
        executor.migrate(last)
