"""What members propose for the charter and the practices of a community, and what they say of it."""

from typing import Any

from rest_framework import serializers

from communities.actions.charters import MAX_CHARTER
from communities.actions.practices import MAX_TEXT, MAX_TITLE
from communities.actions.proposals import MAX_REASON, MAX_WHY
from communities.api.serializers.common import PersonRefSerializer

ABOUT = ["charter", "practice"]
STATES = ["open", "published", "declined", "withdrawn"]
KINDS = ["same", "added", "removed"]


class PieceSerializer(serializers.Serializer[Any]):
    """A piece of what changed between two texts."""

    kind = serializers.ChoiceField(KINDS)
    text = serializers.CharField(trim_whitespace=False)


class ProposalForm(serializers.Serializer[Any]):
    """Another text for the charter."""

    text = serializers.CharField(max_length=4 * MAX_CHARTER, trim_whitespace=False, help_text="The whole charter, in Markdown.")
    why = serializers.CharField(max_length=4 * MAX_WHY)
    base = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=0, max_value=1_000_000, help_text="The version that you have read."
    )
    accepts_charter = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=0, max_value=1_000_000, help_text="The version that you accept with it."
    )


class PracticeProposalForm(ProposalForm):
    """Other words for a practice, or a new one."""

    practice = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=1, max_value=(1 << 63) - 1, help_text="Its id; null for a new one."
    )
    title = serializers.CharField(max_length=4 * MAX_TITLE, help_text="The practice, in one sentence.")
    text = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=4 * MAX_TEXT, trim_whitespace=False, help_text="Markdown."
    )


class ProposalChangeForm(serializers.Serializer[Any]):
    """One's proposal, taken up again upon the version `base`; what is left out stays."""

    title = serializers.CharField(required=False, max_length=4 * MAX_TITLE, help_text="Of a practice.")
    text = serializers.CharField(required=False, allow_blank=True, max_length=4 * MAX_CHARTER, trim_whitespace=False)
    why = serializers.CharField(required=False, max_length=4 * MAX_WHY)
    base = serializers.IntegerField(min_value=0, max_value=1_000_000, help_text="The version that you have read; 0 for what is new.")


class ObjectionSerializer(serializers.Serializer[Any]):
    """Who objects, or consents with a remark, and what they say."""

    person = PersonRefSerializer()
    reason = serializers.CharField()


class ChangeSerializer(serializers.Serializer[Any]):
    """What the words of a proposal change in a version."""

    number = serializers.IntegerField(help_text="Of that version.")
    title_changes = PieceSerializer(source="title", many=True)
    changes = PieceSerializer(source="text", many=True)


class ProposalRefSerializer(serializers.Serializer[Any]):
    """A proposal in a list."""

    id = serializers.IntegerField()
    about = serializers.ChoiceField(ABOUT)
    practice = serializers.IntegerField(source="practice_id", allow_null=True, help_text="Which one it changes, or became.")
    by = PersonRefSerializer(allow_null=True)
    at = serializers.DateTimeField()
    title = serializers.CharField(help_text="Of a practice; empty for the charter.")
    why = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    base = serializers.IntegerField(help_text="The version that it changes; 0 for the first charter and for a new practice.")
    is_stale = serializers.BooleanField(help_text="Written upon an older version: to be taken up again by its author.")


class ProposalSerializer(serializers.Serializer[Any]):
    """A proposal, what it changes and what members say of it."""

    id = serializers.IntegerField(source="proposal.pk")
    about = serializers.ChoiceField(ABOUT, source="proposal.about")
    practice = serializers.IntegerField(source="proposal.practice_id", allow_null=True, help_text="Which one it changes, or became.")
    by = PersonRefSerializer(source="proposal.by", allow_null=True)
    at = serializers.DateTimeField(source="proposal.at")
    why = serializers.CharField(source="proposal.why")
    title = serializers.CharField(source="proposal.title", help_text="Of a practice; empty for the charter.")
    text = serializers.CharField(source="proposal.text")
    title_changes = PieceSerializer(source="change.title", many=True)
    changes = PieceSerializer(source="change.text", many=True)
    now = ChangeSerializer(source="since", allow_null=True, help_text="Where it is stale: what it would change in the version of now.")
    base = serializers.IntegerField(source="proposal.base")
    revision = serializers.IntegerField(source="proposal.revision", help_text="Raised when its text changes: send it to publish.")
    state = serializers.ChoiceField(STATES, source="proposal.state")
    is_stale = serializers.BooleanField(
        source="proposal.is_stale", help_text="Written upon an older version: to be taken up again by its author."
    )
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
    asks = serializers.BooleanField(required=False, default=True, help_text="Of a charter: members accept it before they next write.")
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_REASON, help_text="To decline.")
