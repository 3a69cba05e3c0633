"""Skills under one name each, who has them; the languages that people speak; whether they let themselves be found by what they know."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_presence_by_choice"),
    ]

    operations = [
        migrations.CreateModel(
            name="Skill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("topic_key", models.CharField(max_length=120)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.skill",
                        verbose_name="merged into",
                    ),
                ),
            ],
            options={
                "verbose_name": "skill",
                "verbose_name_plural": "skills",
                "ordering": ["key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True), name="skill_not_into_itself"
                    ),
                ],
                "indexes": [models.Index(fields=["topic_key"], name="skill_of_topic")],
            },
        ),
        migrations.CreateModel(
            name="PersonSkill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.skill"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "skill"), name="personskill_once")],
                "indexes": [models.Index(fields=["skill", "person"], name="personskill_people")],
            },
        ),
        migrations.AddField(
            model_name="profile",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=3),
                blank=True,
                db_default=[],
                default=list,
                size=10,
                verbose_name="languages spoken",
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="knowledge_shown_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="profile",
            name="is_suggested",
            field=models.BooleanField(db_default=True, default=True, editable=False),
        ),
    ]
