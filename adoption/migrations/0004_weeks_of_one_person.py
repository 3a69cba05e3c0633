"""The weeks of one person, for that person alone. Made while people write: restartable, and outside a transaction."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("adoption", "0003_frozen_weeks_people_before_ledger")]

    operations = [
        # One that was interrupted leaves an index that answers nothing: it is made anew.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS personweek_own", migrations.RunSQL.noop),
        AddIndexConcurrently("personweek", models.Index(fields=["person", "week"], name="personweek_own")),
    ]
