"""The practices of a community that hold no more. Made while people write: restartable, and outside a transaction."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("communities", "0059_more_notices")]

    operations = [
        # One that was interrupted leaves an index that answers nothing: it is made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS practice_retired", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "practice",
            models.Index(condition=models.Q(("retired_at", None), _negated=True), fields=["community", "id"], name="practice_retired"),
        ),
    ]
