"""Reports: the form that sends one, the queues of those who decide, one report, the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import access, feeds
from communities.actions import reports as actions
from communities.forms import ReportDecisionForm, ReportForm
from communities.views import reading
from communities.views.places import place
from communities.views.threads import comment_address
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Community, Report
    from rse.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def of_post(request: HttpRequest, id: str) -> HttpResponse:
    post = access.get_post_or_404(reading.person_of(request), id)
    return _report(request, post, kind="post", back=reverse("post-show", args=[post.pk]), place=post.community)


@require_http_methods(["GET", "HEAD", "POST"])
def of_comment(request: HttpRequest, id: str, comment_id: str) -> HttpResponse:
    comment = access.get_comment_of_post_or_404(reading.person_of(request), id, comment_id)
    back = comment_address(comment.post, comment.pk)
    return _report(request, comment, kind="comment", back=back, place=comment.post.community)


@require_http_methods(["GET", "HEAD", "POST"])
@reading.of_community
def of_community(request: HttpRequest, community: Community) -> HttpResponse:
    return _report(request, community, kind="community", back=reverse("community-show", args=[community.slug]), place=community)


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: HttpRequest, id: str) -> HttpResponse:
    shown = access.get_person_or_404(reading.person_of(request), id)
    return _report(request, shown, kind="person", back=reverse("person-show", args=[shown.pk]), place=None)


@require_http_methods(["GET", "HEAD", "POST"])
def of_testimonial(request: HttpRequest, id: str) -> HttpResponse:
    quote = access.get_shown_testimonial_or_404(reading.person_of(request), id)
    post = quote.story.post
    return _report(request, quote, kind="quote", back=reverse("post-show", args=[post.pk]), place=post.community)


@require_http_methods(["GET", "HEAD", "POST"])
def of_proposal(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    proposal = access.get_proposal_or_404(reading.person_of(request), slug, id)
    return _report(request, proposal, kind="proposal", back=reverse("proposal-show", args=[slug, id]), place=proposal.community)


@require_http_methods(["GET", "HEAD", "POST"])
def of_objection(request: HttpRequest, slug: str, id: str, by: str) -> HttpResponse:
    """What the person `by` objects to a proposal."""
    said = access.get_objection_or_404(reading.person_of(request), slug, id, by)
    return _report(request, said, kind="opinion", back=reverse("proposal-show", args=[slug, id]), place=said.proposal.community)


@require_http_methods(["GET", "HEAD", "POST"])
def of_practice(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    practice = access.get_practice_or_404(reading.person_of(request), slug, id)
    return _report(request, practice, kind="practice", back=reverse("practice-list", args=[slug]), place=practice.community)


@require_safe
@reading.of_community
def index(request: HttpRequest, community: Community) -> HttpResponse:
    """What waits in a community, then what was decided, for who animates it; `before` is the cursor of the history."""
    person = reading.person_of(request)
    access.require(access.may_moderate(person, community))
    return _community_queue(request, community)


@require_safe
def judge(request: HttpRequest) -> HttpResponse:
    """The administrators' queue and history. Each look is written to the log."""
    person = reading.person_of(request)
    access.require(access.may_judge_reports(person))
    cases = feeds.reports_to_judge(person)
    decided = feeds.reports_decided(person, before=reading.cursor(request, "before"))
    _consulted(person, [*cases, *decided])
    context = {"cases": [_with_form(person, case) for case in cases], "decided": decided, "elsewhere": feeds.reports_elsewhere(person)}
    return render(request, "communities/report_list.html", context)


@require_safe
def show(request: HttpRequest, id: str) -> HttpResponse:
    """One report, for who decides; for who sent it, what became of it; for the author, the decision."""
    person = reading.person_of(request)
    try:
        report = access.get_report_or_404(person, id)
    except Http404:
        return _told(request, access.get_told_report_or_404(person, id))
    return _one(request, report)


@require_POST
def decide(request: HttpRequest, id: str) -> HttpResponse:
    """Takes `outcome` and its `reason`; leads back to the queue, in which the next one waits."""
    person = reading.person_of(request)
    report = access.get_report_or_404(person, id)
    form = ReportDecisionForm(request.POST, outcomes=actions.outcomes(person, report))
    if form.is_valid():
        words = form.cleaned_data
        try:
            actions.decide_report(by=person, report=report, outcome=words["outcome"], reason=words["reason"], at=timezone.now())
            messages.success(request, _("The decision is taken, and those concerned are told."))
            return redirect(_queue(person, report))
        except Refused as refusal:
            form.refuse(refusal)
    return _one(request, report, form=form, status=422)


def _report(request: HttpRequest, subject: Any, *, kind: str, back: str, place: Community | None) -> HttpResponse:
    """The form, with who will read it; what waits already says so."""
    person = reading.person_of(request)
    form = ReportForm(request.POST or None, initial={"may_pass": place is not None and place.listed})
    if request.method == "POST" and form.is_valid():
        try:
            actions.create_report(by=person, subject=subject, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Thank you: your report is sent. You will be told what is decided."))
            return redirect(back)
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "kind": kind,
        "subject": subject,
        "place": place,
        "back": back,
        "sent": actions.waiting_report(by=person, subject=subject),
        "asks": not actions.reaches_administrators(subject),
        "decided_there": actions.someone_decides(subject),
    }
    return render(request, "communities/report_create.html", context, status=422 if request.method == "POST" else 200)


def _community_queue(request: HttpRequest, community: Community) -> HttpResponse:
    person = reading.person_of(request)
    cases = feeds.reports_of_community(person, community)
    decided = feeds.reports_decided(person, community=community, before=reading.cursor(request, "before"))
    context = {"cases": [_with_form(person, case) for case in cases], "decided": decided}
    return render(request, "communities/community_reports.html", place(person, community, tab="reports") | context)


def _one(request: HttpRequest, report: Report, *, form: ReportDecisionForm | None = None, status: int = 200) -> HttpResponse:
    person = reading.person_of(request)
    case = feeds.report_case(person, report)
    _consulted(person, [case])
    shown, fresh = _with_form(person, case)
    context = {"case": shown, "form": form or fresh, "queue": _queue(person, report)}
    return render(request, "communities/report_show.html", context, status=status)


def _told(request: HttpRequest, report: Report) -> HttpResponse:
    person = reading.person_of(request)
    context = {"report": report, "is_mine": report.reporter_id == person.pk, "place": feeds.place_of_report(person, report)}
    return render(request, "communities/report_told.html", context)


def _with_form(person: Person, case: feeds.ReportCase) -> tuple[feeds.ReportCase, ReportDecisionForm | None]:
    """A case that waits, with the form that decides on it."""
    if case.report.state != "open":
        return case, None
    return case, ReportDecisionForm(
        outcomes=actions.outcomes_of(case.report, reads=not case.is_withheld), auto_id=f"id_{case.report.pk}_%s"
    )


def _consulted(person: Person, cases: list[feeds.ReportCase]) -> None:
    if access.may_judge_reports(person):
        actions.consulted(by=person, reports=[report.pk for case in cases for report in case.reports], at=timezone.now())


def _queue(person: Person, report: Report) -> str:
    if report.community is not None and report.about in access.CONTENT and access.may_moderate(person, report.community):
        return reverse("community-reports", args=[report.community.slug])
    return reverse("report-list")
