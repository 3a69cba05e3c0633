"""Communities, their settings, their members and the requests to come in."""

from typing import Any

from rest_framework import serializers

from communities.actions.charters import MAX_CHARTER
from communities.actions.memberships import MAX_NOTE
from communities.api.serializers.common import ACCESS, OffsetPageQuery, PersonRefSerializer

READERS = ["everyone", "members"]
JOININGS = ["free", "request", "invitation"]
ROLES = ["owner", "animator", "member"]
LEAVE_REASONS = ["not_concerned", "too_much", "too_quiet", "not_at_ease", "other"]


class CommunitySerializer(serializers.Serializer[Any]):
    """A community."""

    slug = serializers.SlugField(source="community.slug")
    name = serializers.CharField(source="community.name")
    purpose = serializers.CharField(source="community.purpose")
    access = serializers.ChoiceField(ACCESS, source="community.access")
    readers = serializers.ChoiceField(READERS, source="community.readers", help_text="Who reads.")
    joining = serializers.ChoiceField(JOININGS, source="community.joining", help_text="How one joins.")
    listed = serializers.BooleanField(source="community.listed", help_text="False for a secret community.")
    protected = serializers.BooleanField(source="community.protected", help_text="Outside every figure.")
    closed_reason = serializers.CharField(source="community.closed_reason")
    closed_until = serializers.DateField(source="community.closed_until", allow_null=True)
    charter = serializers.CharField(source="community.charter", help_text="Markdown.")
    charter_html = serializers.CharField(source="community.charter_html")
    created_at = serializers.DateTimeField(source="community.created_at")
    archived_at = serializers.DateTimeField(source="community.archived_at", allow_null=True)
    members_count = serializers.IntegerField(source="community.members_count")
    role = serializers.ChoiceField(ROLES, allow_null=True, help_text="Yours; null outside.")


class CommunityPageSerializer(serializers.Serializer[Any]):
    """A page of communities."""

    results = CommunitySerializer(many=True)
    next = serializers.CharField(allow_null=True)


class WhySerializer(serializers.Serializer[Any]):
    """Why a community is suggested; each reason may be missing."""

    colleagues = serializers.IntegerField(help_text="Of your unit, who are there; of a closed community, from three on.")
    skill = serializers.CharField(help_text="One of yours, which it names.")
    topic = serializers.CharField(help_text="One that you follow, of which people speak there.")


class SuggestedCommunitySerializer(serializers.Serializer[Any]):
    """A community, and why it is suggested."""

    community = CommunitySerializer()
    why = WhySerializer()


class SuggestedCommunityListSerializer(serializers.Serializer[Any]):
    """What is suggested, most reasons first."""

    results = SuggestedCommunitySerializer(many=True)
    next = serializers.CharField(allow_null=True)


class CommunitiesQuery(OffsetPageQuery):
    """Which communities to list."""

    tab = serializers.ChoiceField(["all", "mine", "new", "invited"], required=False, default="all")
    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="Words of the name or purpose.")


class SettingsForm(serializers.Serializer[Any]):
    """Settings of a community; what is left out stays as it is."""

    purpose = serializers.CharField(required=False, allow_blank=True, max_length=1_000)
    readers = serializers.ChoiceField(READERS, required=False)
    joining = serializers.ChoiceField(JOININGS, required=False)
    listed = serializers.BooleanField(required=False)
    protected = serializers.BooleanField(required=False)
    closed_reason = serializers.CharField(required=False, allow_blank=True, max_length=1_000)
    closed_until = serializers.DateField(required=False, allow_null=True)
    charter = serializers.CharField(required=False, allow_blank=True, max_length=4 * MAX_CHARTER)


class CommunityForm(SettingsForm):
    """A community to found."""

    name = serializers.CharField(max_length=1_000)


class CommunityChangeForm(SettingsForm):
    """Another name, other settings; what is left out stays as it is."""

    name = serializers.CharField(max_length=1_000, required=False)


class MemberSerializer(serializers.Serializer[Any]):
    """A member of a community."""

    person = PersonRefSerializer()
    role = serializers.ChoiceField(ROLES)
    since = serializers.DateTimeField(source="created_at")


class MemberPageSerializer(serializers.Serializer[Any]):
    """A page of members."""

    results = MemberSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class MembershipSerializer(serializers.Serializer[Any]):
    """One's membership."""

    role = serializers.ChoiceField(ROLES)
    since = serializers.DateTimeField(source="created_at")


class LeaveQuery(serializers.Serializer[Any]):
    """Why one leaves, if one says so: only counted, never kept with a name."""

    reason = serializers.ChoiceField(LEAVE_REASONS, required=False, default="", allow_blank=True)


class JoinForm(serializers.Serializer[Any]):
    """A word to whoever answers the request."""

    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_NOTE)


class DecisionForm(serializers.Serializer[Any]):
    """The answer to a request to join."""

    accept = serializers.BooleanField()
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=4 * MAX_NOTE, help_text="Needed to refuse: the person reads it."
    )


class JoinRequestSerializer(serializers.Serializer[Any]):
    """A request to join."""

    id = serializers.IntegerField()
    person = PersonRefSerializer()
    note = serializers.CharField()
    state = serializers.ChoiceField(["pending", "accepted", "refused", "withdrawn"])
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(help_text="Of a refusal.")


class JoinRequestListSerializer(serializers.Serializer[Any]):
    """The requests that wait, oldest first."""

    results = JoinRequestSerializer(many=True)
    next = serializers.CharField(allow_null=True)
