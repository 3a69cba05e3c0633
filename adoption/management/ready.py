"""Whether the database is ready for a command."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def is_behind() -> bool:
    """Whether migrations wait: a data folder that nobody has run yet, or an older version of it."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
