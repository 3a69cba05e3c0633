"""Pauses of animation (essais de pause): what was fixed beforehand, who agreed, what the draw said, and how it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 8, 13  # clean weeks


class PauseScope(models.TextChoices):
    NETWORK = "network", _("The whole network")
    COMMUNITIES = "communities", _("Communities drawn at random among the willing ones")


class PauseState(models.TextChoices):
    OPEN = "open", _("Open for consent")
    PLANNED = "planned", _("Drawn, to be announced")
    ANNOUNCED = "announced", _("Announced")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    ENDED = "ended", _("Ended")


UNDER_WAY = (PauseState.OPEN, PauseState.PLANNED, PauseState.ANNOUNCED, PauseState.RUNNING)


class Pause(models.Model):
    """One trial. Scope, start, length, stop rule and seed are fixed when it is proposed, before anybody has agreed."""

    scope = models.CharField(max_length=12, choices=PauseScope.choices)
    state = models.CharField(max_length=10, choices=PauseState.choices, default=PauseState.OPEN)
    start_week = models.IntegerField()  # first week without push
    clean_weeks = models.SmallIntegerField()
    stop_share = models.FloatField()  # of its level before, under which a community or the network stops
    seed = models.BigIntegerField()  # of the draw
    reason = models.CharField(max_length=300)
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)
    shared = models.FloatField(null=True)  # spill-over at the draw: share of the paused side's members who are also on the other side
    detectable = models.FloatField(null=True)  # difference of level that the draw could show, worked out before it
    announcement = models.TextField(blank=True)
    announced_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # stopped or ended
    last_week = models.IntegerField(null=True)  # last whole week without push, once closed
    stop_reason = models.CharField(max_length=300, blank=True)
    by_rule = models.BooleanField(default=False)  # stopped by its own rule, not by somebody

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(clean_weeks__range=(SHORTEST, LONGEST)), name="pause_long_enough"),
            models.CheckConstraint(condition=models.Q(stop_share__gte=0.1, stop_share__lte=0.9), name="pause_stops_somewhere"),
            # one pause at a time: two at once would spoil each other
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(state__in=["open", "planned", "announced", "running"]), name="pause_one_at_a_time"
            ),
        ]


class PauseConsent(models.Model):
    """A community agreed to be paused, or to be drawn; taken back until the draw, or the announcement. None is erased."""

    pause = models.ForeignKey(Pause, models.CASCADE, related_name="consents")
    community_id = models.BigIntegerField()
    given_by_id = models.BigIntegerField()
    given_at = models.DateTimeField()
    withdrawn_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # the standing agreement of a community
            models.UniqueConstraint(
                fields=["pause", "community_id"], condition=models.Q(withdrawn_at__isnull=True), name="pauseconsent_standing_once"
            ),
        ]


class PauseSide(models.Model):
    """The side a community fell on, and whether its own stop rule has ended its pause since."""

    pause = models.ForeignKey(Pause, models.CASCADE, related_name="sides")
    community_id = models.BigIntegerField()
    paused = models.BooleanField()
    size = models.IntegerField()  # people who do not animate, at the draw
    stopped_week = models.IntegerField(null=True)  # the week that was under the stop level

    class Meta:
        constraints = [
            # the sides of a pause
            models.UniqueConstraint(fields=["pause", "community_id"], name="pauseside_once"),
        ]
