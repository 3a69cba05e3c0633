"""The posts of a person, and of all, by their last activity. Made while people write: restartable, and outside a transaction."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("communities", "0060_retired_practices")]

    operations = [
        # One that was interrupted leaves an index that answers nothing: it is made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS post_of_author_by_activity", migrations.RunSQL.noop),
        # feeds.orders: what somebody followed wrote, by its last activity
        AddIndexConcurrently(
            "post",
            models.Index(
                models.F("author"),
                models.OrderBy(models.F("last_activity_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(deleted_at=None),
                name="post_of_author_by_activity",
            ),
        ),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS post_by_activity_anywhere", migrations.RunSQL.noop),
        # feeds.orders: what the whole company says, by its last activity
        AddIndexConcurrently(
            "post",
            models.Index(
                models.OrderBy(models.F("last_activity_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(deleted_at=None),
                name="post_by_activity_anywhere",
            ),
        ),
    ]
