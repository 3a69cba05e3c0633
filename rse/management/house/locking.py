"""Which migrations would lock a table that people are using, while old and new code run side by side."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader

OURS = ("people", "audit", "communities", "adoption")
# The migrations of the first release made the tables they touch: nobody was using them yet.
FIRST_RELEASE = {"people": 1, "audit": 2, "communities": 4, "adoption": 1}


def locking_migrations() -> list[str]:
    """One sentence per operation that is to be done another way."""
    loader = MigrationLoader(None)
    found = []
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in OURS and int(name[:4]) > FIRST_RELEASE[app]:
            found += [f"{app}/{name}: {sentence}" for sentence in locks(migration)]
    return found


def locks(migration: Migration) -> Iterator[str]:
    """What in this migration locks or breaks a table that it did not make itself."""
    made = {one.name_lower for one in migration.operations if isinstance(one, operations.CreateModel)}
    for one in _flat(migration.operations):
        table = getattr(one, "model_name_lower", "") or getattr(one, "name_lower", "")
        sentence = "" if table in made else _objection(one)
        if sentence:
            yield f"{one.describe()}: {sentence}"


def _flat(several: Sequence[operations.base.Operation]) -> Iterator[operations.base.Operation]:
    for one in several:
        yield one
        if isinstance(one, operations.SeparateDatabaseAndState):
            yield from _flat(one.database_operations)


def _objection(one: operations.base.Operation) -> str:
    if isinstance(one, operations.AddIndex) and not isinstance(one, AddIndexConcurrently):
        return "use AddIndexConcurrently, in a migration with atomic = False"
    if isinstance(one, operations.AddConstraint) and not isinstance(one, AddConstraintNotValid):
        return "use AddConstraintNotValid, then ValidateConstraint in the next migration"
    if isinstance(one, operations.AddField) and _fills_rows(one.field):
        return "add it nullable or with db_default, fill it in batches, then forbid NULL"
    if isinstance(one, operations.AlterField):
        return "a changed column is rewritten under a lock: add a new one, copy in batches, switch"
    if isinstance(one, (operations.RenameField, operations.RenameModel, operations.AlterModelTable)):
        return "the code of one version back would not find it: add the new name, keep the old one for a release"
    if isinstance(one, (operations.RemoveField, operations.DeleteModel)):
        return "the code of one version back still reads it: take it out of the state first, drop it a release later"
    return ""


def _fills_rows(field: "models.Field[Any, Any]") -> bool:
    """Whether the new column needs a value in every row at once."""
    given = field.null or field.many_to_many or field.db_default is not models.NOT_PROVIDED
    return field.unique or not given
