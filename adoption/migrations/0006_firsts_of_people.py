"""The first weeks of every pseudonym in every place, by themselves: no filling has to look through two years of weeks for them.

What `PersonBefore` kept is taken over; its table stays for the code of one version back, and goes a release later.
"""

from django.db import migrations, models

COPY = """
INSERT INTO adoption_personfirst (kind, community_id, person, week)
SELECT 1, community_id, person, first_week FROM adoption_personbefore
UNION ALL SELECT 2, community_id, person, first_week FROM adoption_personbefore WHERE contributed = 1
UNION ALL SELECT 3, community_id, person, first_week FROM adoption_personbefore WHERE wrote = 1;
INSERT INTO adoption_personfirst (kind, community_id, person, week)
SELECT 1, community_id, person, min(week) FROM adoption_personweek GROUP BY 2, 3
UNION ALL SELECT 2, community_id, person, min(week) FROM adoption_personweek WHERE contributions > 0 GROUP BY 2, 3
UNION ALL SELECT 3, community_id, person, min(week) FROM adoption_personweek WHERE posts + comments > 0 GROUP BY 2, 3
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("adoption", "0005_pauses")]

    operations = [
        migrations.CreateModel(
            name="PersonFirst",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SmallIntegerField()),
                ("community_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("week", models.IntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "kind", "community_id"), name="personfirst_once")],
                "indexes": [models.Index(fields=["week"], name="personfirst_since")],
            },
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("PersonBefore")]),
    ]
