"""Proposal: other words that a member proposes for the charter or for a practice, and what the others say of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalAbout(models.TextChoices):
    CHARTER = "charter", _("Charter")
    PRACTICE = "practice", _("Practice")


class ProposalState(models.TextChoices):
    OPEN = "open", _("Discussed")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Proposal(models.Model):
    """Other words for the charter, for a practice, or for a practice to come. Without its `why` it was taken away."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    about = models.CharField(max_length=8, choices=ProposalAbout.choices, default=ProposalAbout.CHARTER, db_default=ProposalAbout.CHARTER)
    practice = models.ForeignKey("communities.Practice", models.CASCADE, null=True, related_name="+", db_index=False)  # None: a new one
    by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    base = models.PositiveIntegerField(default=0)  # number of the version that it changes, 0 for the first charter and for a new practice
    title = models.CharField(max_length=120, blank=True, default="", db_default="")  # of a practice
    text = models.TextField()
    why = models.CharField(max_length=1000)
    revision = models.PositiveIntegerField(default=1)  # raised when its words change: who decides says which ones they read
    state = models.CharField(max_length=9, choices=ProposalState.choices, default=ProposalState.OPEN)
    post = models.ForeignKey("communities.Post", models.SET_NULL, null=True, related_name="+")  # where it is discussed
    decided_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # of a refusal
    version = models.ForeignKey("communities.CharterVersion", models.SET_NULL, null=True, related_name="+")  # what it became, of a charter
    became = models.PositiveIntegerField(null=True)  # the same of a practice: the number of that version

    class Meta:
        db_table = "communities_charterproposal"  # as it was called when there was no other kind
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "published", "declined", "withdrawn"]), name="charterproposal_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(about="charter", practice=None, title="", became=None) | models.Q(about="practice", version=None),
                name="proposal_about_one_thing",
            ),
        ]
        indexes = [
            # the proposals of a community, the latest first
            models.Index(models.F("community"), models.F("id").desc(), name="charterproposal_list"),
            # who proposed the versions of a practice, and what is proposed for one that is retired
            models.Index(fields=["practice"], condition=models.Q(practice__isnull=False), name="proposal_of_practice"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN

    @property
    def present(self) -> int:
        """The number of the version that now holds of what it changes: to be the same as `base`, if it is to be published."""
        if self.about == ProposalAbout.CHARTER:
            return self.community.charter_number
        return self.practice.version if self.practice else 0

    @property
    def is_stale(self) -> bool:
        return self.is_open and self.base != self.present


class Opinion(models.Model):
    """What a member says of a proposal: they consent, or they object and say why."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    consents = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "communities_charteropinion"
        constraints = [
            # also serves "what is said of this proposal"
            models.UniqueConstraint(fields=["proposal", "person"], name="charteropinion_once"),
            models.CheckConstraint(condition=models.Q(consents=True) | ~models.Q(reason=""), name="charteropinion_objection_says_why"),
        ]
