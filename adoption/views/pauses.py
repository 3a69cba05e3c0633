"""The pages of pauses: proposed and decided by the pilot, read by the sponsor, agreed to by those who animate."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from adoption import access
from adoption.actions import pauses
from adoption.dashboards.pause_page import PausePage, pause_page
from adoption.dashboards.pauses import card, pauses_page
from adoption.forms import AnnouncementForm, DecisionForm, PauseForm, StopForm
from adoption.models import Pause
from adoption.views.pages import person_of
from rse.lib.refusal import Refused

SEEDS = 2**31


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """All pauses and, for the pilot, the form of a new one."""
    person, at = person_of(request), timezone.now()
    access.require_network(person)
    if request.method == "POST":
        access.require_decide(person)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            pause = pauses.propose_pause(
                by=person, scope=asked["scope"], start=asked["start"], clean_weeks=asked["clean_weeks"], stop_share=asked["stop_at"] / 100,
                reason=asked["reason"], seed=secrets.randbelow(SEEDS), at=at,
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Pause proposed: those who animate may now agree."))
            return redirect("adoption-pause", pause.pk)
    access.consulted(by=person, page="pauses", at=at)
    context = {"page": pauses_page(), "form": form, "may_decide": access.may_decide(person)}
    return render(request, "adoption/pauses.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, id_: int) -> HttpResponse:
    """One pause; `decision` says which one the pilot takes: draw, announce or stop."""
    person, at = person_of(request), timezone.now()
    access.require_network(person)
    if request.method == "POST":
        access.require_decide(person)
    pause = access.get_pause_or_404(id_)
    sent = request.POST.get("decision", "") or "draw" if request.method == "POST" else ""
    page = pause_page(pause, at=at)
    forms = _forms(request, sent, page)
    form = forms.get(sent, DecisionForm(request.POST))
    if sent and form.is_valid():
        try:
            _decide(request, pause, sent, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("adoption-pause", pause.pk)
    access.consulted(by=person, page="pause", at=at, target_type="pause", target_id=pause.pk)
    offered = sent == "stop" or (sent == "announce" and page.may_announce)  # a form on the page shows its own errors
    context = {"page": page, "may_decide": access.may_decide(person), "forms": forms, "refused": form if sent and not offered else None}
    return render(request, "adoption/pause.html", context, status=422 if sent else 200)


def _forms(request: HttpRequest, sent: str, page: PausePage) -> dict[str, DecisionForm]:
    return {
        "announce": AnnouncementForm(request.POST if sent == "announce" else None, initial={"text": page.draft}),
        "stop": StopForm(request.POST if sent == "stop" else None),
    }


def _decide(request: HttpRequest, pause: Pause, sent: str, form: DecisionForm) -> None:
    by, at = person_of(request), timezone.now()
    if sent == "announce":
        pauses.announce(by=by, pause=pause, text=form.cleaned_data["text"], at=at)
        messages.success(request, _("Announced. Those who animate can copy the text into their communities."))
    elif sent == "stop":
        pauses.stop(by=by, pause=pause, reason=form.cleaned_data["reason"], at=at)
        messages.success(request, _("Stopped."))
    else:
        pauses.draw(by=by, pause=pause, at=at)
        messages.success(request, _("Drawn."))


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, id_: int, slug: str) -> HttpResponse:
    """What a pause asks of one community; `decision` consents or withdraws."""
    person, at = person_of(request), timezone.now()
    place = access.get_animated_place_or_404(person, slug)
    pause = access.get_pause_or_404(id_)
    refused = ""
    if request.method == "POST":
        try:
            if request.POST.get("decision") == "withdraw":
                pauses.withdraw(by=person, pause=pause, place=place, at=at)
                messages.success(request, _("Agreement taken back."))
            else:
                pauses.consent(by=person, pause=pause, place=place, at=at)
                messages.success(request, _("Agreement written down."))
            return redirect("adoption-pause-consent", pause.pk, place.slug)
        except Refused as refusal:
            refused = str(refusal)
    access.consulted(by=person, page="pause consent", at=at, target_type="community", target_id=place.id)
    context = {"card": card(pause, place), "refused": refused}
    return render(request, "adoption/pause_consent.html", context, status=422 if refused else 200)
