"""The charter of a community: its present version, its history, the changes that members propose."""

from typing import Any

from rest_framework import serializers

from communities.actions.charters import MAX_CHARTER
from communities.actions.proposals import MAX_REASON, MAX_WHY
from communities.api.serializers.common import PersonRefSerializer

STATES = ["open", "published", "declined", "withdrawn"]
KINDS = ["same", "added", "removed"]


class PieceSerializer(serializers.Serializer[Any]):
    """A piece of what changed between two texts."""

    kind = serializers.ChoiceField(KINDS)
    text = serializers.CharField(trim_whitespace=False)


class CharterSerializer(serializers.Serializer[Any]):
    """The present version of a charter."""

    number = serializers.IntegerField(source="version.number")
    text = serializers.CharField(source="version.text", help_text="Markdown.")
    html = serializers.CharField(source="version.html")
    at = serializers.DateTimeField(source="version.at")
    review_on = serializers.DateField(source="version.review_on")
    is_due = serializers.BooleanField(help_text="Whether its review is due.")
    owes = serializers.BooleanField(help_text="Whether you must accept it before you write there.")
    accepted = serializers.IntegerField(allow_null=True, help_text="Members who accepted it, counted each night; null below five.")


class CharterVersionSerializer(serializers.Serializer[Any]):
    """A version, and what it changed in the one before."""

    number = serializers.IntegerField(source="version.number")
    text = serializers.CharField(source="version.text")
    at = serializers.DateTimeField(source="version.at")
    by = PersonRefSerializer(source="version.by", allow_null=True)
    note = serializers.CharField(source="version.note")
    asks = serializers.BooleanField(source="version.asks", help_text="Whether members were asked to accept it.")
    changes = PieceSerializer(source="pieces", many=True)


class CharterHistorySerializer(serializers.Serializer[Any]):
    """The versions of a charter, the latest first."""

    results = CharterVersionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class AcceptanceForm(serializers.Serializer[Any]):
    """Which version one accepts."""

    number = serializers.IntegerField(min_value=1, max_value=1_000_000)


class ProposalForm(serializers.Serializer[Any]):
    """Another text for the charter."""

    text = serializers.CharField(max_length=4 * MAX_CHARTER, trim_whitespace=False, help_text="The whole charter, in Markdown.")
    why = serializers.CharField(max_length=4 * MAX_WHY)
    accepts_charter = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=0, max_value=1_000_000, help_text="The version that you accept with it."
    )


class ProposalChangeForm(serializers.Serializer[Any]):
    """One's proposal, taken up again upon the version `base`."""

    text = serializers.CharField(max_length=4 * MAX_CHARTER, trim_whitespace=False)
    why = serializers.CharField(max_length=4 * MAX_WHY)
    base = serializers.IntegerField(min_value=0, max_value=1_000_000, help_text="The version of the charter that you have read.")


class ObjectionSerializer(serializers.Serializer[Any]):
    """Who objects, or consents with a remark, and what they say."""

    person = PersonRefSerializer()
    reason = serializers.CharField()


class ProposalRefSerializer(serializers.Serializer[Any]):
    """A proposal in a list."""

    id = serializers.IntegerField()
    by = PersonRefSerializer(allow_null=True)
    at = serializers.DateTimeField()
    why = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    base = serializers.IntegerField(help_text="The version that it changes; 0 for the first charter.")


class ProposalSerializer(serializers.Serializer[Any]):
    """A proposal, what it changes and what members say of it."""

    id = serializers.IntegerField(source="proposal.pk")
    by = PersonRefSerializer(source="proposal.by", allow_null=True)
    at = serializers.DateTimeField(source="proposal.at")
    why = serializers.CharField(source="proposal.why")
    text = serializers.CharField(source="proposal.text")
    changes = PieceSerializer(source="pieces", many=True)
    base = serializers.IntegerField(source="proposal.base")
    revision = serializers.IntegerField(source="proposal.revision", help_text="Raised when its text changes: send it to publish.")
    state = serializers.ChoiceField(STATES, source="proposal.state")
    is_stale = serializers.BooleanField(help_text="Written upon an older version: to be taken up again by its author.")
    post = serializers.CharField(source="proposal.post_id", allow_null=True, help_text="Its discussion.")
    reason = serializers.CharField(source="proposal.reason", help_text="Why it was declined.")
    consents = serializers.IntegerField()
    objections = ObjectionSerializer(many=True)
    remarks = ObjectionSerializer(many=True, help_text="Of those who consent and say something.")
    mine = serializers.CharField(source="my_opinion", allow_null=True, help_text="consent, objection or null.")


class ProposalListSerializer(serializers.Serializer[Any]):
    """The latest proposals, the open ones first."""

    results = ProposalRefSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class OpinionForm(serializers.Serializer[Any]):
    """What one says of a proposal; an objection has its reason, a consent may have a remark. Both show with one's name."""

    consents = serializers.BooleanField()
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_REASON)


class ProposalDecisionForm(serializers.Serializer[Any]):
    """What is decided of a proposal."""

    decision = serializers.ChoiceField(["publish", "decline", "withdraw"])
    revision = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=1_000_000, help_text="The one you read: to publish."
    )
    asks = serializers.BooleanField(required=False, default=True, help_text="Of substance: members accept it before they next write.")
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_REASON, help_text="To decline.")
