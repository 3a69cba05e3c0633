"""Reports: send one, list those to decide on, decide."""

from collections.abc import Sequence

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import reports
from communities.actions._reported import Subject
from communities.api.base import Door, many, one
from communities.api.schema import operation
from communities.api.serializers.reports import (
    ReportDecisionForm,
    ReportForm,
    ReportPageSerializer,
    ReportSerializer,
    ReportsQuery,
    SentReportSerializer,
)

TAG = "reports"
_SENT = "For whoever reads it, but its author. One report of yours waits at most; the author never learns who sent it."


class ReportPost(Door):
    @operation("report_post", "Report a post", tag=TAG, takes=ReportForm, gives=SentReportSerializer, new=True, about=_SENT)
    def post(self, request: Request, post_id: str) -> Response:
        return _send(self, access.get_post_or_404(self.person, post_id))


class ReportComment(Door):
    @operation("report_comment", "Report a comment", tag=TAG, takes=ReportForm, gives=SentReportSerializer, new=True, about=_SENT)
    def post(self, request: Request, comment_id: str) -> Response:
        return _send(self, access.get_comment_or_404(self.person, comment_id))


class ReportCommunity(Door):
    @operation("report_community", "Report a community", tag=TAG, takes=ReportForm, gives=SentReportSerializer, new=True, about=_SENT)
    def post(self, request: Request, slug: str) -> Response:
        return _send(self, access.get_community_or_404(self.person, slug))


class ReportPerson(Door):
    @operation("report_person", "Report a profile", tag=TAG, takes=ReportForm, gives=SentReportSerializer, new=True, about=_SENT)
    def post(self, request: Request, person_id: str) -> Response:
        return _send(self, access.get_person_or_404(self.person, person_id))


class ReportTestimonial(Door):
    @operation("report_testimonial", "Report a testimonial", tag=TAG, takes=ReportForm, gives=SentReportSerializer, new=True, about=_SENT)
    def post(self, request: Request, testimonial_id: str) -> Response:
        return _send(self, access.get_shown_testimonial_or_404(self.person, testimonial_id))


class ReportProposal(Door):
    @operation(
        "report_proposal", "Report a proposed change of a charter", tag=TAG, takes=ReportForm, gives=SentReportSerializer,
        new=True, about=_SENT,
    )  # fmt: skip
    def post(self, request: Request, slug: str, proposal_id: str) -> Response:
        return _send(self, access.get_proposal_or_404(self.person, slug, proposal_id))


class ReportObjection(Door):
    @operation(
        "report_objection", "Report what somebody objects to a proposed change", tag=TAG, takes=ReportForm, gives=SentReportSerializer,
        new=True, about=_SENT,
    )  # fmt: skip
    def post(self, request: Request, slug: str, proposal_id: str, person_id: str) -> Response:
        return _send(self, access.get_objection_or_404(self.person, slug, proposal_id, person_id))


class ReportPractice(Door):
    @operation("report_practice", "Report a practice", tag=TAG, takes=ReportForm, gives=SentReportSerializer, new=True, about=_SENT)
    def post(self, request: Request, slug: str, practice_id: str) -> Response:
        return _send(self, access.get_practice_or_404(self.person, slug, practice_id))


class CommunityReports(Door):
    @operation(
        "list_community_reports",
        "List the reports of a community",
        tag=TAG,
        asks=ReportsQuery,
        gives=ReportPageSerializer,
        about="For its owner and animators, without what they wrote themselves.",
    )
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_moderated_community_or_404(self.person, slug)
        asked = self.asked(ReportsQuery)
        if asked["state"] == "open":
            return many(ReportSerializer, feeds.reports_of_community(self.person, community), next_cursor=None)
        page = feeds.reports_decided(self.person, community=community, before=asked.get("cursor"), size=asked["size"])
        return many(ReportSerializer, page, next_cursor=page.next_cursor)


class Reports(Door):
    @operation(
        "list_reports",
        "List the reports of the administrators",
        tag=TAG,
        asks=ReportsQuery,
        gives=ReportPageSerializer,
        about="Profiles, communities, what every employee reads, and what was passed on. Looking is written in the audit log.",
        refuses=(401, 403, 429),
    )
    def get(self, request: Request) -> Response:
        access.require(access.may_judge_reports(self.person))
        asked = self.asked(ReportsQuery)
        if asked["state"] == "open":
            cases = feeds.reports_to_judge(self.person)
            _consulted(self, cases)
            return many(ReportSerializer, cases, next_cursor=None)
        page = feeds.reports_decided(self.person, before=asked.get("cursor"), size=asked["size"])
        _consulted(self, page.rows)
        return many(ReportSerializer, page, next_cursor=page.next_cursor)


class OneReport(Door):
    @operation("get_report", "Read a report that you may decide on", tag=TAG, gives=ReportSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, report_id: str) -> Response:
        case = feeds.report_case(self.person, access.get_report_or_404(self.person, report_id))
        _consulted(self, [case])
        return one(ReportSerializer, case)


class Decision(Door):
    @operation(
        "get_decision",
        "Read what became of your report, or of what you wrote",
        tag=TAG,
        gives=SentReportSerializer,
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, report_id: str) -> Response:
        return one(SentReportSerializer, access.get_told_report_or_404(self.person, report_id))

    @operation(
        "decide_report",
        "Decide on a report",
        tag=TAG,
        takes=ReportDecisionForm,
        gives=ReportSerializer,
        about="Settles every report that waits about the same thing. Who sent them is told; so is the author, unless it is kept.",
    )
    def post(self, request: Request, report_id: str) -> Response:
        report = access.get_report_or_404(self.person, report_id)
        sent = self.sent(ReportDecisionForm)
        reports.decide_report(
            by=self.person, report=report, outcome=sent["outcome"], reason=sent["reason"], at=timezone.now(), source="api"
        )
        return one(ReportSerializer, feeds.report_case(self.person, access.get_report_or_404(self.person, report_id)))


def _send(door: Door, subject: Subject) -> Response:
    sent = reports.create_report(by=door.person, subject=subject, at=timezone.now(), source="api", **door.sent(ReportForm))
    return one(SentReportSerializer, sent, new=True)


def _consulted(door: Door, cases: Sequence[feeds.ReportCase]) -> None:
    if access.may_judge_reports(door.person):
        reports.consulted(by=door.person, reports=[report.pk for case in cases for report in case.reports], at=timezone.now())
