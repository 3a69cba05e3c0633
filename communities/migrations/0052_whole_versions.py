"""Versions keep the fields of the kind and the files too. Both columns have a constant default: no row is rewritten."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0051_drafts_of_edits'),
    ]

    operations = [
        migrations.AddField(
            model_name='textversion',
            name='details',
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name='textversion',
            name='files',
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
