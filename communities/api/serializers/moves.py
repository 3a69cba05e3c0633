"""Moving a post: what it changes in who reads, asked first; then the move."""

from typing import Any

from rest_framework import serializers

from communities.actions.moves import MAX_NOTE
from communities.api.serializers.common import CommunityRefSerializer


class MoveQuery(serializers.Serializer[Any]):
    """Where one thinks of moving it."""

    community = serializers.SlugField(max_length=80)


class MovePlanSerializer(serializers.Serializer[Any]):
    """What a move would change. Counts are null for whoever may not know how many people read."""

    origin = CommunityRefSerializer()
    destination = CommunityRefSerializer(source="to")
    staying = serializers.SerializerMethodField(help_text="How many who read it today will still read it.")
    losing = serializers.SerializerMethodField(help_text="How many who read it today will no longer.")
    losing_who_replied = serializers.SerializerMethodField(help_text="How many of these replied to it.")
    gaining = serializers.SerializerMethodField(help_text="How many more will read it.")
    past_versions = serializers.IntegerField(help_text="Of the post and its replies: they go along. Remove first those that should not.")
    refusal = serializers.CharField(help_text="Why it cannot move there; empty when it can.")
    may_take_back = serializers.BooleanField(help_text="Whether you could move it back.")
    seen = serializers.CharField(help_text="To send with the move: it stands for all this.")

    def get_staying(self, plan: Any) -> int | None:
        return plan.change.staying if plan.tells_counts else None

    def get_losing(self, plan: Any) -> int | None:
        return plan.change.losing if plan.tells_counts else None

    def get_losing_who_replied(self, plan: Any) -> int | None:
        return plan.change.losing_among if plan.tells_counts else None

    def get_gaining(self, plan: Any) -> int | None:
        return plan.change.gaining if plan.tells_counts else None


class MoveForm(serializers.Serializer[Any]):
    """Where to, why, and which change of audience you saw."""

    community = serializers.SlugField(max_length=80)
    seen = serializers.CharField(max_length=80, help_text="From the plan: 409 and the plan as it is now when that has changed.")
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_NOTE)
    accepts = serializers.IntegerField(
        required=False,
        default=None,
        allow_null=True,
        min_value=1,
        max_value=1_000_000,
        help_text="Version of the charter that you accept.",
    )
