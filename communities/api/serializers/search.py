"""Search."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import CommunityRefSerializer
from communities.search import KINDS, NEWEST, RELEVANCE, SINCE

MAX_CURSOR = 42


class SearchQuery(serializers.Serializer[Any]):
    """What to look for, and what narrows it."""

    q = serializers.CharField(max_length=1_000, help_text="As in the page: words, “phrases”, -without, from:, in:, type:, before:, after:.")
    kind = serializers.ChoiceField(list(KINDS), required=False, allow_blank=True, default="")
    community = serializers.SlugField(required=False, default="", allow_blank=True, max_length=80)
    author = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=1, max_value=(1 << 63) - 1)
    since = serializers.ChoiceField(list(SINCE), required=False, allow_blank=True, default="")
    solved = serializers.BooleanField(required=False, default=False, help_text="In threads of questions that have an accepted answer.")
    order = serializers.ChoiceField([RELEVANCE, NEWEST], required=False, default=RELEVANCE)
    size = serializers.IntegerField(required=False, default=20, min_value=1, max_value=50, help_text="Rows of the page, at most.")
    cursor = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=MAX_CURSOR, help_text="`next` of the page before."
    )


class FoundAuthorSerializer(serializers.Serializer[Any]):
    """Who wrote it."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    photo = serializers.CharField(source="photo_url", help_text="Address on this site; empty without one.")


class ResultSerializer(serializers.Serializer[Any]):
    """A text that was found."""

    kind = serializers.ChoiceField(list(KINDS))
    shape = serializers.CharField(help_text="Of a post, its kind; else `comment` or `document`.")
    post = serializers.CharField(source="post_id", help_text="Id of the post, or of the one it stands under.")
    comment = serializers.SerializerMethodField(help_text="Id of the comment, null for a post.")
    file = serializers.CharField(source="file_token", help_text="Token of the file; empty for a text.")
    title = serializers.CharField(source="name", help_text="Of the post, or of the one it stands under; of a file, its name.")
    extract = serializers.CharField(help_text="Safe HTML: where the words are, each in a `mark`.")
    url = serializers.CharField(source="address", help_text="Address on this site.")
    author = FoundAuthorSerializer()
    community = CommunityRefSerializer()
    at = serializers.DateTimeField()
    is_solved = serializers.BooleanField(help_text="The thread is a question that has an accepted answer.")
    is_answer = serializers.BooleanField(help_text="It is that answer.")

    def get_comment(self, row: Any) -> str | None:
        return None if row.comment_id is None else str(row.comment_id)


class WhereSerializer(serializers.Serializer[Any]):
    """How much was found in a community."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    count = serializers.IntegerField(source="number")


class FoundSerializer(serializers.Serializer[Any]):
    """A page of what was found."""

    results = ResultSerializer(many=True, source="found.rows")
    next = serializers.CharField(source="found.next_cursor", allow_null=True)
    count = serializers.IntegerField(source="found.count", allow_null=True, help_text="Null above 5,000: then the newest come first.")
    kinds = serializers.DictField(child=serializers.IntegerField(), source="found.kinds", help_text="Kind → how much; empty above 5,000.")
    communities = WhereSerializer(many=True, source="found.places")
    notes = serializers.ListField(
        child=serializers.CharField(), source="asked.notes", help_text="What was left out of the question, and why."
    )


class SuggestionsQuery(serializers.Serializer[Any]):
    """What one has begun to write."""

    q = serializers.CharField(required=False, default="", allow_blank=True, max_length=100)


class SuggestedPersonSerializer(serializers.Serializer[Any]):
    """Somebody."""

    id = serializers.IntegerField(source="who.pk")
    name = serializers.CharField(source="who.name")
    job_title = serializers.CharField()
    site = serializers.CharField()


class SuggestedTopicSerializer(serializers.Serializer[Any]):
    """A topic of posts that one may read."""

    key = serializers.CharField()
    name = serializers.CharField()


class SuggestionsSerializer(serializers.Serializer[Any]):
    """What may be meant."""

    people = SuggestedPersonSerializer(many=True)
    communities = serializers.SerializerMethodField()
    topics = SuggestedTopicSerializer(many=True)
    recent = serializers.ListField(child=serializers.CharField(), help_text="Of your own last searches.")

    def get_communities(self, found: Any) -> list[dict[str, Any]]:
        return [dict(CommunityRefSerializer(each.place).data) for each in found.communities]
