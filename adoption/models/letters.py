"""The outbox of a launch: a row for each mail, claimed by whoever sends it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    PIONEER = "pioneer", _("Request to a pioneer")
    WAVE = "wave", _("Invitation of a wave")


class Letter(models.Model):
    """A mail to one person. The row is the truth: it is sent once, tried again a few times, and says why it failed."""

    kind = models.CharField(max_length=8, choices=LetterKind.choices)
    person_id = models.BigIntegerField()
    wave = models.ForeignKey("adoption.Wave", models.CASCADE, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "person_id"], name="letter_once")]
        indexes = [
            # the sender: what is due and not sent
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="letter_to_send"),
            # the progress of a wave
            models.Index(fields=["wave"], name="letter_of_wave"),
        ]
