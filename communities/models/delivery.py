"""Delivery: one notification to go out by one channel, written with it. The row is the truth, whoever sends claims it."""

from django.db import models


class Sent(models.TextChoices):
    """What became of it: channels may say more, in a word of theirs."""

    SENT = "sent"
    UNWISHED = "unwished"  # read meanwhile, or no longer theirs to know, or asked for no more
    EXPIRED = "expired"  # nobody sent it in time
    FAILED = "failed"  # tried too often


class Delivery(models.Model):
    notification = models.ForeignKey("communities.Notification", models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=6)  # push or mail: a Channel that leaves the house
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="", db_default="")
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=models.Q(channel__in=["push", "mail"]), name="delivery_known"),
        ]
        indexes = [
            # what is due, oldest first
            models.Index(fields=["channel", "due_at"], condition=models.Q(done_at=None), name="delivery_waiting"),
            # the night's sweep of what was done
            models.Index(fields=["done_at"], condition=models.Q(done_at__isnull=False), name="delivery_done"),
        ]
