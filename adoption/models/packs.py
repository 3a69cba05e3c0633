"""Evidence packs (dossiers de preuves): what was chosen, the figures as they were frozen, and the papers made of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class PackScope(models.TextChoices):
    NETWORK = "network", _("The whole network")
    UNIT = "unit", _("One unit")
    COMMUNITY = "community", _("One community")


class PackState(models.TextChoices):
    ASKED = "asked", _("Waiting to be made")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Not made")


class Paper(models.TextChoices):
    PDF = "pdf", "PDF"
    PPTX = "pptx", "PowerPoint"
    CSV = "csv", "CSV"


class EvidencePack(models.Model):
    """One pack. What is chosen never changes; made anew, it is frozen anew, with what may still be quoted."""

    title = models.CharField(max_length=120)
    introduction = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=[("fr", "Français"), ("en", "English")])
    scope = models.CharField(max_length=9, choices=PackScope.choices)
    scope_id = models.BigIntegerField(default=0)  # of the unit or the community; no key: the pack outlives it, and is refused
    first_week = models.IntegerField()
    last_week = models.IntegerField()
    figures = ArrayField(models.CharField(max_length=40))  # in their order
    stories = ArrayField(models.BigIntegerField(), default=list)
    testimonials = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=6, choices=PackState.choices, default=PackState.ASKED)
    done = models.SmallIntegerField(default=0)  # steps of the making
    tries = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    made_by_id = models.BigIntegerField(null=True)  # None: by the command line
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    frozen = models.JSONField(null=True)  # the content in words and numbers: adoption/evidence/content.py

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(first_week__lte=models.F("last_week")), name="pack_weeks_in_order"),
            models.CheckConstraint(
                condition=models.Q(scope="network", scope_id=0) | ~models.Q(scope="network") & ~models.Q(scope_id=0),
                name="pack_scope_is_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(frozen__isnull=False, ready_at__isnull=False), name="pack_ready_is_frozen"
            ),
        ]
        indexes = [
            # the packs that wait for a worker
            models.Index(fields=["id"], condition=models.Q(state__in=["asked", "making"]), name="pack_to_make"),
        ]


class PackPaper(models.Model):
    """One paper of a pack, as it was made."""

    pack = models.ForeignKey(EvidencePack, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=4, choices=Paper.choices)
    content = models.BinaryField()
    size = models.IntegerField()  # bytes

    class Meta:
        constraints = [
            # a paper of a pack
            models.UniqueConstraint(fields=["pack", "kind"], name="packpaper_once"),
        ]
