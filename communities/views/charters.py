"""The charter: its page, its history, accepting it, the changes that members propose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import access, feeds
from communities.actions import charters as actions
from communities.actions import proposals
from communities.forms import DecisionForm, OpinionForm, ProposalForm
from communities.views import kept, reading
from communities.views.places import place
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import CharterProposal, Community


@require_safe
@reading.of_community
def show(request: HttpRequest, community: Community) -> HttpResponse:
    """The present version and what is proposed, for whoever reads the community."""
    person = reading.person_of(request)
    access.get_readable_community_or_404(person, community.slug)
    here = place(person, community, tab="about")
    row = feeds.charter_row(person, community, today=timezone.localdate(), is_member=here["role"] is not None)
    context = {"row": row, "proposals": feeds.charter_proposals(community), "may_write": access.may_write(person, community)}
    return render(request, "communities/charter_show.html", here | context)


@require_safe
@reading.of_community
def history(request: HttpRequest, community: Community) -> HttpResponse:
    person = reading.person_of(request)
    access.get_readable_community_or_404(person, community.slug)
    context = {"versions": feeds.charter_history(community)}
    return render(request, "communities/charter_history.html", place(person, community, tab="about") | context)


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """What the composer shows when a community is chosen: its charter, as long as one must accept it; nothing otherwise."""
    person = reading.person_of(request)
    try:
        community = access.get_readable_community_or_404(person, request.GET.get("community", "")[:80])
    except Http404:
        return HttpResponse("")
    charter = feeds.charter_to_accept(person, community) if access.may_write(person, community) else None
    return render(request, "communities/_charter_ask.html", {"charter": charter})


@require_POST
@reading.of_community
def accept(request: HttpRequest, community: Community) -> HttpResponse:
    """Accepts the version `accepts`."""
    person = reading.person_of(request)
    given = request.POST.get("accepts", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise BadRequest("no such version")
    try:
        actions.accept_charter(by=person, community=community, number=int(given), at=timezone.now())
        messages.success(request, _("The charter is accepted."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("charter-show", community.slug)


@require_POST
@reading.of_community
def review(request: HttpRequest, community: Community) -> HttpResponse:
    """Keeps the charter as it is for another year."""
    try:
        actions.review_charter(by=reading.person_of(request), community=community, at=timezone.now())
        messages.success(request, _("The charter stays as it is for another year."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("charter-show", community.slug)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for the text and why; publishes its discussion."""
    person = reading.person_of(request)
    community = access.get_readable_community_or_404(person, slug)
    access.require(access.may_write(person, community))
    if request.method != "POST":
        initial = {"text": community.charter} | kept.take(request, request.path)
        return _writing(request, community, ProposalForm(initial=initial))
    form = ProposalForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data
        try:
            proposal = proposals.propose_change(
                by=person, community=community, text=words["text"], why=words["why"], accepts=words["accepts"], at=timezone.now()
            )
            messages.success(request, _("Your proposal is published, and its discussion is open."))
            return redirect("charter-proposal", community.slug, proposal.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return _writing(request, community, form, status=422)


@require_safe
def proposal(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    found = access.get_proposal_or_404(reading.person_of(request), slug, id)
    said = kept.take(request, reverse("charter-opinion", args=[slug, found.pk]))
    decided = kept.take(request, reverse("charter-decide", args=[slug, found.pk]))
    forms: dict[str, Any] = {"opinion_form": OpinionForm(initial=said)} if said else {}
    if decided:
        forms["decision_form"] = DecisionForm(initial=decided | {"revision": found.revision, "asks": True})
    return _proposal(request, found, **forms)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """One's proposal beside the present charter, to be taken up again."""
    person = reading.person_of(request)
    found = access.get_proposal_or_404(person, slug, id)
    access.require(access.may_change_proposal(person, found))
    if request.method != "POST":
        initial = {"text": found.text, "why": found.why} | kept.take(request, request.path)
        return _writing(request, found.community, ProposalForm(initial=initial), proposal=found)
    form = ProposalForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data
        try:
            proposals.rewrite_proposal(
                by=person, proposal=found, text=words["text"], why=words["why"], base=words["base"] or 0, at=timezone.now()
            )
            messages.success(request, _("Your proposal is changed. What was said about its previous text is cleared."))
            return redirect("charter-proposal", slug, found.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return _writing(request, found.community, form, proposal=found, status=422)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """`says` is consent, or object with a `reason`. Asked with GET, leads to the form."""
    person = reading.person_of(request)
    found = access.get_proposal_or_404(person, slug, id)
    if request.method != "POST":
        return redirect("charter-proposal", slug, found.pk)
    says = request.POST.get("says", "")
    if says not in ("consent", "object"):
        raise BadRequest("no such opinion")
    form = OpinionForm(request.POST)
    form.is_valid()
    try:
        reason = form.cleaned_data.get("reason", "")
        proposals.give_opinion(by=person, proposal=found, consents=says == "consent", reason=reason, at=timezone.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _proposal(request, found, opinion_form=form, status=422)
    return redirect("charter-proposal", slug, found.pk)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """`do` is publish, decline (with a `reason`) or withdraw. Asked with GET, leads to the form."""
    person = reading.person_of(request)
    found = access.get_proposal_or_404(person, slug, id)
    if request.method != "POST":
        return redirect("charter-proposal", slug, found.pk)
    form = DecisionForm(request.POST)
    form.is_valid()
    words, at = form.cleaned_data, timezone.now()
    try:
        match request.POST.get("do"):
            case "publish":
                proposals.publish_proposal(
                    by=person, proposal=found, revision=words.get("revision") or 0, asks=bool(words.get("asks")), at=at
                )
                messages.success(request, _("The charter has a new version."))
                return redirect("charter-show", slug)
            case "decline":
                proposals.decline_proposal(by=person, proposal=found, reason=words.get("reason", ""), at=at)
            case "withdraw":
                proposals.withdraw_proposal(by=person, proposal=found, at=at)
            case _:
                raise BadRequest("no such decision")
    except Refused as refusal:
        form.refuse(refusal)
        return _proposal(request, found, decision_form=form, status=422)
    return redirect("charter-proposal", slug, found.pk)


def _proposal(request: HttpRequest, found: CharterProposal, *, status: int = 200, **forms: Any) -> HttpResponse:
    person = reading.person_of(request)
    context = {
        "row": feeds.charter_proposal(person, found),
        "writer": kept.writer_mark(person),
        "may_write": access.may_write(person, found.community),
        "may_change": access.may_change_proposal(person, found),
        "may_decide": access.may_decide_proposal(person, found),
        "opinion_form": OpinionForm(),
        "decision_form": DecisionForm(initial={"revision": found.revision, "asks": True}),
    }
    here = place(person, found.community, tab="about")
    return render(request, "communities/charter_proposal.html", here | context | forms, status=status)


def _writing(
    request: HttpRequest, community: Community, form: ProposalForm, *, proposal: CharterProposal | None = None, status: int = 200
) -> HttpResponse:
    person = reading.person_of(request)
    context = {
        "form": form,
        "proposal": proposal,
        "base": community.charter_number,
        "charter": feeds.charter_to_accept(person, community) if proposal is None else None,
        "writer": kept.writer_mark(person),
    }
    return render(request, "communities/charter_propose.html", place(person, community, tab="about") | context, status=status)
