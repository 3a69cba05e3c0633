"""Drafts: what one has begun to write."""

from typing import Any

from rest_framework import serializers

from communities.actions.words import MAX_TITLE
from communities.api.serializers.contents import KINDS
from communities.api.serializers.files import FileSerializer, tokens
from communities.api.serializers.kinds import PollForm, PraiseForm

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


class ScheduleForm(serializers.Serializer[Any]):
    """When to publish a draft, and what its kind asks beside words."""

    publish_at = serializers.DateTimeField(help_text="In the coming year.")
    poll = PollForm(required=False, default=None, allow_null=True, help_text="For the kind `poll`.")
    praise = PraiseForm(required=False, default=None, allow_null=True, help_text="For the kind `praise`.")
    files = tokens(help_text="Tokens of files that you sent, in their order. Left out: all those sent with the key of the draft.")


class DraftSerializer(serializers.Serializer[Any]):
    """A draft of yours. Publish it with its key as `client_key`: the draft goes in the same instant."""

    key = serializers.CharField(source="draft.client_key")
    community = serializers.CharField(source="community.slug", default=None, allow_null=True, help_text="Where it would be published.")
    kind = serializers.ChoiceField(KINDS, source="draft.kind")
    title = serializers.CharField(source="draft.title")
    body = serializers.CharField(source="draft.body", help_text="Markdown, as typed.")
    version = serializers.IntegerField(source="draft.version")
    updated_at = serializers.DateTimeField(source="draft.updated_at")
    publish_at = serializers.DateTimeField(source="draft.publish_at", allow_null=True, help_text="When it will be published by itself.")
    files = FileSerializer(many=True, help_text="Of a scheduled one, those that it will be published with.")
    failure = serializers.CharField(source="draft.failure", help_text="Why it was not published at its hour; empty otherwise.")


class DraftListSerializer(serializers.Serializer[Any]):
    """What is scheduled, the next one first; then your drafts, the last written first."""

    results = DraftSerializer(many=True)
    next = serializers.CharField(allow_null=True)
