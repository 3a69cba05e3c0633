"""What `check_house` would catch."""

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from rse.management.house.checks import CHECKS
from rse.management.house.locking import locking_migrations, locks

INDEX = models.Index(fields=["at"], name="post_at")
CHECK = models.CheckConstraint(condition=models.Q(pk__gt=0), name="post_positive")


def objections(*operations: Operation) -> list[str]:
    kind = type("Migration", (migrations.Migration,), {"operations": list(operations)})
    return list(locks(kind("0009_change", "communities")))


@pytest.mark.parametrize(
    ("operation", "instead"),
    [
        (migrations.AddIndex("post", INDEX), "AddIndexConcurrently"),
        (migrations.AddConstraint("post", CHECK), "AddConstraintNotValid"),
        (migrations.AddField("post", "mood", models.CharField(default="calm", max_length=9)), "nullable or with db_default"),
        (migrations.AddField("post", "code", models.CharField(null=True, unique=True, max_length=9)), "nullable or with db_default"),
        (migrations.AlterField("post", "title", models.TextField()), "add a new one"),
        (migrations.RenameField("post", "title", "heading"), "keep the old one"),
        (migrations.RemoveField("post", "title"), "drop it a release later"),
    ],
)
def test_a_migration_that_locks_or_breaks_is_told_another_way(operation: Operation, instead: str) -> None:
    (sentence,) = objections(operation)
    assert instead in sentence
    (nested,) = objections(migrations.SeparateDatabaseAndState(database_operations=[operation]))
    assert nested == sentence


def test_a_migration_that_lets_people_work_passes() -> None:
    made_here = migrations.CreateModel("mood", [("id", models.BigAutoField(primary_key=True)), ("at", models.DateTimeField())])
    assert objections(made_here, migrations.AddIndex("mood", INDEX)) == []
    assert objections(AddIndexConcurrently("post", INDEX), AddConstraintNotValid("post", CHECK)) == []
    assert objections(migrations.AddField("post", "mood", models.CharField(null=True, max_length=9))) == []
    assert objections(migrations.AddField("post", "mood", models.CharField(db_default="calm", max_length=9))) == []


def test_no_migration_of_ours_locks_a_table_in_use() -> None:
    assert locking_migrations() == []


def test_an_unknown_check_is_told_with_those_that_exist() -> None:
    with pytest.raises(CommandError, match=", ".join(check.name for check in CHECKS)):
        call_command("check_house", "nonsense")
