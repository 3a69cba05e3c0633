"""Pieces that several answers share, and the queries of lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from rse.lib.pages import MAX_PAGE_SIZE, PAGE_SIZE, BadCursor, parse_cursor

MAX_OFFSET = 1_000_000
ACCESS = ["open", "closed", "secret"]


class ErrorSerializer(serializers.Serializer[Any]):
    """Why a call was refused."""

    detail = serializers.CharField()


class PersonRefSerializer(serializers.Serializer[Any]):
    """A person, in one line."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    job_title = serializers.CharField()
    photo = serializers.CharField(source="photo_url", help_text="Address on this site; empty without one.")


class CommunityRefSerializer(serializers.Serializer[Any]):
    """A community, in one line."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    access = serializers.ChoiceField(ACCESS)


class IdCursorField(serializers.CharField):
    """A cursor that is the id of the last row seen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=19, help_text="`next` of the page before.", **options)

    def run_validation(self, data: Any = serializers.empty) -> int | None:
        raw = super().run_validation(data) if data is not serializers.empty else None
        try:
            return parse_cursor(raw)
        except BadCursor as error:
            raise serializers.ValidationError(_("This cursor is not one of ours.")) from error


class SizeQuery(serializers.Serializer[Any]):
    size = serializers.IntegerField(
        required=False, default=PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE, help_text="Rows of the page, at most."
    )


class IdPageQuery(SizeQuery):
    """A page of a list ordered by id."""

    cursor = IdCursorField()


class OffsetPageQuery(SizeQuery):
    """A page of a short list ordered by name."""

    cursor = serializers.IntegerField(required=False, default=0, min_value=0, max_value=MAX_OFFSET, help_text="`next` of the page before.")
