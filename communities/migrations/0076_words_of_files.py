"""The words in files, once they were taken out of them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0075_search_entries")]

    operations = [
        migrations.CreateModel(
            name="FileText",
            fields=[
                ("attachment", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="communities.attachment")),
                ("state", models.CharField(choices=[("due", "To be read"), ("read", "Read"), ("unreadable", "Cannot be read")], default="due", max_length=10)),
                ("text", models.TextField(blank=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="filetext_waiting")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["due", "read", "unreadable"])), name="filetext_state_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at__isnull", False), ("state", "due")),
                            models.Q(models.Q(("state", "due"), _negated=True), ("due_at", None)),
                            _connector="OR",
                        ),
                        name="filetext_due_when",
                    ),
                ],
            },
        ),
    ]
