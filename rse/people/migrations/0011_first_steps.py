"""Where each person stands with their first steps: whoever is here already has nothing to begin."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_directory_of_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="arrival",
            field=models.CharField(
                choices=[("open", "Open"), ("away", "Away"), ("done", "Done")],
                db_default="",
                default="",
                editable=False,
                max_length=4,
            ),
        ),
    ]
