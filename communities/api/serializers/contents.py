"""Posts, comments and reactions."""

from typing import Any

from rest_framework import serializers

from communities.actions import kinds
from communities.actions.words import MAX_BODY, MAX_TITLE
from communities.api.serializers.common import CommunityRefSerializer, IdPageQuery, PersonRefSerializer
from communities.api.serializers.kinds import PollForm, PollSerializer, PraiseForm, PraiseSerializer

KINDS = list(kinds.KINDS)
RIGHTS = ["react", "write", "edit", "delete", "accept"]


class ReactionKindSerializer(serializers.Serializer[Any]):
    """A reaction on offer."""

    key = serializers.SlugField()
    name = serializers.CharField()
    icon = serializers.CharField()


class ReactionKindListSerializer(serializers.Serializer[Any]):
    """The reactions on offer, in their order."""

    results = ReactionKindSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class PostSerializer(serializers.Serializer[Any]):
    """A post."""

    id = serializers.CharField(source="post.id", help_text="In the order of dates.")
    community = CommunityRefSerializer(source="post.community")
    author = PersonRefSerializer(source="post.author")
    kind = serializers.ChoiceField(KINDS, source="post.kind")
    title = serializers.CharField(source="post.title")
    body = serializers.CharField(source="post.body", help_text="Markdown, as typed.")
    html = serializers.CharField(source="post.body_html", help_text="The body as safe HTML.")
    at = serializers.DateTimeField(source="post.at")
    edited_at = serializers.DateTimeField(source="post.edited_at", allow_null=True)
    comment_count = serializers.IntegerField(source="post.comment_count")
    accepted_answer = serializers.CharField(source="post.accepted_comment_id", allow_null=True, help_text="Id of a comment.")
    reactions = serializers.DictField(child=serializers.IntegerField(), source="post.reaction_counts", help_text="Kind: count.")
    given = serializers.ListField(child=serializers.CharField(), help_text="The reactions that you gave.")
    saved = serializers.BooleanField(source="is_saved", help_text="Whether you kept it for later.")
    rights = serializers.ListField(child=serializers.ChoiceField(RIGHTS), help_text="What you may do with it.")
    poll = PollSerializer(allow_null=True, help_text="Of a post of that kind.")
    praise = PraiseSerializer(allow_null=True, help_text="Of a post of that kind.")


class PostPageSerializer(serializers.Serializer[Any]):
    """A page of posts, newest first."""

    results = PostSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class HomeQuery(IdPageQuery):
    """Which posts to list."""

    everything = serializers.BooleanField(required=False, default=False, help_text="All that one may read, rather than one's communities.")


class _Words(serializers.Serializer[Any]):
    # Beyond its own limit the action answers by how much; beyond these nobody typed the text.
    body = serializers.CharField(max_length=4 * MAX_BODY, allow_blank=True, trim_whitespace=False, help_text="Markdown.")


class PostChangeForm(_Words):
    """The new words of a post."""

    title = serializers.CharField(required=False, allow_blank=True, max_length=4 * MAX_TITLE, help_text="Left out: stays.")


class PostForm(_Words):
    """A post to publish."""

    title = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_TITLE)
    kind = serializers.ChoiceField(KINDS, required=False, default="message")
    client_key = serializers.CharField(
        required=False, default=None, allow_null=True, max_length=64, help_text="Sent again with the same key, it is published once."
    )
    poll = PollForm(required=False, default=None, allow_null=True, help_text="For the kind `poll`.")
    praise = PraiseForm(required=False, default=None, allow_null=True, help_text="For the kind `praise`.")


class AnswerForm(serializers.Serializer[Any]):
    """Which comment answers the question."""

    comment = serializers.CharField(max_length=19, help_text="Id of a comment of the post.")


class CommentSerializer(serializers.Serializer[Any]):
    """A comment. A deleted one keeps its place, without author, words or reactions."""

    id = serializers.CharField(source="comment.id", help_text="In the order of dates.")
    post = serializers.CharField(source="comment.post_id")
    # A field called `parent` takes the place of an attribute of the field class, which serializers do not use.
    parent = serializers.CharField(source="comment.parent_id", allow_null=True, help_text="The comment it answers.")  # type: ignore[assignment]
    is_deleted = serializers.BooleanField()
    author = PersonRefSerializer(allow_null=True)
    body = serializers.CharField(help_text="Markdown, as typed.")
    html = serializers.CharField(help_text="The body as safe HTML.")
    at = serializers.DateTimeField(source="comment.at")
    edited_at = serializers.DateTimeField(source="comment.edited_at", allow_null=True)
    reactions = serializers.DictField(child=serializers.IntegerField(), help_text="Kind: count.")
    given = serializers.ListField(child=serializers.CharField(), help_text="The reactions that you gave.")
    rights = serializers.ListField(child=serializers.ChoiceField(RIGHTS), help_text="What you may do with it.")


class CommentPageSerializer(serializers.Serializer[Any]):
    """A page of a thread: top comments, oldest first, each followed by its replies; the accepted answer comes first."""

    results = CommentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class CommentForm(_Words):
    """An answer to a post, or to a comment of it."""

    # As above.
    parent = serializers.CharField(required=False, default=None, allow_null=True, max_length=19, help_text="The comment to answer.")  # type: ignore[assignment]
    client_key = serializers.CharField(
        required=False, default=None, allow_null=True, max_length=64, help_text="Sent again with the same key, it is published once."
    )


class CommentChangeForm(_Words):
    """The new words of a comment."""
