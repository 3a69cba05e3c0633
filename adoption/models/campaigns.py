"""Campaigns: what was fixed beforehand, the order chance gave, what was planned and done, what each planned look said."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignOver(models.TextChoices):
    COMMUNITIES = "communities", _("Communities")
    UNITS = "units", _("Units")


class CampaignState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Under way")
    STOPPED = "stopped", _("Stopped")
    ENDED = "ended", _("Ended")


class ActKind(models.TextChoices):
    ANNOUNCEMENT = "announcement", _("Announcement")
    MAIL = "mail", _("Mail")
    CHALLENGE = "challenge", _("Challenge")
    EVENT = "event", _("Event")


class Campaign(models.Model):
    """One campaign. Everything but its acts and its end is fixed when it is proposed; what it changes is read as it was planned."""

    name = models.CharField(max_length=80)
    goal = models.CharField(max_length=300)
    audience = models.CharField(max_length=300, blank=True)
    over = models.CharField(max_length=12, choices=CampaignOver.choices)
    drawn = models.BooleanField()  # whether chance gave the order; else all are reached in the first step
    start_week = models.IntegerField()  # first week of the first step
    steps = models.SmallIntegerField()
    step_weeks = models.SmallIntegerField()
    looks = models.JSONField(default=list)  # periods after which it is read, the last one being the planned date; empty without a draw
    target = models.FloatField(null=True)  # level hoped for, a share of people
    seed = models.BigIntegerField()  # of the draw
    detectable = models.FloatField(null=True)  # difference that the draw could show, worked out before it
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_by_id = models.BigIntegerField(null=True)
    stop_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(steps__range=(1, 12), step_weeks__range=(1, 12)), name="campaign_of_some_weeks"),
            models.CheckConstraint(
                condition=models.Q(stopped_at=None, stop_reason="") | (models.Q(stopped_at__isnull=False) & ~models.Q(stop_reason="")),
                name="campaign_stopped_for_a_reason",
            ),
        ]


class CampaignCluster(models.Model):
    """A community or a unit of the campaign, and the step in which it is reached."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="clusters")
    object_id = models.BigIntegerField()
    size = models.IntegerField()  # people, when it was drawn
    block = models.IntegerField()  # clusters of like sizes, among which the steps were drawn
    step = models.SmallIntegerField()

    class Meta:
        constraints = [
            # the clusters of a campaign
            models.UniqueConstraint(fields=["campaign", "object_id"], name="campaigncluster_once"),
        ]


class CampaignAct(models.Model):
    """Something to do for each step, so many days after it begins."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=12, choices=ActKind.choices)
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    day = models.SmallIntegerField()  # 0: the Monday on which a step begins
    added_by_id = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "id"]


class CampaignDone(models.Model):
    """An act was done for one step."""

    act = models.ForeignKey(CampaignAct, models.CASCADE, related_name="done")
    step = models.SmallIntegerField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # what was done of a campaign
            models.UniqueConstraint(fields=["act", "step"], name="campaigndone_once"),
        ]


class CampaignReading(models.Model):
    """What a planned look said, written once and never again. The levels are means of the clusters, which all weigh alike."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="readings")
    look = models.SmallIntegerField()
    before = models.FloatField(null=True)
    level = models.FloatField(null=True)
    value = models.FloatField(null=True)  # the difference made, a share of people; null with its reason
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    p = models.FloatField(null=True)
    sequential_p = models.FloatField(null=True)  # of all the looks so far
    reason = models.CharField(max_length=40, blank=True)
    n = models.IntegerField()  # clusters compared
    lost = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["look"]
        constraints = [
            # a look is read once
            models.UniqueConstraint(fields=["campaign", "look"], name="campaignreading_once"),
        ]
