"""Mailbox: what goes to a person's address, and whether it arrives."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    NEVER = "never", _("Never")
    HOURLY = "hourly", _("Every hour")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")


class Mailbox(models.Model):
    """Without a row: instant mails, and for employees a weekly digest on Monday at nine, which is our proposal."""

    person = models.OneToOneField("people.Person", models.CASCADE, primary_key=True, related_name="+")
    instant = models.BooleanField(default=True)  # mails as things happen
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    day = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])  # of a weekly digest, 0 is Monday
    hour = models.PositiveSmallIntegerField(default=9, validators=[MaxValueValidator(23)])  # of a daily or weekly one, in the person's zone
    reply_epoch = models.PositiveIntegerField(default=0)  # raised: the addresses to reply to that were given out stop working
    soft_bounces = models.PositiveIntegerField(default=0)  # messages put off or refused for a time, since the last that arrived
    bounced_at = models.DateTimeField(null=True)  # when it refused for good: Person.refused_address says which address
    bounce_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(day__lte=6), name="mailbox_day_of_week"),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="mailbox_hour_of_day"),
        ]
