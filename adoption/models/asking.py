"""Whom to ask first: suggestions with their reasons, nominations by colleagues, those who would rather not, and answers of pioneers."""

from django.db import models

from adoption.models.launch import Launch


class Suggested(models.Model):
    """Somebody suggested as a pioneer, with the reason in words; deleted when the launch starts."""

    launch = models.ForeignKey(Launch, models.CASCADE, related_name="+")
    person_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=20)  # adoption.science.seeding.reasons
    detail = models.JSONField(default=dict)  # what the words of the reason need: counts and names of units
    gain = models.FloatField(default=0)  # people more that the choice reaches with them, under the assumed cascade
    chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["launch", "person_id"], name="suggested_once")]


class Nomination(models.Model):
    """Whom somebody turns to; deleted when the launch starts."""

    by_id = models.BigIntegerField()
    named_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by_id", "named_id"], name="nomination_once"),
            models.CheckConstraint(condition=~models.Q(by_id=models.F("named_id")), name="nomination_of_another"),
        ]


class Willing(models.Model):
    """What somebody says of being suggested: they would like to, or would rather not."""

    person_id = models.BigIntegerField(unique=True)
    wishes = models.BooleanField()  # False: never suggested
    at = models.DateTimeField()


class PioneerAsk(models.Model):
    """Somebody asked to be a pioneer, and their answer."""

    person_id = models.BigIntegerField(unique=True)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
