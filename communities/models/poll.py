"""Poll: what a post of that kind asks, the choices it offers, and who has voted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class PollChoice(models.TextChoices):
    ONE = "one", _("One choice")
    MANY = "many", _("Several choices")


class PollResults(models.TextChoices):
    ALWAYS = "always", _("At any time")
    VOTED = "voted", _("Once you have voted")
    CLOSED = "closed", _("When the poll closes")


class Poll(models.Model):
    post = models.OneToOneField("communities.Post", models.CASCADE, primary_key=True, related_name="+")
    choice = models.CharField(max_length=4, choices=PollChoice.choices, default=PollChoice.ONE)
    # What someone voted is not kept. The results then show all at once, at the closing: two states of them, one vote apart,
    # would tell that vote. Who holds the database itself may still pair what one transaction wrote: a ballot and a count.
    is_secret = models.BooleanField(default=False)
    results = models.CharField(max_length=6, choices=PollResults.choices, default=PollResults.ALWAYS)
    closes_at = models.DateTimeField(null=True)  # no vote from then on
    closed_at = models.DateTimeField(null=True)  # when the closing was done, and the card shows it
    ballots = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(choice__in=["one", "many"]), name="poll_choice_known"),
            models.CheckConstraint(condition=models.Q(results__in=["always", "voted", "closed"]), name="poll_results_known"),
            models.CheckConstraint(
                condition=models.Q(is_secret=False) | models.Q(results="closed", closes_at__isnull=False), name="poll_secret_until_closed"
            ),
        ]
        indexes = [
            # what has come due
            models.Index(fields=["closes_at"], condition=models.Q(closed_at=None), name="poll_closing"),
        ]


class PollOption(models.Model):
    """One of the choices; `position` names it, from 1."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            # also serves "the choices of these polls"
            models.UniqueConstraint(fields=["poll", "position"], name="polloption_once"),
        ]


class Ballot(models.Model):
    """Someone has voted; which options, unless the poll is secret."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    is_secret = models.BooleanField(default=False)  # as its poll
    options = ArrayField(models.PositiveSmallIntegerField(), null=True)  # positions

    class Meta:
        constraints = [
            # also serves "my votes in these polls"
            models.UniqueConstraint(fields=["poll", "person"], name="ballot_once"),
            models.CheckConstraint(
                condition=models.Q(is_secret=True, options=None) | models.Q(is_secret=False, options__isnull=False),
                name="ballot_keeps_secret",
            ),
        ]
