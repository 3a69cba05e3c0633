"""The largest communities that one could join in a click. Made while people write: restartable, and outside a transaction."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("communities", "0064_proposals_of_practices")]

    operations = [
        # One that was interrupted leaves an index that answers nothing: it is made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS community_to_discover", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "community",
            models.Index(
                models.F("members_count").desc(),
                "name_key",
                condition=models.Q(("archived_at__isnull", True), ("joining", "free"), ("listed", True)),
                name="community_to_discover",
            ),
        ),
    ]
