"""What a post or a comment said over time."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import PersonRefSerializer


class VersionSerializer(serializers.Serializer[Any]):
    """Words as they stood from `at` on."""

    number = serializers.IntegerField(help_text="From 1. Send the present one as `version` to edit nothing but what you read.")
    at = serializers.DateTimeField(source="words.at")
    title = serializers.CharField(source="words.title", help_text="Empty for a comment.")
    body = serializers.CharField(source="words.body", help_text="Markdown, as typed.")
    details = serializers.DictField(source="words.details", help_text="The fields of its kind, by name; people by id.")
    files = serializers.ListField(child=serializers.CharField(), source="file_names", help_text="Names of its files.")
    is_present = serializers.BooleanField()
    removed_at = serializers.DateTimeField(
        source="words.removed_at", allow_null=True, help_text="Since when title and body are empty, taken away for good; else null."
    )
    removed_by = PersonRefSerializer(allow_null=True)


class VersionPageSerializer(serializers.Serializer[Any]):
    """A page of versions, the present one first."""

    results = VersionSerializer(many=True)
    next = serializers.CharField(allow_null=True)
