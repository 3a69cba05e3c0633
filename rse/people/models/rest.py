"""Rest: when a person is left alone by mails and pushes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pattern(models.TextChoices):
    OFFICE = "office", _("Evenings and week-ends quiet: messages from 8:00 to 19:00, Monday to Friday")
    NIGHTS = "nights", _("I work nights: messages from 20:00 to 6:00, Monday to Friday nights")
    OWN = "own", _("My own hours, day by day")
    ALWAYS = "always", _("No quiet hours: at any time")


class Rest(models.Model):
    """Without a row: the evenings and week-ends of OFFICE, public holidays quiet."""

    person = models.OneToOneField("people.Person", models.CASCADE, primary_key=True, related_name="+")
    pattern = models.CharField(max_length=8, choices=Pattern.choices, default=Pattern.OFFICE)
    # [day 0 to 6, from, to]: minutes of the day between which messages may come; `to` at or before `from` is of the next day
    hours = models.JSONField(default=list)
    holidays = models.BooleanField(default=True)  # public holidays are quiet
    away_until = models.DateField(null=True)  # last day of a leave: nothing until it is over
