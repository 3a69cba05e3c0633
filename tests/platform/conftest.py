"""What several tests of the platform start from."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection


@pytest.fixture
def elsewhere(db: None) -> Iterator[str]:
    """Address of a new, empty database on the same server."""
    with _made("") as address:
        yield address


@pytest.fixture
def migrated_elsewhere(db: None) -> Iterator[str]:
    """The same with the tables of the site, where the server has the database that the tests' own was copied from."""
    template = connection.settings_dict["TEST"].get("TEMPLATE")
    with _made(f"TEMPLATE {template}" if template else "") as address:
        yield address


@contextmanager
def _made(how: str) -> Iterator[str]:
    name = f"elsewhere_{os.getpid()}"
    settings = connection.settings_dict
    administration = psycopg2.connect(
        host=settings["HOST"], port=settings["PORT"] or None, user=settings["USER"], password=settings["PASSWORD"], dbname="postgres"
    )
    administration.autocommit = True
    with administration.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} {how}")
        yield os.environ["DATABASE_URL"].replace("/maillage?", f"/{name}?", 1)
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    administration.close()
