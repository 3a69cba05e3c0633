"""Each test begins with the rows that migrations wrote (the default reactions, thresholds) and no other."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from rse.management import tables
from tests import machine
from tests.migrated import migrated
from tests.saved import Rows, put_in, rows_of_tables, tables_with_rows
from tests.servers import FOLDER, REFERENCE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> None:
    """The test database is copied from a migrated one, unless it is on a server named by its address, where we leave nothing."""
    if REFERENCE and machine.reference_database():
        return
    kept_in = request.config.cache.mkdir("migrated")
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated(FOLDER, kept_in, system_only=REFERENCE)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, as migrated, again after a test that commits: Django would truncate every table and migrate once more."""
    with django_db_blocker.unblock():
        seeds = rows_of_tables()
    assert "communities_reactionkind" in seeds
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: _back_to(seeds))
        yield


def _back_to(seeds: Rows) -> None:
    """Rows are deleted, which costs by the row, where a truncation costs by the table and its indices, nearly all of them empty.

    As a replica, PostgreSQL runs no trigger: neither the checks between tables, nor what forbids a deletion. That is for
    its superusers, as on the servers started here; a server given by its address may offer less.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in tables_with_rows():
                cursor.execute(f'DELETE FROM "{name}"')
        else:
            tables.empty(tables_with_rows())
        put_in(seeds)
