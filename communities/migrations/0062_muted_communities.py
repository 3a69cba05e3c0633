"""Since when the member of a community mutes it. A column without a default: no row is rewritten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0061_posts_by_activity_elsewhere")]

    operations = [migrations.AddField("membership", "muted_at", models.DateTimeField(null=True))]
