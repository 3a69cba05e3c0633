"""How many comments of a post are by somebody else than its author: what an answer is. A constant default, so no row is rewritten."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0056_calls_referents_histories'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='answer_count',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
