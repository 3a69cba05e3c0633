"""The date on which a guest's access ends, and whether those who invited them were told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_first_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="guest_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="guest until"),
        ),
        migrations.AddField(
            model_name="person",
            name="guest_warned_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
