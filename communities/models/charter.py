"""Charter: its versions, who accepted them, the changes that members propose and what the others say of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CharterVersion(models.Model):
    """The text as it was published once; the community holds a copy of the latest. An empty text: there is none any more."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()  # from 1
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)  # what changed
    asks = models.BooleanField(default=True)  # of substance: members accept it before they next write
    review_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)  # when it was said that the review is due
    accepted_shown = models.PositiveIntegerField(default=0)  # members who accepted, as rse.lib.settled lets it be shown

    class Meta:
        constraints = [
            # also serves the history of a charter, and its present version
            models.UniqueConstraint(fields=["community", "number"], name="charterversion_once"),
        ]
        indexes = [
            # what is to be looked at again
            models.Index(fields=["review_on"], condition=models.Q(reminded_at=None), name="charterversion_due"),
        ]


class CharterAcceptance(models.Model):
    """Someone accepted a version. Only counted for others."""

    version = models.ForeignKey(CharterVersion, models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "has this person accepted it", before a first post
            models.UniqueConstraint(fields=["person", "version"], name="charteracceptance_once"),
        ]


class ProposalState(models.TextChoices):
    OPEN = "open", _("Discussed")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CharterProposal(models.Model):
    """Another text that a member proposes for the charter."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    base = models.PositiveIntegerField(default=0)  # number of the version that it changes, 0 for the first charter
    text = models.TextField()
    why = models.CharField(max_length=1000)
    revision = models.PositiveIntegerField(default=1)  # raised when its text changes: who decides says which one they read
    state = models.CharField(max_length=9, choices=ProposalState.choices, default=ProposalState.OPEN)
    post = models.ForeignKey("communities.Post", models.SET_NULL, null=True, related_name="+")  # where it is discussed
    decided_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # of a refusal
    version = models.ForeignKey(CharterVersion, models.SET_NULL, null=True, related_name="+")  # what it became

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "published", "declined", "withdrawn"]), name="charterproposal_state_known"
            ),
        ]
        indexes = [
            # the proposals of a community, the latest first
            models.Index(models.F("community"), models.F("id").desc(), name="charterproposal_list"),
        ]


class CharterOpinion(models.Model):
    """What a member says of a proposal: they consent, or they object and say why."""

    proposal = models.ForeignKey(CharterProposal, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    consents = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # also serves "what is said of this proposal"
            models.UniqueConstraint(fields=["proposal", "person"], name="charteropinion_once"),
            models.CheckConstraint(condition=models.Q(consents=True) | ~models.Q(reason=""), name="charteropinion_objection_says_why"),
        ]
