"""The charter of a community: its present version and its history."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import PersonRefSerializer
from communities.api.serializers.proposals import PieceSerializer


class CharterSerializer(serializers.Serializer[Any]):
    """The present version of a charter."""

    number = serializers.IntegerField(source="version.number")
    text = serializers.CharField(source="version.text", help_text="Markdown.")
    html = serializers.CharField(source="version.html")
    at = serializers.DateTimeField(source="version.at")
    review_on = serializers.DateField(source="version.review_on")
    is_due = serializers.BooleanField(help_text="Whether its review is due.")
    owes = serializers.BooleanField(help_text="Whether you must accept it before you write there.")
    accepted = serializers.IntegerField(allow_null=True, help_text="Members who accepted it, counted each night; null below five.")


class CharterVersionSerializer(serializers.Serializer[Any]):
    """A version, and what it changed in the one before."""

    number = serializers.IntegerField(source="version.number")
    text = serializers.CharField(source="version.text")
    at = serializers.DateTimeField(source="version.at")
    by = PersonRefSerializer(source="version.by", allow_null=True, help_text="Who published it.")
    proposed_by = PersonRefSerializer(allow_null=True, help_text="Whose proposal it was; null where whoever published it wrote it.")
    note = serializers.CharField(source="version.note")
    asks = serializers.BooleanField(source="version.asks", help_text="Whether members were asked to accept it.")
    changes = PieceSerializer(source="pieces", many=True)


class CharterHistorySerializer(serializers.Serializer[Any]):
    """The versions of a charter, the latest first."""

    results = CharterVersionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class AcceptanceForm(serializers.Serializer[Any]):
    """Which version one accepts."""

    number = serializers.IntegerField(min_value=1, max_value=1_000_000)
