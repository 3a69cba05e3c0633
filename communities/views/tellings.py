"""What one wants to be told, and how: the matrix of one's levels and channels; and for administrators, what holds for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from communities import access, feeds
from communities.actions import tellings as actions
from communities.views import reading
from rse.lib.refusal import Refused
from rse.people.models import Person, Role

if TYPE_CHECKING:
    from communities.models import Community


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show and change all of one's choices: everywhere, in each community of one's own, and for what is of none."""
    person = reading.person_of(request)
    mine = feeds.my_communities(person)
    own = feeds.tellings(person, mine)
    if request.method == "POST":
        try:
            _save(request, person, own)
            messages.success(request, _("What you want to be told is saved."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("telling-list")
    return render(request, "communities/telling_list.html", {"own": own, "mine": mine, **feeds.choices()})


def _save(request: HttpRequest, person: Person, own: feeds.Tellings) -> None:
    """What was changed on the page. The communities first: they are compared with what held until then."""
    for each in own.places:
        key = each.place.community.pk
        level, channels = request.POST.get(f"level-{key}"), request.POST.getlist(f"channels-{key}")
        if level is not None and (level != each.choice.level or set(channels) != each.choice.held.channels):
            actions.set_telling(by=person, community=each.place.community, level=level[:10], channels=channels, at=timezone.now())
    actions.set_own_tellings(
        by=person,
        level=request.POST.get("level", "")[:10],
        channels=request.POST.getlist("channels"),
        own_channels=request.POST.getlist("own_channels"),
        at=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def defaults(request: HttpRequest) -> HttpResponse:
    """What holds for whoever chose nothing. For administrators: everywhere, or in the community named `community`."""
    person = _administrator(request)
    if request.method == "POST":
        try:
            community = _named(person, request.POST.get("community", ""))
            if community is not None and request.POST.get("drop") == "1":
                actions.drop_default_telling(by=person, community=community, at=timezone.now())
            else:
                actions.set_default_telling(
                    by=person,
                    community=community,
                    level=request.POST.get("level", "")[:10],
                    channels=request.POST.getlist("channels"),
                    own_channels=request.POST.getlist("own_channels") if community is None else None,
                    at=timezone.now(),
                )
            messages.success(request, _("The default is saved. Those who chose something else keep it."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("telling-defaults")
    context = {"held": feeds.defaults(person), "mine": feeds.my_communities(person), **feeds.choices()}
    return render(request, "communities/telling_defaults.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Have everybody go by the defaults again, in one community or everywhere: asked with how many people it concerns, then done."""
    person = _administrator(request)
    asked = request.POST if request.method == "POST" else request.GET
    try:
        community = _named(person, asked.get("community", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("telling-defaults")
    people = len(access.departing(community))
    if request.method != "POST":
        context = {"community": community, "people": people, "mine": feeds.my_communities(person)}
        return render(request, "communities/telling_reset.html", context)
    try:
        told = request.POST.get("people", "")
        done = actions.reset_tellings(by=person, community=community, people=int(told) if told.isdigit() else -1, at=timezone.now())
        said = ngettext("%(count)s person goes by the defaults again.", "%(count)s people go by the defaults again.", done)
        messages.success(request, said % {"count": done})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("telling-defaults")


def _administrator(request: HttpRequest) -> Person:
    person = reading.person_of(request)
    access.require(person.has_role(Role.ADMIN))
    return person


def _named(person: Person, name: str) -> Community | None:
    """The community so named or addressed, of those known; None where none is named. Raises Refused."""
    if not (name := name.strip()[:80]):
        return None
    try:
        return feeds.community_named(person, name)
    except Http404:
        raise Refused(_("No community has that name."), field="community") from None
