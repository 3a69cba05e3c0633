"""The charter: its page, its history, accepting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds
from communities.actions import charters as actions
from communities.views import reading
from communities.views.places import place
from rse.lib.refusal import Refused

if TYPE_CHECKING:
    from communities.models import Community


@require_safe
@reading.of_community
def show(request: HttpRequest, community: Community) -> HttpResponse:
    """The present version and what is proposed, for whoever reads the community."""
    person = reading.person_of(request)
    access.get_readable_community_or_404(person, community.slug)
    here = place(person, community, tab="about")
    row = feeds.charter_row(person, community, today=timezone.localdate(), is_member=here["role"] is not None)
    context = {"row": row, "proposals": feeds.proposals(community, about="charter"), "may_write": access.may_write(person, community)}
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
