"""What one is told, and how: read and chosen."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import CommunityRefSerializer

LEVELS = ["nothing", "mentions", "posts", "everything"]
CHANNELS = ["in_app", "push", "mail", "digest"]


def _level() -> serializers.ChoiceField:
    return serializers.ChoiceField(LEVELS, allow_blank=True, required=False, default="")


def _channels() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ChoiceField(CHANNELS), allow_null=True, required=False, default=None, max_length=len(CHANNELS)
    )


class TellingForm(serializers.Serializer[Any]):
    """What one wants of a community."""

    level = _level()
    channels = _channels()


class OwnTellingsForm(TellingForm):
    """What one wants everywhere, and by which channels what is of no community."""

    own_channels = _channels()


class ChoiceSerializer(serializers.Serializer[Any]):
    """What was chosen, and what holds."""

    level = serializers.ChoiceField(LEVELS, allow_blank=True, help_text="As chosen; empty goes by the default.")
    channels = serializers.ListField(
        child=serializers.ChoiceField(CHANNELS), allow_null=True, help_text="As chosen; null goes by the default."
    )
    held_level = serializers.ChoiceField(LEVELS, source="held.level")
    held_channels = serializers.SerializerMethodField()

    def get_held_channels(self, choice: Any) -> list[str]:
        return sorted(choice.held.channels)


class PlaceChoiceSerializer(serializers.Serializer[Any]):
    """What a community tells one."""

    community = CommunityRefSerializer(source="place.community")
    choice = ChoiceSerializer()


class TellingsSerializer(serializers.Serializer[Any]):
    """All of one's choices."""

    everywhere = ChoiceSerializer()
    own_channels = serializers.SerializerMethodField(help_text="Of what is of no community.")
    communities = PlaceChoiceSerializer(many=True, source="places")

    def get_own_channels(self, tellings: Any) -> list[str]:
        return sorted(tellings.own_channels)
