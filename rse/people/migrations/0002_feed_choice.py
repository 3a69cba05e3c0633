"""The order that a person gave their home page. The column has its value in the database: no row is written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="feed",
            field=models.CharField(
                choices=[("recent", "Recent"), ("for_you", "For you")], db_default="recent", default="recent", editable=False, max_length=8
            ),
        ),
    ]
