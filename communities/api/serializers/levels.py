"""What one follows, mutes and blocks."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import CommunityRefSerializer, PersonRefSerializer
from communities.api.serializers.tellings import LEVELS


class PersonLevelForm(serializers.Serializer[Any]):
    """What one wants of a colleague."""

    level = serializers.ChoiceField(["follow", "mute", "block"])


class LevelForm(serializers.Serializer[Any]):
    """What one wants of a topic or a thread."""

    level = serializers.ChoiceField(["follow", "mute"])


class CommunityLevelForm(serializers.Serializer[Any]):
    """From which level on one wants to be told of a community that one belongs to."""

    level = serializers.ChoiceField(LEVELS)


class HeldTopicSerializer(serializers.Serializer[Any]):
    """A topic, as one saw it written."""

    key = serializers.CharField(source="topic.key")
    name = serializers.CharField()


class HeldThreadSerializer(serializers.Serializer[Any]):
    """A thread."""

    id = serializers.CharField()
    title = serializers.CharField()
    author = PersonRefSerializer()
    community = CommunityRefSerializer()


class SubscriptionsSerializer(serializers.Serializer[Any]):
    """Your own lists, the latest first."""

    followed_people = PersonRefSerializer(many=True)
    muted_people = PersonRefSerializer(many=True)
    blocked_people = PersonRefSerializer(many=True)
    followed_topics = HeldTopicSerializer(many=True)
    muted_topics = HeldTopicSerializer(many=True)
    followed_threads = HeldThreadSerializer(many=True)
    muted_threads = HeldThreadSerializer(many=True)
    muted_communities = CommunityRefSerializer(many=True)
    followers = serializers.IntegerField(help_text="How many people follow you.")
