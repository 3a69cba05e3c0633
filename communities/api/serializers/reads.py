"""What one has read."""

from typing import Any

from rest_framework import serializers

from communities.actions.reads import MAX_AT_ONCE


class ReadForm(serializers.Serializer[Any]):
    """The posts that were read."""

    ids = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=(1 << 63) - 1), max_length=MAX_AT_ONCE)


class ReadSerializer(serializers.Serializer[Any]):
    """Where nothing waits any more, of the communities of these posts."""

    read = serializers.ListField(child=serializers.CharField(), help_text="Ids of communities.")


class AllReadForm(serializers.Serializer[Any]):
    """Of which community, of all of yours without one; up to which post, up to the newest without one."""

    community = serializers.SlugField(required=False, default="", allow_blank=True)
    up_to = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=1, max_value=(1 << 63) - 1)


class UndoForm(serializers.Serializer[Any]):
    """What marking all as read gave, to take it back."""

    key = serializers.CharField(max_length=32)


class AllReadSerializer(serializers.Serializer[Any]):
    """What takes it back; nothing when nothing waited."""

    key = serializers.CharField(allow_blank=True)
