"""The page that a post or a comment links to."""

from typing import Any

from rest_framework import serializers

from rse.lib.fetch import MAX_ADDRESS

WITHOUT_HELP = "Address of the page not to be shown under it; `*`: whichever it is."


class LinkPreviewSerializer(serializers.Serializer[Any]):
    """What the page that it links to first says of itself. Looked up after publishing: null until then, and where there is none."""

    url = serializers.CharField(help_text="As it was written.")
    title = serializers.CharField()
    site = serializers.CharField()
    description = serializers.CharField()
    is_video = serializers.BooleanField(help_text="It is a video: to be opened there.")
    picture = serializers.CharField(source="picture_url", help_text="Address, on this site, of a small copy; empty without one.")


def without_link(**options: Any) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=MAX_ADDRESS, help_text=WITHOUT_HELP, **options)
