"""What goes out of the house: one row per notification and channel, written with it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0067_muted_communities_tell_nothing")]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=6)),
                ("due_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, db_default="", default="", max_length=20)),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("made_at", models.DateTimeField()),
                (
                    "notification",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.notification"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("done_at", None)), fields=["channel", "due_at"], name="delivery_waiting"),
                    models.Index(condition=models.Q(("done_at__isnull", False)), fields=["done_at"], name="delivery_done"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("notification", "channel"), name="delivery_once"),
                    models.CheckConstraint(condition=models.Q(("channel__in", ["push", "mail"])), name="delivery_known"),
                ],
            },
        ),
    ]
