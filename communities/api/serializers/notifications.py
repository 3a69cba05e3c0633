"""What one was told, and marking it as read."""

from typing import Any

from rest_framework import serializers

from communities.api.serializers.common import CommunityRefSerializer, PersonRefSerializer

NOTICES = [
    "mention", "reply", "join_request", "request_accepted", "request_refused", "invitation", "answer_accepted", "handed_over",
    "praise", "story", "story_confirmed", "story_due", "testimonial", "must_read", "charter_adopted", "charter_declined", "charter_review",
    "report", "report_decided", "content_removed", "content_warned", "post_moved",
    "practice_review", "practice_orphan", "not_published", "thread", "answer_review",
    "answer_trial", "answer_reworded", "call", "topic_referent", "practice_named", "proposal", "objection",
    "practice_proposal", "practice_adopted", "practice_declined", "practice_changed", "quote_given", "quote_declined",
    "new_post", "new_comment",
]  # fmt: skip
MAX_MARKED = 200


class NotificationSerializer(serializers.Serializer[Any]):
    """One thing that one was told."""

    id = serializers.IntegerField()
    notice = serializers.ChoiceField(NOTICES)
    at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    event = serializers.CharField(source="event_id", help_text="Id of the event it comes from.")
    actor = PersonRefSerializer(allow_null=True)
    community = CommunityRefSerializer(allow_null=True)
    post = serializers.CharField(source="post_id", allow_null=True)
    comment = serializers.CharField(source="comment_id", allow_null=True)
    report = serializers.IntegerField(source="report_id", allow_null=True)


class NotificationPageSerializer(serializers.Serializer[Any]):
    """A page of notifications, newest first."""

    results = NotificationSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class NotificationGroupSerializer(serializers.Serializer[Any]):
    """Like notifications of one thread or community: the latest, how many they are, how many people act in them, and why they came."""

    latest = NotificationSerializer(source="head")
    size = serializers.IntegerField()
    people = serializers.IntegerField()
    unread = serializers.BooleanField(source="is_unread")
    why = serializers.CharField(source="why.text")


class NotificationGroupPageSerializer(serializers.Serializer[Any]):
    """A page of groups: the unread first, then the others, each newest first."""

    results = NotificationGroupSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class GroupQuery(serializers.Serializer[Any]):
    """Which groups."""

    show = serializers.ChoiceField(["unread", "mentions"], required=False, default="")
    cursor = serializers.RegexField(r"^[ur][0-9]{1,18}$", required=False, default="", help_text="`next` of the page before.")
    size = serializers.IntegerField(required=False, default=20, min_value=1, max_value=100)


class MarkForm(serializers.Serializer[Any]):
    """Which notifications were read; all of them when `ids` is left out."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=(1 << 63) - 1),
        required=False,
        default=None,
        allow_null=True,
        max_length=MAX_MARKED,
    )


class UnmarkForm(serializers.Serializer[Any]):
    """Which notifications are to wait again."""

    ids = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=(1 << 63) - 1), max_length=MAX_MARKED)


class MarkedSerializer(serializers.Serializer[Any]):
    """What marking changed."""

    marked = serializers.IntegerField(help_text="How many changed.")
    unread = serializers.IntegerField(help_text="How many still are.")
