"""Story: a first success, what it brought, who confirms it, and until when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """What the figure of a story rests on."""

    MEASURED = "measured", _("Measured")
    ESTIMATED = "estimated", _("Estimated")
    DECLARED = "declared", _("Declared")


class StoryState(models.TextChoices):
    SUBMITTED = "submitted", _("Awaiting a confirmation")
    COUNTERSIGNED = "countersigned", _("Confirmed")
    RETIRED = "retired", _("Retired")


class Story(models.Model):
    post = models.OneToOneField("communities.Post", models.CASCADE, primary_key=True, related_name="+")
    community = models.ForeignKey("communities.Community", models.PROTECT, related_name="+", db_index=False)  # as its post
    situation = models.TextField()
    change = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # with unit, period and basis, or none of them
    unit = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=9, choices=Basis.choices, blank=True)
    proofs = ArrayField(models.CharField(max_length=500), default=list)  # https addresses
    happened_on = models.DateField()
    state = models.CharField(max_length=13, choices=StoryState.choices, default=StoryState.SUBMITTED)
    countersigned_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)
    countersign_note = models.CharField(max_length=200, blank=True)
    months = models.PositiveSmallIntegerField(default=12)  # how long it holds before it is to be confirmed again
    renew_on = models.DateField()
    due_at = models.DateTimeField(null=True)  # when it was found to be due, and its card says so
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount=None, unit="", period="", basis="")
                | models.Q(amount__isnull=False, basis__in=["measured", "estimated", "declared"])
                & ~models.Q(unit="")
                & ~models.Q(period=""),
                name="story_figure_is_whole",
            ),
            models.CheckConstraint(condition=models.Q(state__in=["submitted", "countersigned", "retired"]), name="story_state_known"),
            models.CheckConstraint(condition=models.Q(months__in=[3, 6, 12]), name="story_months_known"),
            models.CheckConstraint(
                condition=~models.Q(state="submitted") | models.Q(countersigned_at=None), name="story_submitted_is_not_countersigned"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="countersigned") | models.Q(countersigned_at__isnull=False), name="story_countersigned_when"
            ),
            models.CheckConstraint(condition=models.Q(state="retired") | models.Q(retired_at=None), name="story_retired_when"),
        ]
        indexes = [
            # the stories of a community, newest first
            models.Index(models.F("community"), models.F("post").desc(), name="story_of_community"),
            # what has come due
            models.Index(fields=["renew_on"], condition=models.Q(due_at=None) & ~models.Q(state="retired"), name="story_renewal"),
        ]


class StoryPerson(models.Model):
    """Someone whose success it is."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            # also serves "the people of these stories"
            models.UniqueConstraint(fields=["story", "person"], name="storyperson_once"),
        ]


class StoryRenewal(models.Model):
    """Someone said that the story still holds."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
