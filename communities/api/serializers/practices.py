"""The practices of a community."""

from typing import Any

from rest_framework import serializers

from communities.actions.practices import MAX_TEXT, MAX_TITLE
from communities.api.serializers.common import PersonRefSerializer


class PracticeSerializer(serializers.Serializer[Any]):
    """A practice in force."""

    id = serializers.IntegerField(source="practice.pk")
    title = serializers.CharField(source="practice.title")
    text = serializers.CharField(source="practice.text", help_text="Markdown.")
    html = serializers.CharField(source="practice.html")
    version = serializers.IntegerField(source="practice.version", help_text="Raised when its words change.")
    referent = PersonRefSerializer(allow_null=True, help_text="Who answers for it; null when nobody does.")
    review_on = serializers.DateField(source="practice.review_on")
    is_due = serializers.BooleanField(help_text="Whether its review is due.")
    applied = serializers.IntegerField(allow_null=True, help_text="People who apply it, counted each night by five or more; null below.")
    applies = serializers.BooleanField(help_text="Whether you said that you apply it.")
    changed_since = serializers.BooleanField(help_text="Whether its words have changed since you said so.")


class PracticeListSerializer(serializers.Serializer[Any]):
    """The practices of a community, in the order in which they were agreed."""

    results = PracticeSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class RetiredPracticeSerializer(serializers.Serializer[Any]):
    """A practice that holds no more."""

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    text = serializers.CharField(help_text="Markdown.")
    version = serializers.IntegerField()
    retired_at = serializers.DateTimeField()


class RetiredPracticeListSerializer(serializers.Serializer[Any]):
    """The retired practices of a community, the latest agreed first."""

    results = RetiredPracticeSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class PracticeVersionSerializer(serializers.Serializer[Any]):
    """The words of a practice at one moment."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField(help_text="Markdown.")
    by = PersonRefSerializer(allow_null=True, help_text="Who wrote or published them; null when that is not known.")
    proposed_by = PersonRefSerializer(allow_null=True, help_text="Whose proposal they were; null where whoever published them wrote them.")
    at = serializers.DateTimeField()


class PracticeVersionListSerializer(serializers.Serializer[Any]):
    """The versions of a practice, the latest first."""

    results = PracticeVersionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class PracticeForm(serializers.Serializer[Any]):
    """The words of a practice, and who answers for it."""

    title = serializers.CharField(max_length=4 * MAX_TITLE)
    text = serializers.CharField(required=False, default="", allow_blank=True, trim_whitespace=False, max_length=4 * MAX_TEXT)
    referent = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=1, max_value=(1 << 63) - 1, help_text="Id of a member."
    )


class PracticeChangeForm(serializers.Serializer[Any]):
    """What changes; what is left out stays."""

    title = serializers.CharField(required=False, max_length=4 * MAX_TITLE)
    text = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, max_length=4 * MAX_TEXT)
    referent = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=(1 << 63) - 1, help_text="Id of a member; null for nobody."
    )
