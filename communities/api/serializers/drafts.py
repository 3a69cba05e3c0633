"""Drafts: what one has begun to write."""

from typing import Any

from rest_framework import serializers

from communities.actions.words import MAX_TITLE
from communities.api.serializers.contents import KINDS

MAX_BODY = 100_000


class DraftForm(serializers.Serializer[Any]):
    """What is written so far. Without any words the draft goes."""

    body = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_BODY, trim_whitespace=False)
    title = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_TITLE)
    kind = serializers.ChoiceField(KINDS, required=False, default="message")
    community = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=80, help_text="Address of one that you read."
    )
    version = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=1 << 30, help_text="The version that you last saw; 0 before the first save."
    )


class DraftSerializer(serializers.Serializer[Any]):
    """A draft of yours. Publish it with its key as `client_key`: the draft goes in the same instant."""

    key = serializers.CharField(source="draft.client_key")
    community = serializers.CharField(source="community.slug", default=None, allow_null=True, help_text="Where it would be published.")
    kind = serializers.ChoiceField(KINDS, source="draft.kind")
    title = serializers.CharField(source="draft.title")
    body = serializers.CharField(source="draft.body", help_text="Markdown, as typed.")
    version = serializers.IntegerField(source="draft.version")
    updated_at = serializers.DateTimeField(source="draft.updated_at")


class DraftListSerializer(serializers.Serializer[Any]):
    """Your drafts, the last written first."""

    results = DraftSerializer(many=True)
    next = serializers.CharField(allow_null=True)
