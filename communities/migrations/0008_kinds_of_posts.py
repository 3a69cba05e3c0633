"""More kinds of posts. The column stays as it is: only what Django knows of it changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0007_public_marks_of_people")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="post",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("message", "Message"),
                            ("question", "Question"),
                            ("poll", "Poll"),
                            ("praise", "Praise"),
                            ("story", "Success story"),
                            ("announcement", "Announcement"),
                        ],
                        default="message",
                        max_length=12,
                    ),
                ),
            ],
        ),
    ]
