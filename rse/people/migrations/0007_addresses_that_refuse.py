"""The address of a person that refused our mails."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_quiet_hours_and_mailboxes")]

    operations = [
        migrations.AddField("person", "refused_address", models.CharField(blank=True, db_default="", default="", editable=False, max_length=254)),
    ]
