"""Files of posts and comments."""

from typing import Any

from rest_framework import serializers

from communities.actions.attachments import MAX_ALT, MAX_FILES
from communities.api.serializers.common import IdPageQuery, PersonRefSerializer
from communities.feeds import FILE_KINDS

_ALT_HELP = "What a picture shows."


class FileSerializer(serializers.Serializer[Any]):
    """A file. Its addresses answer whoever may read the text it belongs to, as long as they may.

    Those given here are for a browser signed in; a program downloads from `/files/<token>/content` and `…/preview` of the API.
    """

    token = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(FILE_KINDS)
    size = serializers.IntegerField(help_text="Bytes.")
    alt = serializers.CharField(help_text=_ALT_HELP)
    width = serializers.IntegerField(allow_null=True, help_text="Of a picture.")
    height = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(help_text="Address on this site.")
    preview = serializers.CharField(source="preview_url", help_text="Address of a small picture of it; empty without one.")


class FileLinkSerializer(serializers.Serializer[Any]):
    """An address of a file that anybody may open, in the name of whoever asked for it."""

    url = serializers.CharField(help_text="Address on this site.")
    until = serializers.DateTimeField(help_text="When it ends.")


class DocumentSerializer(serializers.Serializer[Any]):
    """A file of a community, and the text it belongs to."""

    file = FileSerializer()
    owner = PersonRefSerializer()
    at = serializers.DateTimeField()
    post = serializers.CharField(source="attachment.post_id")
    comment = serializers.CharField(source="attachment.comment_id", allow_null=True)


class DocumentPageSerializer(serializers.Serializer[Any]):
    """A page of documents, newest first."""

    results = DocumentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class DocumentQuery(IdPageQuery):
    """Which documents to list."""

    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100, help_text="Part of the name.")
    kind = serializers.ChoiceField(FILE_KINDS, required=False, default="")


class FileForm(serializers.Serializer[Any]):
    """A file to send; it is published with the post or comment that names its token."""

    file = serializers.FileField(max_length=1000)
    client_key = serializers.CharField(max_length=64, help_text="Of the text to come: a draft of that key holds the file.")
    alt = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_ALT, help_text=_ALT_HELP)


class FileChangeForm(serializers.Serializer[Any]):
    """What a picture shows."""

    alt = serializers.CharField(allow_blank=True, max_length=4 * MAX_ALT)


def tokens(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.SlugField(max_length=32), max_length=4 * MAX_FILES, required=False, **options)
