"""Who answers for which topic in a community."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import PersonRefSerializer


class ReferentSerializer(serializers.Serializer[Any]):
    """A member who answers for a topic in a community."""

    id = serializers.IntegerField(source="referent.pk")
    topic = serializers.CharField(source="referent.topic.key", help_text="Its key.")
    name = serializers.CharField(help_text="The topic as the newest post there writes it.")
    person = PersonRefSerializer(source="referent.person")
    at = serializers.DateTimeField(source="referent.at")


class ReferentListSerializer(serializers.Serializer[Any]):
    """Those of a community, by topic."""

    results = ReferentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ReferentForm(serializers.Serializer[Any]):
    """Whom to name, for which topic."""

    topic = serializers.CharField(max_length=60, help_text="With or without its sign.")
    person = serializers.IntegerField(min_value=1, max_value=(1 << 63) - 1, help_text="Id of a member.")
