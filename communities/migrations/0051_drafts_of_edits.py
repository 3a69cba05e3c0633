"""What a draft is for: a post, a reply in a thread, an edit of what is published. The table is small, and its rows are all of posts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0050_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="comment",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="communities.comment"),
        ),
        migrations.AddField(
            model_name="draft",
            name="purpose",
            field=models.CharField(db_default="post", default="post", max_length=12),
        ),
        migrations.AddField(
            model_name="draft",
            name="thread",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="communities.post"),
        ),
    ]
