"""Weeks whose events are gone, people known from before the weeks that are kept, and the ledger of what was shown."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("adoption", "0002_studies_threads_recruits_pioneers")]

    operations = [
        migrations.AddField("fillstate", "frozen_before", models.IntegerField(null=True)),
        migrations.CreateModel(
            name="PersonBefore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("community_id", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("first_week", models.IntegerField()),
                ("contributed", models.SmallIntegerField(default=0)),
                ("wrote", models.SmallIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("community_id", "person"), name="personbefore_once")],
            },
        ),
        migrations.CreateModel(
            name="PublishedPeople",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(unique=True)),
                ("people", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="PublishedCut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("figure", models.CharField(max_length=80)),
                ("scope", models.CharField(max_length=120)),
                ("first_day", models.IntegerField()),
                ("days", models.IntegerField()),
                ("size", models.IntegerField()),
                (
                    "lineage",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None),
                ),
                (
                    "people",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="adoption.publishedpeople"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("figure", "scope", "days", "people", "first_day"), name="publishedcut_once")
                ],
            },
        ),
    ]
