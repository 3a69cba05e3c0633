"""Shares of a post: where it was passed on, and passing it on."""

from typing import Any

from rest_framework import serializers

from communities.actions.words import MAX_BODY
from communities.api.serializers.common import CommunityRefSerializer, PersonRefSerializer


class OriginalSerializer(serializers.Serializer[Any]):
    """The post that a share passes on, for who may read it."""

    id = serializers.CharField()
    community = CommunityRefSerializer()
    author = PersonRefSerializer()
    title = serializers.CharField()
    html = serializers.CharField(source="body_html")
    at = serializers.DateTimeField()


class SharedSerializer(serializers.Serializer[Any]):
    """What a share passes on, as far as you may know."""

    state = serializers.ChoiceField(["shown", "gone", "hidden"], help_text="`hidden`: of a community that you cannot read.")
    post = OriginalSerializer(allow_null=True, help_text="Null unless shown.")


class SharedInSerializer(serializers.Serializer[Any]):
    """A share that you may read."""

    post = serializers.CharField(source="post_id", help_text="Id of the post that shares.")
    community = serializers.SlugField(source="slug")
    at = serializers.DateTimeField()


class SharedInListSerializer(serializers.Serializer[Any]):
    """The shares of a post that you may read, the latest first."""

    results = SharedInSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ShareForm(serializers.Serializer[Any]):
    """Where to share, and with which words."""

    community = serializers.SlugField(max_length=80)
    body = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_BODY, trim_whitespace=False)
    client_key = serializers.CharField(required=False, default=None, allow_null=True, max_length=64, help_text="Sent again, shares once.")
