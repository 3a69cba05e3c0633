"""One index of the weeks of people where there were two: a week's rows stay together, and one person is found in each week.

Made while people write: restartable, and outside a transaction.
"""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations, models

ONCE = models.UniqueConstraint(fields=["week", "person", "community_id"], name="personweek_one")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("adoption", "0006_firsts_of_people")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                # One that was interrupted leaves an index that answers nothing: it is made anew.
                migrations.RunSQL("ALTER TABLE adoption_personweek DROP CONSTRAINT IF EXISTS personweek_one", migrations.RunSQL.noop),
                migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS personweek_one", migrations.RunSQL.noop),
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY personweek_one ON adoption_personweek (week, person, community_id)",
                    "DROP INDEX CONCURRENTLY IF EXISTS personweek_one",
                ),
                migrations.RunSQL(
                    "ALTER TABLE adoption_personweek ADD CONSTRAINT personweek_one UNIQUE USING INDEX personweek_one",
                    "ALTER TABLE adoption_personweek DROP CONSTRAINT IF EXISTS personweek_one",
                ),
            ],
            state_operations=[migrations.AddConstraint("personweek", ONCE)],
        ),
        migrations.RemoveConstraint("personweek", "personweek_once"),
        RemoveIndexConcurrently("personweek", "personweek_own"),
    ]
