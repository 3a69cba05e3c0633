"""Pinned posts: which, in what order, until when."""

from typing import Any

from rest_framework import serializers

from communities.actions.pins import MAX_PINS


class PinSerializer(serializers.Serializer[Any]):
    """A pinned post."""

    post = serializers.CharField(source="post.id", help_text="Id of the post.")
    position = serializers.IntegerField(help_text="From 1.")
    at = serializers.DateTimeField()
    by = serializers.CharField(help_text="Name of who pinned it; empty once their account is erased.")
    until = serializers.DateTimeField(allow_null=True, help_text="When it stops being pinned; null: until someone unpins it.")


class PinListSerializer(serializers.Serializer[Any]):
    """The pinned posts of a community, in their order."""

    results = PinSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class PinForm(serializers.Serializer[Any]):
    """How to pin a post."""

    until = serializers.DateTimeField(required=False, default=None, allow_null=True)
    position = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=1, max_value=MAX_PINS)
