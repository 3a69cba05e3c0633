"""What people note on posts for themselves: those they keep for later."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0009_polls"), ("people", "0001_people")]

    operations = [
        migrations.CreateModel(
            name="PostMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("saved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.post"),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("person"), models.OrderBy(models.F("id"), descending=True), name="postmark_list")],
                "constraints": [models.UniqueConstraint(fields=("person", "post"), name="postmark_once")],
            },
        ),
    ]
