"""What search looks in, what is to be indexed, and how far the last round over all posts went: what is there already is found by it."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0074_push_receipts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post_id", models.BigIntegerField(default=0)),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SearchMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post_id", models.BigIntegerField()),
                ("comment_id", models.BigIntegerField(null=True)),
                ("due_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0, db_default=0)),
            ],
            options={"indexes": [models.Index(fields=["due_at"], name="searchmark_due")]},
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.BigIntegerField()),
                ("shape", models.CharField(max_length=12)),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
                ("edition", models.PositiveSmallIntegerField()),
                ("indexed_at", models.DateTimeField()),
                ("attachment", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.attachment")),
                ("author", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("comment", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.comment")),
                ("community", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="communities.community")),
                ("post", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.post")),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["vector"], name="searchentry_words"),
                    models.Index(models.OrderBy(models.F("place"), descending=True), name="searchentry_newest"),
                    models.Index(models.F("community"), models.OrderBy(models.F("place"), descending=True), name="searchentry_of_community"),
                    models.Index(fields=["post"], name="searchentry_of_post"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("attachment", None), ("comment", None)), fields=("post",), name="searchentry_post_once"),
                    models.UniqueConstraint(condition=models.Q(("attachment", None)), fields=("comment",), name="searchentry_comment_once"),
                    models.UniqueConstraint(fields=("attachment",), name="searchentry_file_once"),
                ],
            },
        ),
    ]
