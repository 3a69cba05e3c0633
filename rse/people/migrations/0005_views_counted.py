"""Whether the profiles that a person looks at are recorded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_enter_sends"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="views_counted",
            field=models.BooleanField(db_default=True, default=True, editable=False),
        ),
    ]
