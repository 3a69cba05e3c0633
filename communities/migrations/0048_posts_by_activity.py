"""The posts of a community by their last activity. Made while people write: restartable, and outside a transaction."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("communities", "0046_removed_versions")]

    operations = [
        # One that was interrupted leaves an index that answers nothing: it is made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS post_by_activity", migrations.RunSQL.noop),
        # feeds.sorts: the posts of a community by their last activity, and the page after one of them
        AddIndexConcurrently(
            "post",
            models.Index(
                models.F("community"),
                models.OrderBy(models.F("last_activity_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(deleted_at=None),
                name="post_by_activity",
            ),
        ),
    ]
