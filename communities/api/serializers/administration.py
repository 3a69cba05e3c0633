"""Invitations, bans, and what an owner or an animator sends about one person."""

from typing import Any

from rest_framework import serializers

from communities.actions.memberships import MAX_NOTE
from communities.api.serializers.common import CommunityRefSerializer, PersonRefSerializer

BIGGEST_ID = (1 << 63) - 1


class PersonForm(serializers.Serializer[Any]):
    """Whom it is about."""

    person = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, help_text="Id of somebody whom you may see.")


class RoleForm(serializers.Serializer[Any]):
    """The new role of a member; an owner is made by handing over."""

    role = serializers.ChoiceField(["animator", "member"])


class BanForm(serializers.Serializer[Any]):
    """Why, for the others who moderate."""

    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_NOTE)


class InvitationSerializer(serializers.Serializer[Any]):
    """An invitation that waits for one's answer."""

    community = CommunityRefSerializer()
    invited_by = PersonRefSerializer(allow_null=True, help_text="Null once their account is erased.")
    created_at = serializers.DateTimeField()


class InvitationListSerializer(serializers.Serializer[Any]):
    """The invitations that wait for one's answer, newest first."""

    results = InvitationSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class BanSerializer(serializers.Serializer[Any]):
    """Somebody who may not come back."""

    person = PersonRefSerializer()
    reason = serializers.CharField()
    since = serializers.DateTimeField(source="created_at")


class BanListSerializer(serializers.Serializer[Any]):
    """Who may not come back, latest first."""

    results = BanSerializer(many=True)
    next = serializers.CharField(allow_null=True)
