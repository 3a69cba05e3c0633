"""A launch as it is prepared: its date, its plan, its waves, whom it asks first and what it sends. Suggestions go once it is over."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Launch(models.Model):
    """The launch that is prepared or under way; one at a time."""

    launch_on = models.DateField(_("launch date"), null=True)
    words = models.TextField(_("words of the invitation"), max_length=2000, blank=True)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)  # the assistant's last step: communities open, invitations go on their days
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=models.Q(is_current=True), name="launch_one_current"),
        ]


class Wave(models.Model):
    """Units invited together on a day: those who work in them, or in one under them, and were in no earlier wave."""

    launch = models.ForeignKey(Launch, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)
    day = models.DateField(_("day"))
    unit_ids = ArrayField(models.BigIntegerField(), default=list)  # empty: everybody left
    written_at = models.DateTimeField(null=True)  # when its invitations were written down, to be sent

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            # the sweeper: waves whose day has come
            models.Index(fields=["day"], condition=models.Q(written_at=None), name="wave_to_come"),
        ]


class LaunchStep(models.Model):
    """A step of the plan that leads to the launch. `due_on` follows the launch date until somebody moves it."""

    launch = models.ForeignKey(Launch, models.CASCADE, related_name="+")
    key = models.CharField(max_length=24)  # adoption.science.backplan.STEPS, or wave-<id>
    name = models.CharField(_("name"), max_length=120, blank=True)  # empty: as the key is called
    due_on = models.DateField(_("due"))
    moved = models.BooleanField(default=False)
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["launch", "key"], name="launchstep_once")]


class Planned(models.Model):
    """A community to found at the launch, from a template; `community_id` once it is."""

    launch = models.ForeignKey(Launch, models.CASCADE, related_name="+")
    pattern = models.CharField(max_length=24)
    name = models.CharField(_("name"), max_length=80)
    animator_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["launch", "name"], name="planned_once")]
