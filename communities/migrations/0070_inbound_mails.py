"""Replies that came in by mail, each once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0069_channels_of_notifications"), ("people", "0007_addresses_that_refuse")]

    operations = [
        migrations.CreateModel(
            name="InboundMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "Pending"), ("published", "Published"), ("refused", "Refused")], default="pending", max_length=9
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("words", models.TextField(blank=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "at"], name="inboundmail_of_person"),
                    models.Index(condition=models.Q(("state", "refused"), ("told_at", None)), fields=["at"], name="inboundmail_to_tell"),
                ],
            },
        ),
    ]
