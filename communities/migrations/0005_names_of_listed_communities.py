"""A name is one listed community's; secret communities may share it, lest a refusal tell that they exist."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

ONCE = models.UniqueConstraint(fields=["name_key"], condition=models.Q(listed=True), name="community_listed_name_once")
# Each statement may be run again: a unique index that was cut short is dropped first.
CREATE = [
    "DROP INDEX CONCURRENTLY IF EXISTS community_listed_name_once",
    "CREATE UNIQUE INDEX CONCURRENTLY community_listed_name_once ON communities_community (name_key) WHERE listed",
]
# The old constraint goes in an instant, with the index that Django adds beside it for LIKE.
DROP_OLD = """
DO $$
DECLARE old record;
BEGIN
    FOR old IN SELECT conname FROM pg_constraint
        WHERE conrelid = 'communities_community'::regclass AND contype = 'u'
        AND conkey = ARRAY[(SELECT attnum FROM pg_attribute WHERE attrelid = 'communities_community'::regclass AND attname = 'name_key')]
    LOOP
        EXECUTE format('ALTER TABLE communities_community DROP CONSTRAINT %I', old.conname);
    END LOOP;
    FOR old IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = 'communities_community' AND indexname LIKE '%name\\_key%\\_like'
    LOOP
        EXECUTE format('DROP INDEX %I', old.indexname);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("communities", "0004_default_reactions")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, "DROP INDEX IF EXISTS community_listed_name_once")],
            state_operations=[migrations.AddConstraint("community", ONCE)],
        ),
        AddIndexConcurrently("community", models.Index(fields=["name_key", "id"], name="community_directory")),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DROP_OLD, migrations.RunSQL.noop)],
            state_operations=[migrations.AlterField("community", "name_key", models.CharField(editable=False, max_length=120))],
        ),
    ]
