"""The pages of campaigns: proposed, followed and stopped by the pilot, read by the sponsor."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adoption import access
from adoption.actions import campaigns
from adoption.dashboards.campaign_page import campaign_page, said_before
from adoption.dashboards.campaigns import campaign_lines
from adoption.forms import CampaignActForm, CampaignForm, DecisionForm, StopForm
from adoption.models import Campaign
from adoption.views.pages import person_of
from rse.lib.refusal import Refused
from rse.lib.sentences import Sentence

SEEDS = 2**31


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """All campaigns and, for the pilot, the form of a new one: looked at first (`decision` preview), then fixed and drawn."""
    person, at = person_of(request), timezone.now()
    access.require_network(person)
    sent = request.method == "POST"
    if sent:
        access.require_decide(person)
    form = CampaignForm(request.POST if sent else None) if access.may_decide(person) else None
    said: tuple[Sentence, ...] = ()
    if form is not None and form.is_valid():
        protocol = form.protocol()
        try:
            if request.POST.get("decision") == "propose":
                campaign = campaigns.propose_campaign(by=person, protocol=protocol, seed=secrets.randbelow(SEEDS), at=at)
                messages.success(request, _("The order is drawn. Now plan what is done in each step.") if protocol.drawn else _("Planned."))
                return redirect("adoption-campaign", campaign.pk)
            said = said_before(campaigns.preview(by=person, protocol=protocol, at=at), drawn=protocol.drawn)
        except Refused as refusal:
            form.refuse(refusal)
    access.consulted(by=person, page="campaigns", at=at)
    context = {"campaigns": campaign_lines(at=at), "form": form, "may_decide": form is not None, "said": said}
    return render(request, "adoption/campaigns.html", context, status=422 if sent and not said else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, id_: int) -> HttpResponse:
    """One campaign; `decision` says which one the pilot takes: add, remove, done, undone or stop."""
    person, at = person_of(request), timezone.now()
    access.require_network(person)
    if request.method == "POST":
        access.require_decide(person)
    campaign = access.get_campaign_or_404(id_)
    sent = request.POST.get("decision", "") or "done" if request.method == "POST" else ""
    forms: dict[str, DecisionForm] = {
        "add": CampaignActForm(request.POST if sent == "add" else None),
        "stop": StopForm(request.POST if sent == "stop" else None),
    }
    form = forms.get(sent, DecisionForm(request.POST))
    if sent and form.is_valid():
        try:
            _decide(request, campaign, sent, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("adoption-campaign", campaign.pk)
    access.consulted(by=person, page="campaign", at=at, target_type="campaign", target_id=campaign.pk)
    context = {
        "page": campaign_page(campaign, at=at), "may_decide": access.may_decide(person), "forms": forms,
        "refused": form if sent and sent not in forms else None,
    }  # fmt: skip
    return render(request, "adoption/campaign.html", context, status=422 if sent else 200)


def _decide(request: HttpRequest, campaign: Campaign, sent: str, form: DecisionForm) -> None:
    by, at = person_of(request), timezone.now()
    if sent == "add":
        asked = form.cleaned_data
        campaigns.add_act(by=by, campaign=campaign, kind=asked["kind"], title=asked["title"], day=asked["day"], words=asked["words"], at=at)
    elif sent == "remove":
        campaigns.remove_act(by=by, campaign=campaign, act_id=_number(request, "act"), at=at)
    elif sent == "stop":
        campaigns.stop_campaign(by=by, campaign=campaign, reason=form.cleaned_data["reason"], at=at)
        messages.success(request, _("Stopped."))
    else:
        campaigns.tick(by=by, campaign=campaign, act_id=_number(request, "act"), step=_number(request, "step"), done=sent == "done", at=at)


def _number(request: HttpRequest, name: str) -> int:
    """A number of a form of ours; 0, which is of nothing, for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
