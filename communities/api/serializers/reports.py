"""Reports: what one sends, what those who decide see, the decision."""

from typing import Any

from rest_framework import serializers

from communities.actions.reports import MAX_DECISION, MAX_NOTE
from communities.api.serializers.common import CommunityRefSerializer, IdPageQuery, PersonRefSerializer

ABOUT = ["post", "comment", "community", "person", "quote", "proposal", "opinion", "practice"]
REASONS = ["offensive", "personal", "off_topic", "dangerous", "other"]
STATES = ["open", "kept", "removed", "warned", "answered", "gone"]


class ReportForm(serializers.Serializer[Any]):
    """Why something should be looked at."""

    reason = serializers.ChoiceField(REASONS)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=4 * MAX_NOTE, help_text="Needed for `other`.")
    may_pass = serializers.BooleanField(
        required=False, default=False, help_text="Your note may go to administrators who do not read that community."
    )


class SentReportSerializer(serializers.Serializer[Any]):
    """A report that you sent, or the decision on something of yours."""

    id = serializers.IntegerField()
    about = serializers.ChoiceField(ABOUT)
    state = serializers.ChoiceField(STATES)
    decided_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField(help_text="Why, in words.")


class SaidSerializer(serializers.Serializer[Any]):
    """What one person said of something reported."""

    id = serializers.IntegerField()
    reporter = PersonRefSerializer()
    reason = serializers.ChoiceField(REASONS)
    note = serializers.CharField()
    at = serializers.DateTimeField()
    passed_at = serializers.DateTimeField(allow_null=True, help_text="Since when it waits for the administrators.")


class ReportSerializer(serializers.Serializer[Any]):
    """One thing reported, with every report about it that waits."""

    id = serializers.IntegerField(source="report.id")
    about = serializers.ChoiceField(ABOUT, source="report.about")
    withheld = serializers.BooleanField(source="is_withheld", help_text="You may not read what is reported.")
    community = CommunityRefSerializer(allow_null=True, help_text="Null for a profile, or when you may not know of it.")
    post = serializers.SerializerMethodField(help_text="Its id, or that of the story of a testimonial; null when withheld.")
    comment = serializers.SerializerMethodField(help_text="Its id; null when withheld.")
    author = PersonRefSerializer(allow_null=True)
    excerpt = serializers.CharField(help_text="How its words began when it was reported.")
    reports = SaidSerializer(many=True)
    state = serializers.ChoiceField(STATES, source="report.state")
    decided_at = serializers.DateTimeField(source="report.decided_at", allow_null=True)
    decided_by = PersonRefSerializer(source="report.decided_by", allow_null=True)
    decision = serializers.CharField(source="report.decision")

    def get_post(self, case: Any) -> str | None:
        return None if case.is_withheld or case.report.post_id is None else str(case.report.post_id)

    def get_comment(self, case: Any) -> str | None:
        return None if case.is_withheld or case.report.comment_id is None else str(case.report.comment_id)


class ReportPageSerializer(serializers.Serializer[Any]):
    """A page of reports."""

    results = ReportSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ReportsQuery(IdPageQuery):
    """Those that wait, all at once, or those decided, page by page."""

    state = serializers.ChoiceField(["open", "decided"], required=False, default="open")


class ReportDecisionForm(serializers.Serializer[Any]):
    """What to do, and why."""

    outcome = serializers.ChoiceField(["kept", "removed", "warned", "answered"], help_text="`answered`: of what you may not read.")
    reason = serializers.CharField(max_length=4 * MAX_DECISION, allow_blank=True, help_text="Who reported, and the author, read it.")
