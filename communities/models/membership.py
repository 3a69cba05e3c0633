"""Who belongs to a community, who asked, who was invited, who left and who may not come back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    ANIMATOR = "animator", _("Animator")
    MEMBER = "member", _("Member")


class Membership(models.Model):
    """The present membership. The past ones are in MembershipSpell."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=8, choices=MemberRole.choices, default=MemberRole.MEMBER)
    created_at = models.DateTimeField()
    last_read_id = models.BigIntegerField(default=0)  # every post up to this id was read
    read_ids = ArrayField(models.BigIntegerField(), null=True)  # posts read above it, while older ones wait; few

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], name="membership_once"),
            models.UniqueConstraint(fields=["community"], condition=models.Q(role="owner"), name="membership_one_owner"),
        ]
        indexes = [
            # access.posts(person), the feeds' sources, the rail: the communities of a person
            models.Index(fields=["person", "community"], name="membership_of_person"),
            # the list of members: owner and animators first, then by seniority
            models.Index(fields=["community", "role", "created_at"], name="membership_list"),
        ]


class MembershipSpell(models.Model):
    """One row per period of one role; the current one has no end."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=8)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], condition=models.Q(to_at=None), name="membershipspell_one_current"),
        ]
        indexes = [
            # adoption.history: members and animators of a community as of a date
            models.Index(fields=["community", "from_at"], name="membershipspell_as_of"),
        ]


class RequestState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class JoinRequest(models.Model):
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.PENDING)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], condition=models.Q(state="pending"), name="joinrequest_one_pending"),
        ]
        indexes = [
            # the queue of a community's animators, oldest first
            models.Index(fields=["community", "created_at"], condition=models.Q(state="pending"), name="joinrequest_queue"),
        ]


class CommunityInvitation(models.Model):
    """An invitation to a colleague (or a guest) who already has an account; accepted when they join."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    invited_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], condition=models.Q(answered_at=None), name="invitation_one_open"),
        ]
        indexes = [
            # "invited" tab of the directory, and access.communities(person)
            models.Index(fields=["person"], condition=models.Q(answered_at=None), name="invitation_of_person"),
        ]


class Ban(models.Model):
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    banned_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "person"], name="ban_once")]


class LeaveReason(models.Model):
    """How many people left a community for each reason, by month: never who."""

    class Reason(models.TextChoices):
        NOT_CONCERNED = "not_concerned", _("The subject no longer concerns me")
        TOO_MUCH = "too_much", _("Too many posts")
        TOO_QUIET = "too_quiet", _("Nothing happens there")
        NOT_AT_EASE = "not_at_ease", _("I do not feel at ease there")
        OTHER = "other", _("Another reason")

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    month = models.DateField()  # its first day, in the organisation's time
    reason = models.CharField(max_length=13, choices=Reason.choices)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "month", "reason"], name="leavereason_once")]

    @staticmethod
    def month_of(at: datetime) -> date:
        """The month in which the organisation counts somebody who leaves at that instant."""
        return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date().replace(day=1)
