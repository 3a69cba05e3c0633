"""What is worked out once a week from the rollups, and kept: the study of each scope, and the words of the switch-off test."""

from django.db import models


class Study(models.Model):
    """Every figure of a scope as of a week, already masked: what pages, report and exports show. Form: `adoption.metrics.study`."""

    week = models.IntegerField()
    community_id = models.BigIntegerField()
    edition = models.BigIntegerField()  # FillState.edition it was made from
    form = models.IntegerField()  # of the data: a study of another form is made again
    data = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            # the study of one scope, newest week first
            models.UniqueConstraint(fields=["community_id", "week"], name="study_once"),
        ]


class Word(models.TextChoices):
    SURVIVES = "survives"
    DIES = "dies"
    UNKNOWN = "unknown"


class Verdict(models.Model):
    """What the switch-off test said of a scope in a week; kept whatever is counted again, since the stage rests on it."""

    week = models.IntegerField()
    community_id = models.BigIntegerField()
    word = models.CharField(max_length=8, choices=Word.choices)
    reason = models.CharField(max_length=32, blank=True)
    by_pause = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            # labelling: the verdicts of a scope, in order
            models.UniqueConstraint(fields=["community_id", "week"], name="verdict_once"),
        ]
