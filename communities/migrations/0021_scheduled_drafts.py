"""What has come due, found without walking all drafts."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('communities', '0020_schedules'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='draft',
            index=models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at'], name='draft_scheduled'),
        ),
    ]
