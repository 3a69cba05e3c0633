"""Topics."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import SizeQuery


class TopicSerializer(serializers.Serializer[Any]):
    """A topic of posts that one may read."""

    key = serializers.CharField(help_text="In lower case, without accents: of its address.")
    name = serializers.CharField(help_text="As the newest of these posts writes it, without its sign.")
    posts = serializers.IntegerField(help_text="How many of the newest posts bear it; 0 for an older one.")


class TopicListSerializer(serializers.Serializer[Any]):
    """Topics."""

    results = TopicSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class TopicsQuery(SizeQuery):
    """Which topics to list."""

    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="How they begin.")
    community = serializers.SlugField(required=False, default="", allow_blank=True, max_length=80)
