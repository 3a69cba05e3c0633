"""Whether others may see that a person is here: nobody, unless they choose it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_addresses_that_refuse"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="shows_presence",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
