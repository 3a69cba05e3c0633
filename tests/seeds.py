"""Rows that migrations write (the default reactions, thresholds) come back after a test that empties the tables."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import post_migrate

from rse.management import tables

# Django makes these again by itself.
REMADE = {"django_content_type", "auth_permission"}
LAST_APP = "communities"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, as migrated, whenever a test begins: emptying tables ends with the signal of a migration."""
    with django_db_blocker.unblock():
        seeds = _rows_of_migrations()

    def restore(**options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for name, rows in seeds.items():
                cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")')
                if cursor.fetchone()[0]:
                    continue  # a command that migrates has emptied nothing
                cursor.cursor.copy_expert(tables.copy_in(name, tables.columns(name)), BytesIO(rows))

    sender = apps.get_app_config(LAST_APP)
    post_migrate.connect(restore, sender=sender, weak=False)
    yield
    post_migrate.disconnect(restore, sender=sender)


def _rows_of_migrations() -> dict[str, bytes]:
    found = {}
    with connection.cursor() as cursor:
        for name in tables.names():
            rows = BytesIO()
            cursor.cursor.copy_expert(tables.copy_out(name, tables.columns(name)), rows)
            if rows.getvalue() and name not in REMADE:
                found[name] = rows.getvalue()
    assert "communities_reactionkind" in found
    return found
