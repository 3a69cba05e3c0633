"""The history, partitioned by month of its id; a default partition takes what has no month of its own yet."""

from django.db import migrations, models

CREATE = """
CREATE SEQUENCE communities_event_seq;
CREATE TABLE communities_event (
    id bigint NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_id bigint,
    verb varchar(16) NOT NULL,
    community_id bigint,
    object_type varchar(12) NOT NULL DEFAULT '',
    object_id bigint,
    root_id bigint,
    target_id bigint,
    via varchar(80) NOT NULL DEFAULT '',
    source varchar(40) NOT NULL DEFAULT '',
    seq bigint NOT NULL DEFAULT nextval('communities_event_seq')
) PARTITION BY RANGE (id);
ALTER SEQUENCE communities_event_seq OWNED BY communities_event.seq;
CREATE TABLE communities_event_default PARTITION OF communities_event DEFAULT;
-- adoption.fill: what has arrived since its mark
CREATE INDEX communities_event_seq_idx ON communities_event (seq);
-- adoption.history: what was undone
CREATE INDEX communities_event_undo_idx ON communities_event (object_id) WHERE verb IN ('delete', 'unreact', 'unfollow');
-- a person's own history: export and erasure
CREATE INDEX communities_event_actor_idx ON communities_event (actor_id, id);
"""
DROP = "DROP TABLE communities_event; DROP SEQUENCE IF EXISTS communities_event_seq;"


STATE = migrations.CreateModel(
    name="Event",
    fields=[
        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
        ("at", models.DateTimeField()),
        ("actor_id", models.BigIntegerField(null=True)),
        ("verb", models.CharField(max_length=16)),
        ("community_id", models.BigIntegerField(null=True)),
        ("object_type", models.CharField(blank=True, max_length=12)),
        ("object_id", models.BigIntegerField(null=True)),
        ("root_id", models.BigIntegerField(null=True)),
        ("target_id", models.BigIntegerField(null=True)),
        ("via", models.CharField(blank=True, max_length=80)),
        ("source", models.CharField(blank=True, max_length=40)),
        ("seq", models.BigIntegerField(editable=False)),
    ],
    options={"db_table": "communities_event"},
)


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_bonds")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, DROP)], state_operations=[STATE]
        )
    ]
