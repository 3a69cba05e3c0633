"""Posts, comments and reactions."""

from typing import Any

from rest_framework import serializers

from communities.actions import kinds
from communities.actions.words import MAX_BODY, MAX_TITLE
from communities.api.serializers.common import CommunityRefSerializer, PersonRefSerializer, SizeQuery
from communities.api.serializers.files import FileSerializer, tokens
from communities.api.serializers.kinds import (
    AnnouncementForm,
    AnnouncementSerializer,
    PollChangeForm,
    PollForm,
    PollSerializer,
    PraiseChangeForm,
    PraiseForm,
    PraiseSerializer,
    StoryForm,
    StorySerializer,
)
from communities.api.serializers.links import LinkPreviewSerializer, without_link
from communities.api.serializers.shares import SharedSerializer
from communities.feeds import PERIODS, SORTS, THREAD_SORTS

KINDS = list(kinds.KINDS)
FILES_AFTER = "Tokens of the files that it has from now on, those sent since after the others. Left out: they stay."
OFFERED = [name for name, kind in kinds.KINDS.items() if kind.is_offered]
STATES = ["validated", "dangerous", "obsolete"]
OUTCOMES = ["yes", "partly", "no"]
RIGHTS = ["react", "write", "edit", "delete", "accept", "pin", "move", "report"]


class ReactionKindSerializer(serializers.Serializer[Any]):
    """A reaction on offer."""

    key = serializers.SlugField()
    name = serializers.CharField()
    icon = serializers.CharField()


class ReactionKindListSerializer(serializers.Serializer[Any]):
    """The reactions on offer, in their order."""

    results = ReactionKindSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ReactorSerializer(serializers.Serializer[Any]):
    """Somebody, and the reactions that they gave."""

    person = PersonRefSerializer()
    kinds = serializers.ListField(child=serializers.CharField(), source="keys", help_text="Their keys.")


class ReactorsSerializer(serializers.Serializer[Any]):
    """Who reacted."""

    named = ReactorSerializer(many=True)
    others = serializers.IntegerField(help_text="How many reacted beside these.")


class ReliabilitySerializer(serializers.Serializer[Any]):
    """What someone who may vouch says of an answer."""

    state = serializers.ChoiceField(STATES)
    note = serializers.CharField()
    by = PersonRefSerializer(allow_null=True)
    at = serializers.DateTimeField()
    review_on = serializers.DateField()
    is_due = serializers.BooleanField(source="reminded_at", help_text="Whether its review is due.")


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
    validated_answer = serializers.CharField(
        source="question.validated.comment_id",
        default=None,
        allow_null=True,
        help_text="Id of a validated comment other than the accepted one.",
    )
    accepted_answer = serializers.CharField(source="post.accepted_comment_id", allow_null=True, help_text="Id of a comment.")
    reactions = serializers.DictField(child=serializers.IntegerField(), source="post.reaction_counts", help_text="Kind: count.")
    given = serializers.ListField(child=serializers.CharField(), help_text="The reactions that you gave.")
    saved = serializers.BooleanField(source="is_saved", help_text="Whether you kept it for later.")
    rights = serializers.ListField(child=serializers.ChoiceField(RIGHTS), help_text="What you may do with it.")
    poll = PollSerializer(allow_null=True, help_text="Of a post of that kind.")
    praise = PraiseSerializer(allow_null=True, help_text="Of a post of that kind.")
    story = StorySerializer(allow_null=True, help_text="Of a post of that kind.")
    announcement = AnnouncementSerializer(allow_null=True, help_text="Of a post of that kind.")
    files = FileSerializer(many=True)
    link_preview = LinkPreviewSerializer(allow_null=True)
    shared = SharedSerializer(allow_null=True, help_text="Of a share.")


class PostPageSerializer(serializers.Serializer[Any]):
    """A page of posts, newest first unless asked for otherwise."""

    results = PostSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ThreadQuery(SizeQuery):
    """In which order to list the comments of a post."""

    sort = serializers.ChoiceField(THREAD_SORTS, default="oldest", help_text="`useful`: those that most people found useful first.")
    cursor = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=60, help_text="`next` of the page before, in the same order."
    )


class FeedQuery(SizeQuery):
    """In which order to list posts."""

    sort = serializers.ChoiceField(
        SORTS, default="newest", help_text="`activity`: published or answered last; `top`: found useful and answered by the most people."
    )
    period = serializers.ChoiceField([*PERIODS], default="month", help_text="Of `top`: published within 7, 30 or 365 days.")
    cursor = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=60, help_text="`next` of the page before, in the same order."
    )


class HomeQuery(FeedQuery):
    """Which posts to list, and in which order."""

    everything = serializers.BooleanField(required=False, default=False, help_text="All that one may read, rather than one's communities.")


class _Words(serializers.Serializer[Any]):
    # Beyond its own limit the action answers by how much; beyond these nobody typed the text.
    body = serializers.CharField(max_length=4 * MAX_BODY, allow_blank=True, trim_whitespace=False, help_text="Markdown.")
    confirms_mention = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Whether all members are told of a text that names its community (`@Its name`), where a 409 said how many they are.",
    )


class _Change(_Words):
    version = serializers.IntegerField(
        required=False, default=None, allow_null=True, min_value=1, max_value=1 << 30,
        help_text="Number of the words that you started from, as in the list of versions; 409 when they are others by now.",
    )  # fmt: skip


class PostChangeForm(_Change):
    """The new words of a post."""

    title = serializers.CharField(required=False, allow_blank=True, max_length=4 * MAX_TITLE, help_text="Left out: stays.")
    announcement = AnnouncementForm(required=False, default=None, allow_null=True, help_text="Of that kind. Left out: stays.")
    story = StoryForm(
        required=False,
        default=None,
        allow_null=True,
        help_text="Of that kind. Left out: stays. Told otherwise, it needs another confirmation.",
    )
    poll = PollChangeForm(required=False, default=None, allow_null=True, help_text="Of that kind. Left out: stays.")
    praise = PraiseChangeForm(required=False, default=None, allow_null=True, help_text="Of that kind. Left out: stays.")
    files = tokens(help_text=FILES_AFTER)
    without_link = without_link(allow_null=True)


class PostForm(_Words):
    """A post to publish."""

    title = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_TITLE)
    kind = serializers.ChoiceField(OFFERED, required=False, default="message")
    client_key = serializers.CharField(
        required=False, default=None, allow_null=True, max_length=64, help_text="Sent again with the same key, it is published once."
    )
    accepts_charter = serializers.IntegerField(
        required=False,
        default=None,
        allow_null=True,
        min_value=0,
        max_value=1_000_000,
        help_text="The version of the charter that you accept with it, where a 409 asked for one.",
    )
    poll = PollForm(required=False, default=None, allow_null=True, help_text="For the kind `poll`.")
    praise = PraiseForm(required=False, default=None, allow_null=True, help_text="For the kind `praise`.")
    announcement = AnnouncementForm(required=False, default=None, allow_null=True, help_text="For the kind `announcement`.")
    story = StoryForm(required=False, default=None, allow_null=True, help_text="For the kind `story`.")
    files = tokens(default=list, help_text="Tokens of files that you sent, in their order.")
    without_link = without_link(default="")


class AnswerMarkForm(serializers.Serializer[Any]):
    """What one says of an answer."""

    state = serializers.ChoiceField(STATES)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=1_000)
    review_on = serializers.DateField(required=False, default=None, allow_null=True, help_text="In a year when left out.")


class OutcomeForm(serializers.Serializer[Any]):
    """Whether the accepted answer held."""

    outcome = serializers.ChoiceField(OUTCOMES)
    words = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=4 * MAX_BODY, help_text="Published as a reply to the answer."
    )
    reopen = serializers.BooleanField(required=False, default=False, help_text="After a no: open the question again.")
    accepts_charter = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=0, max_value=1_000_000)


class SimilarQuery(serializers.Serializer[Any]):
    """The sentence of a question to come, and where it would be asked."""

    q = serializers.CharField(max_length=200, allow_blank=True)
    community = serializers.SlugField(required=False, default="", allow_blank=True, max_length=80)


class SimilarSerializer(serializers.Serializer[Any]):
    """A question that was asked already."""

    id = serializers.CharField()
    title = serializers.CharField()
    community = serializers.CharField()
    comments = serializers.IntegerField()
    rank = serializers.IntegerField(help_text="3 with a validated answer, 2 with an accepted one, 1 with answers, 0 without.")


class SimilarListSerializer(serializers.Serializer[Any]):
    """At most three questions, the best answered first."""

    results = SimilarSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class AnswerForm(serializers.Serializer[Any]):
    """Which comment answers the question."""

    comment = serializers.CharField(max_length=19, help_text="Id of a comment of the post.")


class CommentSerializer(serializers.Serializer[Any]):
    """A comment. A deleted one keeps its place, without author, words or reactions."""

    id = serializers.CharField(source="comment.id", help_text="In the order of dates.")
    post = serializers.CharField(source="comment.post_id")
    # A field called `parent` takes the place of an attribute of the field class, which serializers do not use.
    parent = serializers.CharField(source="comment.parent_id", allow_null=True, help_text="The comment it answers.")  # type: ignore[assignment]  # the field, not the class's own attribute
    is_deleted = serializers.BooleanField()
    author = PersonRefSerializer(allow_null=True)
    reliability = ReliabilitySerializer(allow_null=True, help_text="Of an answer to a question.")
    outcome = serializers.CharField(help_text="Whether it held, says who asked: yes, partly, no or nothing.")
    body = serializers.CharField(help_text="Markdown, as typed.")
    html = serializers.CharField(help_text="The body as safe HTML.")
    at = serializers.DateTimeField(source="comment.at")
    edited_at = serializers.DateTimeField(source="comment.edited_at", allow_null=True)
    reactions = serializers.DictField(child=serializers.IntegerField(), help_text="Kind: count.")
    given = serializers.ListField(child=serializers.CharField(), help_text="The reactions that you gave.")
    rights = serializers.ListField(child=serializers.ChoiceField(RIGHTS), help_text="What you may do with it.")
    files = FileSerializer(many=True)
    link_preview = LinkPreviewSerializer(allow_null=True)


class CommentPageSerializer(serializers.Serializer[Any]):
    """A page of a thread: top comments, oldest first, each followed by its replies; the accepted answer comes first."""

    results = CommentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class CommentForm(_Words):
    """An answer to a post, or to a comment of it."""

    # As above.
    parent = serializers.CharField(required=False, default=None, allow_null=True, max_length=19, help_text="The comment to answer.")  # type: ignore[assignment]  # the field, not the class's own attribute
    client_key = serializers.CharField(
        required=False, default=None, allow_null=True, max_length=64, help_text="Sent again with the same key, it is published once."
    )
    accepts_charter = serializers.IntegerField(
        required=False,
        default=None,
        allow_null=True,
        min_value=0,
        max_value=1_000_000,
        help_text="The version of the charter that you accept with it, where a 409 asked for one.",
    )
    files = tokens(default=list, help_text="Tokens of files that you sent, in their order.")
    without_link = without_link(default="")


class CommentChangeForm(_Change):
    """The new words of a comment."""

    files = tokens(help_text=FILES_AFTER)
    without_link = without_link(allow_null=True)
