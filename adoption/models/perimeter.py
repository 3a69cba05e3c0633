"""What the pilot fixes: the people the network is meant for, and the thresholds; each dated, none ever overwritten."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    PRESENT = "present", _("People of the directory present at the date")
    LISTED = "listed", _("All the people of the imported list")


class Perimeter(models.Model):
    """Who the network is meant for from a date on, until the next row. Without a row: everyone of the directory."""

    from_at = models.DateTimeField(_("from"))
    basis = models.CharField(_("people counted"), max_length=8, choices=Basis.choices, default=Basis.PRESENT)
    unit_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)  # empty: every unit; else these and those under them
    headcount = models.PositiveIntegerField(_("headcount"), null=True, blank=True)  # known better than by the directory
    reason = models.CharField(_("reason"), max_length=300)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["from_at", "id"]


SHARE = [MinValueValidator(0.01), MaxValueValidator(0.99)]


class ThresholdSet(models.Model):
    """The thresholds of the stages; the newest row is the one in force, the others are their history."""

    enter_mass = models.FloatField(_("critical mass, entered at"), default=0.25, validators=SHARE)
    leave_mass = models.FloatField(_("critical mass, left under"), default=0.20, validators=SHARE)
    enter_low = models.FloatField(_("transition, entered at"), default=0.10, validators=SHARE)
    leave_low = models.FloatField(_("transition, left under"), default=0.08, validators=SHARE)
    reason = models.CharField(_("reason"), max_length=300)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(leave_mass__lte=models.F("enter_mass"), leave_low__lte=models.F("enter_low"))
                & models.Q(enter_low__lt=models.F("leave_mass")),
                name="thresholdset_in_order",
            )
        ]
