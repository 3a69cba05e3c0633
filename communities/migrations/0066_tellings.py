"""What people are told, and how, where they departed from what holds for everybody: for a community, for all, and what holds for all."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LEVELS = [("nothing", "Muted"), ("mentions", "Mentions and replies"), ("posts", "New posts too"), ("everything", "New comments too")]
CHANNELS = [("in_app", "On the site"), ("push", "On my devices"), ("mail", "By mail, at once"), ("digest", "In the digest")]


def level():
    return models.CharField(blank=True, choices=LEVELS, db_default="", default="", max_length=10)


def channels():
    base = models.CharField(choices=CHANNELS, max_length=6)
    return django.contrib.postgres.fields.ArrayField(base_field=base, blank=True, null=True, size=None)


def known(name):
    return models.CheckConstraint(condition=models.Q(("level__in", ["", "nothing", "mentions", "posts", "everything"])), name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0065_communities_to_discover"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonTelling",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("level", level()),
                ("channels", channels()),
                ("own_channels", channels()),
                ("since", models.DateTimeField()),
            ],
            options={"constraints": [known("persontelling_known")]},
        ),
        migrations.CreateModel(
            name="CommunityTelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", level()),
                ("channels", channels()),
                ("since", models.DateTimeField()),
                (
                    "community",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="communities.community"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community", "level"], name="communitytelling_of_place")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "community"), name="communitytelling_once"),
                    known("communitytelling_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DefaultTelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", level()),
                ("channels", channels()),
                ("own_channels", channels()),
                ("changed_at", models.DateTimeField(editable=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="communities.community",
                    ),
                ),
            ],
            options={
                "verbose_name": "notification default",
                "verbose_name_plural": "notification defaults",
                "constraints": [
                    models.UniqueConstraint(fields=("community",), name="defaulttelling_once", nulls_distinct=False),
                    models.CheckConstraint(
                        condition=models.Q(("community", None), ("own_channels", None), _connector="OR"), name="defaulttelling_own_of_all"
                    ),
                    known("defaulttelling_known"),
                ],
            },
        ),
    ]
