"""Proposals for the charter and the practices of a community: writing one, what is said of it, the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import access, feeds
from communities.actions import proposals as actions
from communities.forms import DecisionForm, OpinionForm, PracticeProposalForm, ProposalForm
from communities.views import kept, reading
from communities.views.places import place
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Community, Practice, Proposal

TABS = {"charter": "about", "practice": "practices"}
PAGES = {"charter": "charter-show", "practice": "practice-list"}
FORMS: dict[str, type[ProposalForm]] = {"charter": ProposalForm, "practice": PracticeProposalForm}


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def of_charter(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for the text and why; publishes its discussion."""
    community = access.get_readable_community_or_404(reading.person_of(request), slug)
    return _propose(request, community, about="charter", text=community.charter)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def of_practice(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """The same of other words for a practice."""
    practice = access.get_practice_or_404(reading.person_of(request), slug, id)
    return _propose(request, practice.community, about="practice", practice=practice, title=practice.title, text=practice.text)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def of_new_practice(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of a practice to come."""
    community = access.get_readable_community_or_404(reading.person_of(request), slug)
    return _propose(request, community, about="practice")


@require_safe
def show(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    found = access.get_proposal_or_404(reading.person_of(request), slug, id)
    said = kept.take(request, reverse("proposal-opinion", args=[slug, found.pk]))
    decided = kept.take(request, reverse("proposal-decide", args=[slug, found.pk]))
    forms: dict[str, Any] = {"opinion_form": OpinionForm(initial=said)} if said else {}
    if decided:
        forms["decision_form"] = DecisionForm(initial=decided | {"revision": found.revision, "asks": True})
    return _show(request, found, **forms)


@require_safe
def moved(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """Where the discussions of charters led when nothing else was proposed."""
    found = access.get_proposal_or_404(reading.person_of(request), slug, id)
    return redirect("proposal-show", slug, found.pk, permanent=True)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """One's proposal beside the words that hold now, to be taken up again."""
    person = reading.person_of(request)
    found = access.get_proposal_or_404(person, slug, id)
    access.require(access.may_change_proposal(person, found))
    make = FORMS[found.about]
    if request.method != "POST":
        initial = {"title": found.title, "text": found.text, "why": found.why} | kept.take(request, request.path)
        return _write(request, found.community, make(initial=initial), about=found.about, practice=found.practice, proposal=found)
    form = make(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        words = {"title": sent.get("title", ""), "text": sent["text"], "why": sent["why"]}
        try:
            actions.rewrite_proposal(by=person, proposal=found, base=sent["base"] or 0, at=timezone.now(), **words)
            messages.success(request, _("Your proposal is changed. What was said about its previous text is cleared."))
            return redirect("proposal-show", slug, found.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return _write(request, found.community, form, about=found.about, practice=found.practice, proposal=found, status=422)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """`says` is consent, or object with a `reason`. Asked with GET, leads to the form."""
    person = reading.person_of(request)
    found = access.get_proposal_or_404(person, slug, id)
    if request.method != "POST":
        return redirect("proposal-show", slug, found.pk)
    says = request.POST.get("says", "")
    if says not in ("consent", "object"):
        raise BadRequest("no such opinion")
    form = OpinionForm(request.POST)
    form.is_valid()
    try:
        reason = form.cleaned_data.get("reason", "")
        actions.give_opinion(by=person, proposal=found, consents=says == "consent", reason=reason, at=timezone.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, found, opinion_form=form, status=422)
    return redirect("proposal-show", slug, found.pk)


@kept.keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """`do` is publish, decline (with a `reason`) or withdraw. Asked with GET, leads to the form."""
    person = reading.person_of(request)
    found = access.get_proposal_or_404(person, slug, id)
    if request.method != "POST":
        return redirect("proposal-show", slug, found.pk)
    form = DecisionForm(request.POST)
    form.is_valid()
    words, at = form.cleaned_data, timezone.now()
    try:
        match request.POST.get("do"):
            case "publish":
                revision, asks = words.get("revision") or 0, bool(words.get("asks"))
                return _published(request, actions.publish_proposal(by=person, proposal=found, revision=revision, asks=asks, at=at))
            case "decline":
                actions.decline_proposal(by=person, proposal=found, reason=words.get("reason", ""), at=at)
            case "withdraw":
                actions.withdraw_proposal(by=person, proposal=found, at=at)
            case _:
                raise BadRequest("no such decision")
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, found, decision_form=form, status=422)
    return redirect("proposal-show", slug, found.pk)


def _published(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    page = reverse(PAGES[proposal.about], args=[proposal.community.slug])
    if proposal.about == "charter":
        messages.success(request, _("The charter has a new version."))
        return redirect(page)
    messages.success(request, _("The practice has a new version.") if proposal.base else _("The practice is added."))
    return redirect(f"{page}#practice-{proposal.practice_id}")


def _propose(request: HttpRequest, community: Community, *, about: str, practice: Practice | None = None, **present: str) -> HttpResponse:
    """`present` are the words that hold now, to begin with."""
    person = reading.person_of(request)
    access.require(access.may_write(person, community))
    make = FORMS[about]
    if request.method != "POST":
        form = make(initial=present | kept.take(request, request.path))
        return _write(request, community, form, about=about, practice=practice)
    form = make(request.POST)
    if form.is_valid():
        sent, at = form.cleaned_data, timezone.now()
        words = {"text": sent["text"], "why": sent["why"], "base": sent["base"], "accepts": sent["accepts"]}
        try:
            if about == "charter":
                made = actions.propose_change(by=person, community=community, at=at, **words)
            else:
                made = actions.propose_practice(by=person, community=community, practice=practice, title=sent["title"], at=at, **words)
            messages.success(request, _("Your proposal is published, and its discussion is open."))
            return redirect("proposal-show", community.slug, made.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return _write(request, community, form, about=about, practice=practice, status=422)


def _show(request: HttpRequest, found: Proposal, *, status: int = 200, **forms: Any) -> HttpResponse:
    person = reading.person_of(request)
    context = {
        "row": feeds.proposal(person, found),
        "back": reverse(PAGES[found.about], args=[found.community.slug]),
        "writer": kept.writer_mark(person),
        "may_write": access.may_write(person, found.community),
        "may_change": access.may_change_proposal(person, found),
        "may_decide": access.may_decide_proposal(person, found),
        "opinion_form": OpinionForm(),
        "decision_form": DecisionForm(initial={"revision": found.revision, "asks": True}),
    }
    here = place(person, found.community, tab=TABS[found.about])
    return render(request, "communities/proposal_show.html", here | context | forms, status=status)


def _write(
    request: HttpRequest,
    community: Community,
    form: ProposalForm,
    *,
    about: str,
    practice: Practice | None,
    proposal: Proposal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form; beside it what holds now, where it is not what the words were written upon."""
    person = reading.person_of(request)
    present = community.charter_number if about == "charter" else practice.version if practice else 0
    context = {
        "form": form,
        "about": about,
        "practice": practice,
        "proposal": proposal,
        "base": present,
        "is_overtaken": bool(form.errors.get("base")) or (proposal is not None and proposal.base != present),
        "back": reverse("proposal-show", args=[community.slug, proposal.pk]) if proposal else reverse(PAGES[about], args=[community.slug]),
        "charter": feeds.charter_to_accept(person, community) if proposal is None else None,
        "writer": kept.writer_mark(person),
    }
    return render(request, "communities/proposal_form.html", place(person, community, tab=TABS[about]) | context, status=status)
